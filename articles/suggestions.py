"""What a reader may be about to type: sections, authors, subjects and headlines that begin so."""

from django.db.models import Exists, OuterRef, Q

from articles.models import Article, Author, Byline, Tag, TaggedArticle
from articles.search import Query, newest_begun

SHORTEST, LONGEST = 2, 60
EACH = 3
HEADLINES = 5
# Of the newest matches, so many are looked at to find published ones.
LOOKED_AT = 50


def suggestions(text, frame):
    """Up to a dozen places as {"kind", "title", "url"}, in three queries, four with an index."""
    text = " ".join(text[:LONGEST].replace("\x00", "").split())
    if len(text) < SHORTEST:
        return []
    return [
        *({"kind": kind, "title": title, "url": url} for kind, title, url in _named(text, frame)),
        *(
            {"kind": "article", "title": article.headline, "url": article.get_absolute_url()}
            for article in _headlines(text)
        ),
    ]


def _named(text, frame):
    begins = text.casefold()
    sections = [row for row in frame["sections"] if row["name"].casefold().startswith(begins)]
    for section in sections[:EACH]:
        yield "section", section["name"], section["url"]
    written = Exists(Byline.objects.published().filter(author=OuterRef("pk")))
    called = Q(name__istartswith=text) | Q(name__icontains=f" {text}")
    for author in Author.objects.filter(called, written).order_by("name")[:EACH]:
        yield "author", author.name, author.get_absolute_url()
    told = Exists(TaggedArticle.objects.published().filter(tag=OuterRef("pk")))
    for tag in Tag.objects.filter(told, name__istartswith=text).order_by("name")[:EACH]:
        yield "tag", tag.name, tag.get_absolute_url()


def _headlines(text):
    """The newest whose head has these words, the last of which may be only begun."""
    query = Query.parse(text)
    if not query or len(query.terms[-1]) <= SHORTEST:
        return []
    found = Article.objects.published().filter(pk__in=newest_begun(query, LOOKED_AT))
    return found.with_bylines().newest()[:HEADLINES]
