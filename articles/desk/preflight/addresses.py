"""Addresses of our own in texts, and whether anything answers there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from articles.models import RESERVED, Address, Article, Author, Genre, Redirect, Tag

# What a first segment leads to, where rows decide whether it is there.
BY_SLUG = {"authors": Author, "tags": Tag, "genre": Genre}


def own_path(href):
    """The path of an address of ours, with its slash at the end; empty for any other address."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        ours = urlsplit(settings.SITE_ADDRESS)
        if (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
            return ""
    if not parts.path.startswith("/"):
        return ""
    return parts.path if parts.path.endswith("/") or "." in parts.path else f"{parts.path}/"


def living(paths):
    """Those of these paths where readers find something, or will when it is their time."""
    split = {path: [part for part in path.split("/") if part] for path in paths}
    slugs = {kind: set() for kind in (*BY_SLUG, "article", "place")}
    for parts in split.values():
        if len(parts) == 1:
            slugs["place"].add(parts[0])
        elif len(parts) == 2:
            slugs[parts[0] if parts[0] in BY_SLUG else "article"].add(parts[1])
    known = _known(slugs)
    alive = {path for path, parts in split.items() if _stands(parts, known)}
    moved = Redirect.objects.filter(old_path__in=set(paths) - alive)
    return alive | set(moved.values_list("old_path", flat=True))


def _known(slugs):
    visible = Article.objects.published() | Article.objects.scheduled()
    rows = {
        "article": visible,
        "place": Address.objects.filter(Q(page=None) | Q(page__is_visible=True)),
        **{kind: model.objects.all() for kind, model in BY_SLUG.items()},
    }
    return {
        kind: set(rows[kind].filter(slug__in=wanted).values_list("slug", flat=True))
        for kind, wanted in slugs.items()
        if wanted
    }


def _stands(parts, known):
    if not parts:
        return True
    if len(parts) == 1:
        return parts[0] in RESERVED or parts[0] in known.get("place", ())
    if parts[0] in BY_SLUG:
        return len(parts) == 2 and parts[1] in known.get(parts[0], ())
    if parts[0] in RESERVED:
        return True
    return len(parts) == 2 and parts[1] in known.get("article", ())
