"""Pictures as the desk's lists show them."""

from django import template
from django.utils.html import format_html

from articles.pictures.markup import jpeg

register = template.Library()


@register.filter
def thumb(image):
    """A small picture in 3:2, or its empty place."""
    small = jpeg(image, width=320, ratio="3x2") if image else None
    if small is None:
        return format_html('<span class="{}"></span>', "thumb thumb-none")
    return format_html('<img class="thumb" src="{}" alt="" loading="lazy">', small.url)
