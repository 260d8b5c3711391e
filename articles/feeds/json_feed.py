import json

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def write(feed, address):
    """The feed as JSON Feed 1.1; address is the feed's own."""
    data = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": address,
        "description": feed.subtitle,
        "language": feed.language,
        "authors": [{"name": feed.publisher}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_filled(data), ensure_ascii=False).encode("utf-8", "replace")


def _item(entry):
    item = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.source,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": name, "url": address} for name, address in entry.authors],
        "tags": list(entry.subjects),
    }
    if picture := entry.picture:
        item["image"] = picture.url
        item["attachments"] = [
            {
                "url": picture.url,
                "mime_type": picture.media_type,
                "title": picture.credit or picture.alt,
            }
        ]
        item["_picture"] = {
            "about": "https://schema.org/ImageObject",
            "credit": picture.credit,
            "alt": picture.alt,
            "caption": picture.caption,
            "width": picture.width,
            "height": picture.height,
        }
    return _filled(item)


def _filled(data):
    """Only what says something; what the format demands always does."""
    return {name: value for name, value in data.items() if value not in ("", None)}
