from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from magazine.demo.build import Builder, is_filled
from magazine.demo.gallery import Gallery
from magazine.demo.letters import write_letters
from magazine.demo.readers import subscribe_readers
from magazine.demo.reads import read_about
from magazine.demo.scale import grow


class Command(BaseCommand):
    help = "Fill an empty database with the demo magazine, The Far Shore."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there is content already"
        )
        parser.add_argument(
            "--articles", type=int, default=0, help="grow to so many articles, for measuring"
        )

    def handle(self, *, if_empty, articles, **options):
        if settings.SECURE:
            raise CommandError("The demo is for your own machine: SITE_URL is https here.")
        if not is_filled():
            self.build()
        elif not if_empty and not articles:
            raise CommandError("There is content already. The demo fills an empty database only.")
        if articles:
            grow(articles, self.stdout.write)

    def build(self):
        self.stdout.write("Painting the demo's pictures and setting its articles ...")
        gallery = Gallery()
        gallery.hang()
        Builder(gallery.pictures, gallery.portraits).build()
        read_about()
        subscribe_readers()
        write_letters()
