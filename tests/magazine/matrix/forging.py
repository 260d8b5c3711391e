"""The address behind each pattern, and what somebody sends there who would rather see more."""

import re

from newsletter.models import Confirmation
from newsletter.tokens import OWN
from tests.magazine.matrix.newsroom import WORD

HOLE = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")
MODEL = re.compile(r"admin/(?:articles|newsletter|auth)/(\w+)/")
# Public addresses lead to what is there: by the beginning of the pattern.
SLUGS = {
    "genre/": "essay",
    "authors/": "cara",
    "tags/": "ports",
    "<slug:section>/": "live",
    "lite/<slug:section>/": "live",
}
# What a request for a list of names asks for.
QUERIES = {
    "admin/autocomplete/": f"?app_label=articles&model_name=pin&field_name=article&term={WORD[:7]}",
    "admin/articles/article/choices/<slug:source>/": f"?q={WORD[:7]}",
    "admin/articles/article/embed/": "?url=https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "admin/articles/image/find/": f"?q={WORD[:7]}",
    "search/": f"?q={WORD[:7]}",
    "search/suggest/": f"?q={WORD[:7]}",
    "oembed/": "?url=http://127.0.0.1:8000/europe/live/",
}


def url_of(pattern, subject, newsroom):
    """The address, of the article that the table names or of the one row of its kind."""
    model = MODEL.match(pattern)
    row = newsroom.rows.get(model[1]) if model else None
    if subject:
        row = getattr(newsroom, subject, None) or newsroom.rows[subject]
    elif "slot/" in pattern:
        row = newsroom.rows["slot"]
    values = _values(pattern, row, newsroom)
    path = HOLE.sub(lambda hole: str(values[hole[1] or hole[2]]), pattern)
    return "/" + path.replace("^", "").replace("$", "") + QUERIES.get(pattern, "")


def _values(pattern, row, newsroom):
    key = getattr(row, "pk", row)
    slugs = (slug for start, slug in SLUGS.items() if pattern.startswith(start))
    now = newsroom.live.published_at
    return {
        "object_id": key,
        "pk": key,
        "id": key,
        "name": row if isinstance(row, str) else "aa/none.jpg",
        "number": 7 if pattern.startswith("newsletter/") else 1,
        "source": "articles",
        "section": "europe",
        "slug": next(slugs, "europe"),
        "year": f"{now:%Y}",
        "month": f"{now:%Y-%m}" if "sitemaps" in pattern else now.month,
        "ending": "md",
        "token": _token(pattern, newsroom),
        "key": "aaa-bbb",
        "uidb36": "a",
        "app_label": "articles",
        "url": "nowhere",
    }


def _token(pattern, newsroom):
    if pattern.startswith("preview/"):
        return newsroom.rows["link"].get_absolute_url().rstrip("/").rpartition("/")[2]
    reader = newsroom.reader
    if pattern.startswith("newsletter/own/"):
        return Confirmation.objects.issue(reader, OWN)
    return reader.unsubscribe_token() if "unsubscribe" in pattern else reader.preferences_token()


def forged(pattern, newsroom):
    """A post that means every button, and names the colleague's draft wherever one may."""
    key = newsroom.draft.pk
    sent = {
        "post": "yes",
        "action": "publish_now",
        "_selected_action": key,
        "title": "Forged",
        "slug": "forged",
        "section": newsroom.section.pk,
        "body": f'<figure data-article="{key}"></figure>',
        "related": str(key),
        "article": key,
        "starts_at": "",
        "ends_at": "",
        "do": "add",
        "added": key,
        "pin": "section:1",
        "number": "1",
        "reason": "Because.",
        "text": "Forged.",
        "kind": "correction",
        "typed": "yes",
        "step": "approve",
    }
    if pattern.startswith("admin/newsletter/"):
        sent |= {"step": "stop", "decision": "mark_sent", "action": "unsubscribe"}
    return sent
