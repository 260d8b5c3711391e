from email.utils import format_datetime
from functools import lru_cache

from articles.feeds.entries import MOST_KEPT
from articles.feeds.tree import add, document, written

MEDIA_TYPE = "application/rss+xml"


def write(feed, address):
    """The feed as RSS 2.0; address is the feed's own."""
    root = document("rss", version="2.0")
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.subtitle or feed.title)
    add(channel, "atom:link", href=address, rel="self", type=MEDIA_TYPE)
    add(channel, "language", feed.language)
    add(channel, "copyright", feed.copyright)
    add(channel, "lastBuildDate", format_datetime(feed.updated))
    add(channel, "ttl", 15)
    for entry in feed.entries:
        channel.append(_item(entry))
    return written(root)


@lru_cache(maxsize=MOST_KEPT)
def _item(entry):
    item = document("item")
    add(item, "title", entry.title)
    add(item, "link", entry.url)
    add(item, "guid", entry.id, isPermaLink="false")
    add(item, "pubDate", format_datetime(entry.published))
    add(item, "atom:updated", entry.updated.isoformat())
    for name, _ in entry.authors:
        add(item, "dc:creator", name)
    for subject in entry.subjects:
        add(item, "category", subject)
    if entry.summary:
        add(item, "description", entry.summary)
    add(item, "content:encoded", entry.html)
    if entry.picture:
        _picture(item, entry.picture)
    return item


def _picture(item, picture):
    # Not as an enclosure: that must say the file's length, which nobody keeps.
    content = add(
        item,
        "media:content",
        url=picture.url,
        type=picture.media_type,
        medium="image",
        width=picture.width,
        height=picture.height,
    )
    if picture.alt or picture.caption:
        add(content, "media:description", picture.caption or picture.alt, type="plain")
    if picture.credit:
        add(content, "media:credit", picture.credit)
