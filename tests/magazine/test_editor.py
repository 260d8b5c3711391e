import pytest
from django import forms
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path
from django_prose_editor.fields import ProseEditorFormField

from magazine.urls import urlpatterns as site

PAGE = """<!doctype html><title>Editor</title>{{ media }}
<link rel="icon" href="/static/seal.svg"><form>{{ form }}</form>"""


class Sheet(forms.Form):
    body = ProseEditorFormField(config={"extensions": {"Bold": True}})


def write(request):
    context = {"form": Sheet(), "media": Sheet().media}
    return TemplateResponse(request, engines["django"].from_string(PAGE), context)


urlpatterns = [path("write/", write), *site]


@pytest.mark.browser
@pytest.mark.urls(__name__)
def test_the_text_editor_runs_under_our_policy(live_site, page_at):
    """A new version of the editor may bring new styles: their hash is in the settings."""
    page = page_at(f"{live_site}/write/")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Ink")

    assert page.locator(".ProseMirror").inner_text() == "Ink"
