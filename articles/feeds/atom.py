from functools import lru_cache

from articles.feeds.entries import MOST_KEPT
from articles.feeds.tree import ATOM, add, document, written

MEDIA_TYPE = "application/atom+xml"


def write(feed, address):
    """The feed as Atom 1.0; address is the feed's own."""
    root = document("feed", xmlns=ATOM)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    add(root, "id", feed.id)
    add(root, "title", feed.title)
    if feed.subtitle:
        add(root, "subtitle", feed.subtitle)
    add(root, "updated", feed.updated.isoformat())
    add(root, "link", rel="self", type=MEDIA_TYPE, href=address)
    add(root, "link", rel="alternate", type="text/html", href=feed.home)
    add(root, "rights", feed.copyright)
    add(add(root, "author"), "name", feed.publisher)
    for entry in feed.entries:
        root.append(_entry(entry))
    return written(root)


@lru_cache(maxsize=MOST_KEPT)
def _entry(told):
    entry = document("entry")
    add(entry, "id", told.id)
    add(entry, "title", told.title)
    add(entry, "published", told.published.isoformat())
    add(entry, "updated", told.updated.isoformat())
    add(entry, "link", rel="alternate", type="text/html", href=told.url)
    if told.source:
        add(entry, "link", rel="via", href=told.source)
    for name, address in told.authors:
        author = add(entry, "author")
        add(author, "name", name)
        add(author, "uri", address)
    for subject in told.subjects:
        add(entry, "category", term=subject)
    if told.summary:
        add(entry, "summary", told.summary)
    if told.picture:
        _picture(entry, told.picture)
    add(entry, "content", told.html, type="html")
    return entry


def _picture(entry, picture):
    add(
        entry,
        "link",
        rel="enclosure",
        href=picture.url,
        type=picture.media_type,
        title=picture.credit or picture.alt,
    )
    content = add(
        entry,
        "media:content",
        url=picture.url,
        type=picture.media_type,
        medium="image",
        width=picture.width,
        height=picture.height,
    )
    if picture.credit:
        add(content, "media:credit", picture.credit)
