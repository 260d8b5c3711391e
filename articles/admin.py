"""Django looks for the admin here; the classes stand in articles.desk, by noun."""

from articles.desk import (
    accounts,
    articles,
    authors,
    calendar,
    checks,
    corrections,
    desk_page,
    fronts,
    log,
    magazine_settings,
    pages,
    pictures,
    redirects,
    sections,
    tags,
)

__all__ = [
    "accounts",
    "articles",
    "authors",
    "calendar",
    "checks",
    "corrections",
    "desk_page",
    "fronts",
    "log",
    "magazine_settings",
    "pages",
    "pictures",
    "redirects",
    "sections",
    "tags",
]
