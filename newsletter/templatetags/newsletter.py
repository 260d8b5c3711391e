from django import template

from newsletter.signup import fresh_form, site_words

register = template.Library()


@register.inclusion_tag("newsletter/_signup.html", takes_context=True)
def newsletter_signup(context, place="page"):
    """The sign-up form. It sets no cookie and is the same for everybody, so pages with it cache."""
    site = context.get("site") or site_words()
    return {"site": site, "form": fresh_form(place, site), "place": place}
