"""A week of the demo's readers: so many for each article, the same in every demo."""

from datetime import timedelta
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Edition
from articles.models.reads import write_down

DAYS = 7
SITES = ("search.example", "news.example", "social.example", "")


@transaction.atomic
def read_about(now=None):
    """As if people had read what is out; more of them what is newer."""
    now = now or timezone.now()
    published = Article.objects.published().newest().values_list("slug", "first_published_at")
    for days in range(DAYS):
        at = now - timedelta(days=days)
        counted = {
            (slug, SITES[crc32(slug.encode()) % 4]): _reads(slug, days, (at - out).days)
            for slug, out in published
            if out <= at
        }
        write_down(counted, at)
    Edition.objects.move()


def _reads(slug, days, age):
    return 1 + crc32(f"{slug} {days}".encode()) % 400 // (2 + age)
