from django import template
from django.template.loader import get_template
from django.utils import translation

from newsletter.signup import fresh_form, site_words

register = template.Library()


@register.simple_tag(takes_context=True)
def newsletter_signup(context, place="page"):
    """The sign-up form. It sets no cookie and is the same for everybody, so pages with it cache."""
    site = context.get("site")
    if not site:
        return _drawn(site_words(), place)
    key = ("newsletter_signup", translation.get_language(), place)
    if key not in site["kept"]:
        site["kept"][key] = _drawn(site, place)
    return site["kept"][key]


def _drawn(site, place):
    around = {"site": site, "form": fresh_form(place, site), "place": place}
    return get_template("newsletter/_signup.html").render(around)
