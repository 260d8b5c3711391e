"""The head of a page for machines: canonical address, feeds, shared links, JSON-LD.

A view makes one and gives it to the template as “head”; articles/_head.html writes it down.
"""

from dataclasses import dataclass

from articles import offers, structured
from articles.html.json import json_ld
from articles.pictures.markup import jpeg
from articles.structured import absolute

FEEDS = (
    ("", "application/rss+xml", "RSS"),
    ("atom/", "application/atom+xml", "Atom"),
    ("json/", "application/feed+json", "JSON"),
)
DEK = 300


@dataclass(frozen=True)
class Head:
    canonical: str
    title: str
    description: str
    data: dict
    kind: str = "website"
    # Of a picture for shared links: url, width, height, alt.
    picture: dict | None = None
    # Pairs of Open Graph's property and content beyond what every page has.
    facts: tuple = ()
    # Of feeds and other editions of the page: media type, title, address.
    editions: tuple = ()
    # Pairs of language and address.
    languages: tuple = ()
    me: tuple = ()

    @property
    def json_ld(self):
        return json_ld(self.data)

    @property
    def card(self):
        return "summary_large_image" if self.picture else "summary"


def feeds_at(path, name):
    """The three feeds under a path, each with its media type, title and address."""
    return tuple(
        (media_type, f"{name} ({label})", absolute(f"{path}feed/{tail}"))
        for tail, media_type, label in FEEDS
    )


def home_head(frame):
    return Head(
        canonical=absolute("/"),
        title=frame["name"],
        description=frame["description"] or frame["tagline"],
        data=structured.site_data(frame),
        picture=_drawn(frame.get("logo_file")),
        editions=feeds_at("/", frame["name"]),
        me=_me(frame["social_links"]),
    )


def article_head(article, frame):
    path = article.get_absolute_url()
    bylines = article.derived.get("bylines", [])
    facts = [
        ("article:published_time", article.first_published_at.isoformat()),
        ("article:modified_time", (article.updated_at or article.first_published_at).isoformat()),
        ("article:section", article.section.name),
        *(("article:author", absolute(f"/authors/{line['slug']}/")) for line in bylines),
        *(("article:tag", tag["name"]) for tag in article.derived.get("tags", [])),
    ]
    return Head(
        canonical=article.canonical_url or absolute(path),
        title=article.title_for_sharing,
        description=article.dek[:DEK],
        data=structured.article_data(article, frame),
        kind="article",
        picture=_drawn(article.derived.get("sharing")),
        facts=tuple(facts),
        editions=(
            *feeds_at("/", frame["name"]),
            *feeds_at(article.section.get_absolute_url(), article.section.name)[:1],
            *_editions_of(article),
        ),
        languages=tuple(offers.languages(article)),
    )


def _editions_of(article):
    base = absolute(article.get_absolute_url()).rstrip("/")
    return (
        ("text/markdown", article.title, f"{base}.md"),
        ("text/plain", article.title, f"{base}.txt"),
        ("application/json+oembed", article.title, absolute(f"/oembed/?url={base}/")),
    )


def list_head(name, description, path, listing, frame):
    """A page of a section, tag or genre."""
    data = structured.list_data(name, description, path, listing, frame)
    return Head(
        canonical=_numbered(path, listing),
        title=name,
        description=description,
        data=data,
        picture=_drawn(frame.get("logo_file")),
        editions=feeds_at(path, name),
    )


def author_head(author, listing, frame):
    path = author.get_absolute_url()
    portrait = _portrait(author.portrait)
    return Head(
        canonical=_numbered(path, listing),
        title=author.name,
        description=author.bio[:DEK],
        data=structured.author_data(author, portrait["url"] if portrait else "", frame),
        kind="profile",
        picture=_drawn(portrait),
        editions=feeds_at(path, author.name),
        me=_me(author.links),
    )


def _portrait(image):
    if image is None or image.withdrawn_at is not None:
        return None
    file = jpeg(image, width=640, ratio="1x1")
    size = file and {"url": file.url, "width": file.width, "height": file.height}
    return size and {**size, "alt": image.alt}


def page_head(title, path, frame, *, listing=None, has_feed=False):
    """A standing page, or one of the site's own; perhaps one of several that a list fills."""
    return Head(
        canonical=_numbered(path, listing) if listing else absolute(path),
        title=title,
        description="",
        data=structured.page_data(title, path, frame),
        editions=feeds_at(path, title) if has_feed else (),
    )


def _numbered(path, listing):
    """Each page of a list is itself: what stands on page 3 stands nowhere else."""
    return absolute(path) + (f"?page={listing.number}" if listing.number > 1 else "")


def _drawn(picture):
    return {**picture, "url": absolute(picture["url"])} if picture else None


def _me(links):
    return tuple(link["url"] for link in links if link["url"].startswith("https://"))
