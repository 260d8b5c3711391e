from django.core.management.base import BaseCommand
from django.db import transaction

from articles.models import Article, search_index

BATCH = 500


class Command(BaseCommand):
    help = (
        "Build the search index anew. Safe to interrupt and to run again; readers go on searching."
    )

    def handle(self, **options):
        articles = Article.objects.with_text_as_written().order_by("pk")
        total, done, last = articles.count(), 0, 0
        while batch := list(articles.filter(pk__gt=last)[:BATCH]):
            with transaction.atomic():
                search_index.write(batch)
            done, last = done + len(batch), batch[-1].pk
            self.stdout.write(f"{done} of {total} articles", ending="\r")
        search_index.tidy()
        self.stdout.write(f"{done} articles are in the search index.")
