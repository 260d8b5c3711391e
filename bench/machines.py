"""Times searches, feeds, sitemaps and lost addresses on the database of the environment.

    DATA_DIR=… python manage.py demo --articles 100000
    DATA_DIR=… python -m bench.machines

Prints, for each, the fastest and the median of some runs in milliseconds, and its queries. Each
run renders the page as Django does behind the page cache.
"""

import os
import statistics
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")
django.setup()

from django.db import connection  # noqa: E402 - Django stands now
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import Article  # noqa: E402

RUNS = 15


def addresses():
    """What to ask for, by what is interesting about it."""
    newest = Article.objects.published().newest()[0]
    oldest = Article.objects.published().order_by("first_published_at")[0]
    middle = Article.objects.published().order_by("pk")[Article.objects.count() // 2]
    number = middle.title.rpartition(" ")[2]
    section, author = newest.section.slug, newest.derived["bylines"][0]["slug"]
    tag = newest.derived["tags"][0]["slug"]
    asked = {
        "rare word": number,
        "common word": "treaty",
        "absent word": "zzqxj",
        "two common words": "harbor delay",
        "two common words that never meet": "garrison harbor corridor",
        "common and rare": f"treaty {number}",
        "common and absent": "treaty zzqxj",
        "phrase": '"price of delay"',
        "phrase that never stands": '"delay of treaty price"',
        "eight words": "the price of delay and what it taught",
        "a slip": "harbuor",
        "four slips": "harbuor traety garisson corridro",
    }
    found = {f"search: {what}": f"/search/?q={words}" for what, words in asked.items()}
    found |= {
        "search: common word, one author": f"/search/?q=treaty&author={author}",
        "search: common word, first year": f"/search/?q=treaty&year={oldest.first_published_at:%Y}",
        "search: page 20": "/search/?q=treaty&page=20",
        "suggest: two letters": "/search/suggest/?q=th",
        "suggest: three letters": "/search/suggest/?q=tre",
        "suggest: two words": "/search/suggest/?q=harbor tre",
        "feed: site": "/feed/",
        "feed: section, Atom": f"/{section}/feed/atom/",
        "feed: author, JSON": f"/authors/{author}/feed/json/",
        "feed: tag": f"/tags/{tag}/feed/",
        "feed: corrections": "/corrections/feed/",
        "sitemap: index": "/sitemap.xml",
        "sitemap: a month": f"/sitemaps/articles-{middle.first_published_at:%Y-%m}.xml",
        "sitemap: places": "/sitemaps/places.xml",
        "sitemap: authors": "/sitemaps/authors.xml",
        "sitemap: news": "/sitemaps/news.xml",
        "corrections": "/corrections/",
        "lost: nearly right": f"{middle.get_absolute_url()[:-4]}/",
        "lost: nowhere near": "/wp-admin/setup-config/",
        "article": newest.get_absolute_url(),
        "article as Markdown": f"{newest.get_absolute_url()[:-1]}.md",
    }
    return found


def main(only):
    print(f"{connection.vendor}, {Article.objects.count()} articles")
    client = Client(headers={"host": "127.0.0.1"})
    for what, address in addresses().items():
        if only and not any(word in what for word in only):
            continue
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            answer = client.get(address)
            times.append((time.perf_counter() - start) * 1000)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
        print(
            f"{what:42} {answer.status_code} {min(times):8.1f} {statistics.median(times):8.1f} ms"
            f" {len(captured):3} queries {len(answer.content):8} bytes",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
