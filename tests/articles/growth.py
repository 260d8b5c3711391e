"""An archive that grows, and the steps that SQLite takes: a cost that no neighbour changes."""

from contextlib import contextmanager
from copy import copy
from types import SimpleNamespace

from django.db import connection

from articles.models import Article, Edition, search_index
from tests.factories import HOUR


def grow(first, size):
    """To so many articles, one an hour into the past, each of them on every list of the first."""
    numbers = range(Article.objects.count(), size)
    more = [_another(first, slug=f"{first.slug}-{number}") for number in numbers]
    for number, article in zip(numbers, more, strict=True):
        article.first_published_at = article.published_at = first.published_at - number * HOUR
    Article.objects.bulk_create(more)
    for row in (first.bylines.get(), first.tagged.get()):
        rows = [_another(row, **{f"{row.ARTICLE}_id": article.pk}) for article in more]
        row.__class__.objects.bulk_create(rows)
        row.__class__.objects.follow([article.pk for article in more])
    search_index.write(more)
    Edition.objects.move()


def _another(row, **fields):
    other = copy(row)
    other._state = copy(row._state)
    other._state.adding, other.pk = True, None
    for name, value in fields.items():
        setattr(other, name, value)
    return other


@contextmanager
def counted_steps():
    """Counts the instructions that SQLite carries out."""
    steps = SimpleNamespace(count=0)

    def count_on():
        steps.count += 1

    connection.connection.set_progress_handler(count_on, 1)
    try:
        yield steps
    finally:
        connection.connection.set_progress_handler(None, 0)
