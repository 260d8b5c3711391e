from django import template

from newsletter.signup import fresh_form

register = template.Library()


@register.inclusion_tag("newsletter/_signup.html", takes_context=True)
def newsletter_signup(context, place="page"):
    """The sign-up form. It sets no cookie and is the same for everybody, so pages with it cache."""
    return {"form": fresh_form(place, context.get("site")), "place": place}
