"""What the readers' templates need beyond Django's own tags."""

from datetime import datetime

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import get_language_info

from articles import html

register = template.Library()

SELECTED = " selected"


@register.filter
def stored(markup):
    """Markup that our own code made and kept, printed as it is."""
    return html.stored(markup)


@register.filter
def with_cards(markup, articles):
    """The text of an article with the cards of those it points to, which are loaded by key."""
    return html.place_cards(markup, {pk: _card(article) for pk, article in articles.items()})


def _card(article):
    labels = [article.genre.name] if article.genre else []
    return html.Card(
        url=article.get_absolute_url(),
        headline=article.headline,
        kicker=" · ".join([*labels, article.section.name]),
        dek=article.dek,
    )


@register.filter
def absolute(path):
    """The address with the site's own name before it."""
    return f"{settings.SITE_ADDRESS}{path}"


@register.filter
def moment(text):
    """The moment that a stored ISO date means, for the date filter."""
    return datetime.fromisoformat(text)


@register.filter
def stamp(at):
    """A moment for machines: validators want no fractions of a second."""
    return timezone.localtime(at).isoformat(timespec="seconds")


@register.filter
def direction(language):
    """“rtl” where the language runs from right to left, else “ltr”."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


@register.filter
def domain(url):
    """The host of an address, as a reader would say it."""
    return url.split("//")[-1].split("/")[0].removeprefix("www.")


@register.filter
def address_of_pages(request):
    """The address of a list's pages, for their number to follow; other parameters stay."""
    others = request.GET.copy()
    others.pop("page", None)
    return f"?{others.urlencode()}&page=" if others else "?page="


@register.simple_tag
def options(rows, chosen):
    """The choices of a select, of rows with a slug and a name; one with a count says it."""
    choices = ((row["slug"], SELECTED if row["slug"] == chosen else "", _told(row)) for row in rows)
    return format_html_join("", '<option value="{}"{}>{}</option>', choices)


def _told(row):
    return f"{row['name']} ({row['count']})" if "count" in row else row["name"]


@register.filter
def numbered(listing):
    """The page numbers to print: the ends, and those around this one; gaps are no numbers."""
    return listing.paginator.get_elided_page_range(listing.number, on_each_side=1, on_ends=1)
