from django import template

from articles.pictures import markup

register = template.Library()


@register.simple_tag
def picture(image, place, eager=False):
    """{% picture article.derived.picture "list" %}: a place is a row of markup.PLACES."""
    return markup.picture(image, place=place, eager=eager) if image else ""
