"""Plain inputs that work by themselves; static/desk finds them by their data attributes."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.widgets import Script


class ListWidget(forms.Textarea):
    """Rows in order, one a line."""

    def __init__(self, source, placeholder):
        super().__init__({"rows": 2, "data-desk-list": source, "data-placeholder": placeholder})


class TagsWidget(forms.TextInput):
    def __init__(self):
        super().__init__({"data-desk-list": "tags", "data-placeholder": "Add a tag"})


class PictureWidget(forms.TextInput):
    def __init__(self):
        super().__init__({"data-desk-picture": "", "inputmode": "numeric", "autocomplete": "off"})


class BodyWidget(forms.Textarea):
    def __init__(self):
        super().__init__({"data-desk-body": "", "rows": 24})


class TimeWidget(forms.TextInput):
    input_type = "datetime-local"


class GrowingText(forms.Textarea):
    """A few lines that grow with what is typed."""

    def __init__(self, rows=1, **attrs):
        super().__init__({"rows": rows, "data-desk-grow": "", **attrs})


class ArticleChooser(AutocompleteSelect):
    """Django's chooser of one row among many. What it says while empty is its name to a screen
    reader, too."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-placeholder": "Choose an article"}

    @property
    def media(self):
        return super().media + forms.Media(js=[Script("desk/chooser.js", defer=True)])
