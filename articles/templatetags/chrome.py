"""What stands around the content of every page: drawn once and kept with the frame."""

from django import template
from django.template.loader import get_template
from django.utils import translation

register = template.Library()


@register.simple_tag(takes_context=True)
def page_files(context):
    """What a browser has to fetch for any page, and what it may fetch ahead."""
    is_preview = bool(context.get("is_preview"))
    return _kept(context["site"], "articles/_page_files.html", is_preview=is_preview)


@register.simple_tag(takes_context=True)
def masthead(context, section_pk=None, is_home=False):
    """Name, notice and menu, with the mark of where one is."""
    site, path = context["site"], context["request"].path
    menu = {item["url"] for item in (*site["sections"], *site["header_pages"])}
    here = path if path in menu else ""
    return _kept(site, "articles/_masthead.html", here=here, section_pk=section_pk, is_home=is_home)


@register.simple_tag(takes_context=True)
def colophon(context):
    """The foot of the page. On the newsletter's own pages it offers no second form."""
    match = context["request"].resolver_match
    offers_form = match is None or match.app_name != "newsletter"
    return _kept(context["site"], "articles/_footer.html", offers_form=offers_form)


def _kept(site, name, **values):
    key = (name, translation.get_language(), *values.values())
    if key not in site["kept"]:
        around = template.Context({"site": site, **values})
        site["kept"][key] = get_template(name).template.render(around)
    return site["kept"][key]
