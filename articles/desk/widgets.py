"""Plain inputs that work by themselves; static/desk finds them by their data attributes."""

from django import forms


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
