"""Fields of forms, drawn without a template each: a list of articles has a hundred of them."""

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join

FOLDER = "django/forms/widgets/"
TYPES = (
    *("checkbox", "color", "date", "datetime", "email", "hidden", "input", "number", "password"),
    *("search", "tel", "text", "time", "url"),
)
OPTION = f"{FOLDER}select_option.html"


class Renderer(DjangoTemplates):
    """Django's own, with the same result; what is no plain field has its template as ever."""

    def render(self, template_name, context, request=None):
        draw = PLAIN.get(template_name)
        drawn = draw(context["widget"]) if draw else None
        return super().render(template_name, context, request) if drawn is None else drawn


def _input(widget):
    value = widget["value"]
    drawn = "" if value is None else format_html(' value="{}"', value)
    name, attributes = widget["name"], _attributes(widget)
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], name, drawn, attributes)


def _textarea(widget):
    text = widget["value"] or ""
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), text
    )


def _select(widget):
    groups = [(group, options) for group, options, _ in widget["optgroups"]]
    if any(each["template_name"] != OPTION for _, options in groups for each in options):
        return None
    drawn = format_html_join("", "{}", ((_group(name, options),) for name, options in groups))
    name, attributes = widget["name"], _attributes(widget)
    return format_html('<select name="{}"{}>{}</select>', name, attributes, drawn)


def _group(name, options):
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((each["value"], _attributes(each), each["label"]) for each in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _attributes(widget):
    """A boolean says whether its name stands there."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in widget["attrs"].items()
            if value is not False
        ),
    )


PLAIN = {
    **{f"{FOLDER}{kind}.html": _input for kind in TYPES},
    f"{FOLDER}textarea.html": _textarea,
    f"{FOLDER}select.html": _select,
}
