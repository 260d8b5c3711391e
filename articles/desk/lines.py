"""Lists that are typed one entry a line."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

MOST = 12
LONGEST_LABEL = 60
is_web_address = URLValidator(schemes=["https", "http"])


class LinksField(forms.CharField):
    """Links as “Label | https://…”, one a line; their value is a list of {label, url}."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", "One a line: Label | https://example.org/…")
        widget = forms.Textarea({"rows": 4, "spellcheck": "false"})
        super().__init__(required=False, widget=widget, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(f"{link['label']} | {link['url']}" for link in value)
        return value

    def clean(self, value):
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST:
            raise ValidationError(f"That is too long a list: at most {MOST} links help a reader.")
        return [self._link(line) for line in lines]

    def _link(self, line):
        label, bar, url = (part.strip() for part in line.partition("|"))
        if not (bar and label and url):
            raise ValidationError(f"Write “{line[:60]}” as: Label | https://example.org/…")
        if len(label) > LONGEST_LABEL:
            raise ValidationError(f"“{label[:30]}…” is too long a label for a link.")
        try:
            is_web_address(url)
        except ValidationError:
            raise ValidationError(
                f"“{url[:60]}” is no web address. It begins with https:// or http://."
            ) from None
        return {"label": label, "url": url}

    def has_changed(self, initial, data):
        shown = self.prepare_value(initial or [])
        return (shown or "").split() != (data or "").split()
