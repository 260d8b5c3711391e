"""Grows the demo to any number of articles, for measuring: copies with heads of their own."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.background import take_statistics
from articles.models import (
    Article,
    Author,
    Byline,
    Edition,
    Section,
    Tag,
    TaggedArticle,
    search_index,
)

BATCH = 1000
YEARS = 10
SUBJECTS = (
    "The harbor treaty",
    "A border commission",
    "The grain corridor",
    "An unratified protocol",
    "The island garrison",
    "A forgotten embassy",
    "The winter ceasefire",
    "A pipeline dispute",
    "The observers' report",
    "An old alliance",
    "The fishing line",
    "A rail concession",
    "The demarcation survey",
    "A neutral's arithmetic",
    "The visa quarrel",
    "An arms ledger",
)
TURNS = (
    "and the price of delay",
    "after the cameras left",
    "in plain figures",
    "that nobody wanted to sign",
    "as its drafters saw it",
    "and what it taught the neighbors",
    "between two elections",
    "under a new flag",
    "that outlived its authors",
    "and the clerk who kept it",
    "in the year of the flood",
    "with the map turned around",
)


def grow(wanted, say):
    """Add copies until there are so many articles. Safe to interrupt and to run again."""
    standing = Article.objects.count()
    mould = _Mould()
    while standing < wanted:
        count = min(BATCH, wanted - standing)
        with transaction.atomic():
            mould.cast(range(standing, standing + count))
        standing += count
        say(f"{standing} articles", ending="\r")
    with transaction.atomic():
        search_index.tidy()
        Edition.objects.move()
    take_statistics()
    say(f"{standing} articles")


class _Mould:
    """The demo's own published articles, from which copies are cast."""

    def __init__(self):
        self.models = list(Article.objects.published().exclude(lead_image=None).order_by("pk"))
        self.sections = list(Section.objects.filter(is_short_posts=False).order_by("pk"))
        self.authors = list(Author.objects.order_by("pk"))
        self.tags = list(Tag.objects.order_by("pk"))
        self.now = timezone.now().replace(second=0, microsecond=0)

    def cast(self, numbers):
        """Make the articles of these numbers with bylines and tags, in a few statements."""
        drawn = [self._draw(number) for number in numbers]
        articles = Article.objects.bulk_create([article for article, *_ in drawn])
        Byline.objects.bulk_create(
            Byline(article=article, author=author, order=order)
            for article, (_, authors, _) in zip(articles, drawn, strict=True)
            for order, author in enumerate(authors)
        )
        Byline.objects.follow([article.pk for article in articles])
        search_index.write(articles)
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=article, tag=tag)
            for article, (_, _, tags) in zip(articles, drawn, strict=True)
            for tag in tags
        )
        TaggedArticle.objects.follow([article.pk for article in articles])

    def _draw(self, number):
        chance = random.Random(number)  # noqa: S311 - the same number gives the same article
        model = chance.choice(self.models)
        title = f"{chance.choice(SUBJECTS)} {chance.choice(TURNS)}, {number}"
        at = self.now - timedelta(minutes=chance.randrange(60 * 24, 60 * 24 * 365 * YEARS))
        authors = chance.sample(self.authors, chance.choice((1, 1, 1, 2)))
        tags = chance.sample(self.tags, 3)
        derived = model.derived | {
            "revision": 0,
            "bylines": [
                {
                    "name": author.name,
                    "slug": author.slug,
                    "affiliation": author.affiliation,
                    "bio": author.bio,
                    "portrait": "",
                }
                for author in authors
            ],
            "tags": [{"name": tag.name, "slug": tag.slug} for tag in tags],
            "related": [],
            "corrections": [],
        }
        article = Article(
            title=title,
            slug=slugify(title),
            dek=model.dek,
            body=model.body,
            section=chance.choice(self.sections),
            genre_id=model.genre_id,
            lead_image_id=model.lead_image_id,
            lead_caption=model.lead_caption,
            published_at=at,
            first_published_at=at,
            saved_at=at,
            created_at=at,
            stage=Article.Stage.READY,
            body_html=model.body_html,
            teaser_html=model.teaser_html,
            rest_html=model.rest_html,
            word_count=model.word_count,
            toc=model.toc,
            derived=derived,
        )
        return article, authors, tags
