import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from articles.inputs import PLAIN, Renderer

NASTY = """<b>"it's" & 'so'</b>\n€"""
CHOICES = [
    ("", "None of them"),
    (1, 'The "first" & last'),
    ("Group <one>", [("a", "A"), ("b", "<B>")]),
]
ATTRIBUTES = {"id": "id_it", "maxlength": 1_000_000, "required": True, "disabled": False}
ODD = {"data-words": NASTY, "placeholder": mark_safe("&nbsp;"), "title": None, "hidden": True}
WIDGETS = [
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput),
    *(forms.PasswordInput, forms.CheckboxInput, forms.DateInput, forms.DateTimeInput),
    *(forms.TimeInput, forms.SearchInput, forms.TelInput, forms.ColorInput, forms.Textarea),
]


def alike(widget, value, attributes):
    drawn = [
        widget.render("it", value, attributes, renderer=renderer())
        for renderer in (Renderer, DjangoTemplates)
    ]
    # The template of a choice begins a line for each.
    return [re.sub(r">\n\s*<", "><", text) for text in drawn]


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize(
    "value",
    [None, "", "word", NASTY, mark_safe("&amp;"), 0, 12_345, 1.5, True, date(2026, 5, 1)],
    ids=repr,
)
@pytest.mark.parametrize("attributes", [None, ATTRIBUTES, ODD], ids=["bare", "usual", "odd"])
def test_a_field_is_drawn_as_its_template_draws_it(widget, value, attributes):
    ours, theirs = alike(widget(), value, attributes)

    assert ours == theirs


@pytest.mark.parametrize("value", [None, "", 1, "a", "<script>", True], ids=repr)
@pytest.mark.parametrize("widget", [forms.Select, forms.NullBooleanSelect, forms.SelectMultiple])
def test_a_choice_is_drawn_as_its_template_draws_it(widget, value):
    made = widget() if widget is forms.NullBooleanSelect else widget(choices=CHOICES)
    ours, theirs = alike(made, value, ATTRIBUTES)

    assert ours == theirs


def test_a_choice_whose_options_have_a_template_of_their_own_keeps_it():
    class Marked(forms.Select):
        option_template_name = "django/forms/widgets/checkbox_option.html"

    ours, theirs = alike(Marked(choices=[("a", "A")]), "a", None)

    assert ours == theirs


def test_no_field_of_a_form_needs_a_template_for_each(monkeypatch):
    asked = []
    monkeypatch.setattr(DjangoTemplates, "render", lambda *given, **more: asked.append(given))
    for widget in [*WIDGETS, forms.Select]:
        widget().render("it", "1", renderer=Renderer())

    assert asked == []
    assert len(PLAIN) == 16
