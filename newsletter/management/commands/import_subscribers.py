from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from newsletter.lists.presets import PRESETS
from newsletter.lists.reading import Unreadable, guess_preset
from newsletter.lists.taking_in import look_through, take_in
from newsletter.models import ListImport


class Command(BaseCommand):
    help = "Take a list of readers in, or, with --resume, go on where one was broken off."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?")
        parser.add_argument("--by", help="who answers for it: a user name")
        parser.add_argument("--basis", help="where they agreed to be written to, when, to what")
        parser.add_argument("--preset", choices=sorted(PRESETS), help="else it is guessed")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--resume", type=int, metavar="NUMBER")

    def handle(self, *, resume, dry_run, **options):
        list_import = self._resumed(resume) if resume else self._looked_through(options)
        self.stdout.write(f"Import {list_import.pk}: {list_import.found or list_import.note}")
        if list_import.state == ListImport.State.CHECKED and not dry_run:
            list_import.start()
        take_in(list_import)
        self.stdout.write(f"{list_import.get_state_display()}: {list_import.done}")

    def _resumed(self, pk):
        try:
            return ListImport.objects.get(pk=pk)
        except ListImport.DoesNotExist:
            raise CommandError("There is no such import.") from None

    def _looked_through(self, options):
        if not (options["file"] and options["by"] and options["basis"]):
            raise CommandError("Say which file, --by whom, and on what --basis.")
        user = User.objects.filter(username=options["by"]).first()
        if user is None:
            raise CommandError("There is no such user.")
        try:
            preset = options["preset"] or guess_preset(options["file"])
        except Unreadable as problem:
            raise CommandError(str(problem)) from problem
        list_import = ListImport.objects.create(
            by=user,
            name=options["file"][-120:],
            path=options["file"],
            preset=preset,
            basis=options["basis"],
        )
        look_through(list_import)
        return list_import
