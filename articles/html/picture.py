"""The markup of one picture; which files and sizes it offers is decided in articles.pictures."""

from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def picture_tag(sources: Iterable[Mapping[str, str]], image: Mapping[str, object]) -> SafeString:
    """A <picture> of sources, best first, around an <img>: the attributes of each."""
    offered = format_html_join("", "<source{}>", ((_written(each),) for each in sources))
    return format_html("<picture>{}<img{}></picture>", offered, _written(image))


def _written(attributes: Mapping[str, object]) -> SafeString:
    return format_html_join("", ' {}="{}"', attributes.items())
