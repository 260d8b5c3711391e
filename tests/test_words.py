"""What readers read of us: no word that gettext does not know, in every language that we ship."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.template.base import Lexer, TokenType
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from articles.models import Article, Correction, Edition, MagazineSettings
from newsletter.letters import build
from newsletter.models import Letter, Welcome
from tests.articles.pages import all_said, by_class, read, said
from tests.articles.whole import MADE
from tests.factories import NOON, make_author, make_image, make_published, make_section, make_user
from tests.newsletter.readers import make_reader
from tests.test_imports import ROOT

LANGUAGES = {
    "de": ("Neueste Beiträge", "1. Juni 2026", "Weiterlesen"),
    "fr": ("Derniers articles", "1 juin 2026", "Lire la suite"),
    "es": ("Lo último", "1 de junio de 2026", "Seguir leyendo"),
    "ar": ("الأحدث", "1 يونيو، 2026", "تابع القراءة"),
}
each_language = pytest.mark.parametrize("language", LANGUAGES)
# Names that are the same everywhere.
NAMES = {
    *("RSS", "Atom", "JSON", "Bluesky", "X", "LinkedIn", "WhatsApp"),
    *("Chicago", "APA", "BibTeX", "RIS", "Markdown"),
}
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
DESK = {"admin", "account", "allauth"}
TEMPLATES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.*"))
    if path.relative_to(ROOT / "templates").parts[0] not in DESK
]
SILENT = {"style", "script"}


class Words(HTMLParser):
    """Collects what a reader would see or hear of markup."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], None

    def handle_starttag(self, tag, attrs):
        self.inside = tag if tag in SILENT else None
        spoken = SPOKEN if tag != "link" else SPOKEN - {"title"}
        self.found += [value for name, value in attrs if name in spoken and value]

    def handle_data(self, data):
        if self.inside is None:
            self.found.append(data)

    def handle_endtag(self, tag):
        self.inside = None


def bare_words(template):
    """Words that stand in a template without being marked for translation."""
    kept, marked = [], False
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            # Blocks of one word each are the page's class.
            marked = token.contents.startswith(("blocktranslate", "block page", "plural"))
        elif token.token_type == TokenType.TEXT and not marked:
            kept.append(token.contents)
    reader = Words()
    reader.feed(" ".join(kept))
    words = {word for text in reader.found for word in re.findall(r"[^\W\d_]+", text)}
    return words - NAMES


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix()
)
def test_no_template_for_readers_holds_a_word_that_cannot_be_translated(path):
    assert bare_words(path.read_text()) == set()


def test_the_test_itself_finds_bare_words():
    template = '{% load i18n %}<p title="One">Two {% blocktranslate %}no{% endblocktranslate %}</p>'
    assert bare_words(template) == {"One", "Two"}


def test_the_catalogues_are_whole_and_compiled():
    """If not: run `make words`, translate what locale/*/LC_MESSAGES/django.po lacks, run again."""
    looked = subprocess.run(
        [sys.executable, ROOT / "bin/words.py", "--check"], capture_output=True, text=True
    )

    assert looked.stdout + looked.stderr == ""


@pytest.mark.django_db
@each_language
def test_the_welcome_letter_is_in_the_magazines_language_until_it_is_worded(language):
    standing = Welcome.objects.current()
    with translation.override(language):
        subject, text = standing.filled("N", "https://m.example")
        assert "N" in subject
        assert "Welcome" not in subject
        assert "https://m.example" in text
        standing.subject = "Hello from {newsletter}"
        assert standing.filled("N", "")[0] == "Hello from N"


def speak(language):
    MagazineSettings.objects.update(language=language)
    Edition.objects.move()


@pytest.mark.django_db
@each_language
def test_readers_pages_speak_the_magazines_language(language, client):
    latest, day, keep_reading = LANGUAGES[language]
    article = make_published(section=make_section("Europe"), published_at=NOON)
    for _ in range(8):
        make_published()
    speak(language)

    page = read(client.get(article.get_absolute_url(), headers={"accept-language": "en"}))

    assert (page.get("lang"), page.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert latest in all_said(page, ".//h2")
    assert day in [said(each) for each in page.iter("time")]
    assert keep_reading in all_said(page, ".//h2")


@pytest.mark.django_db
@each_language
@pytest.mark.parametrize(
    "path", ["/", "/europe/", "/search/?q=body", "/archive/", "/nowhere/", "/newsletter/", "/lite/"]
)
def test_every_page_holds_together_in_every_language(path, language, client):
    make_published(section=make_section("Europe"))
    speak(language)

    response = client.get(path)

    assert response.status_code == (404 if path == "/nowhere/" else 200)
    assert f'lang="{language}"' in response.text


@pytest.mark.django_db
def test_a_page_asks_for_its_language_nowhere_else(client):
    make_section("Europe")

    page = read(client.get("/", headers={"accept-language": "de"}))

    assert page.get("lang") == "en"
    assert translation.get_language() == "en"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["400", "403", "404", "413", "429", "500", "503"])
def test_pages_without_a_database_have_their_words_too(status):
    with translation.override("ar"):
        name = "articles/lost.html" if status == "404" else f"{status}.html"
        page = read(HttpResponse(render_to_string(name)))

    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert not re.search("[a-z]{3}", said(page.find(".//main")))


@pytest.mark.django_db
def test_what_is_made_at_publication_is_made_anew_when_the_language_changes(client):
    image = make_image(renditions=MADE)
    figure = f'<figure><img data-file="{image.pk}" alt=""></figure>'
    body = f'{figure}<p>A<span data-footnote="B"></span></p>'
    article = make_published(body=body, lead_image=image, authors=[make_author()])
    Correction.objects.issue(article, "correction", "It was a Tuesday.")
    client.force_login(make_user())
    form = client.get("/admin/articles/magazinesettings/1/change/").context["adminform"].form
    data = {name: field.value() or "" for name, field in ((f.html_name, f) for f in form)}

    client.post("/admin/articles/magazinesettings/1/change/", {**data, "language": "de"})

    page = read(Client().get(article.get_absolute_url()))
    credits = [said(each) for each in by_class(page, "credit")]
    assert credits == ["Bild: Jane Doe / Northlight"] * 2
    assert by_class(page, "footnotes")[0].get("aria-label") == "Anmerkungen"
    assert said(by_class(page, "corrections")[0].find(".//strong")) == "Korrektur"


@pytest.mark.django_db
def test_the_desk_and_its_log_in_speak_english_and_show_pages_as_readers_get_them(client):
    speak("de")
    article = Article.objects.get(pk=make_published().pk)

    assert "Log in" in client.get("/admin/login/", follow=True).text
    client.force_login(make_user())
    assert 'lang="en' in client.get("/admin/").text
    shown = client.post("/admin/fronts/0/preview/", {}).text
    assert 'lang="de"' in shown
    assert "Zum Text springen" in shown
    assert article.title in shown


@pytest.mark.django_db
@each_language
def test_letters_are_written_in_the_magazines_language(language):
    speak(language)
    letter = Letter.objects.write(make_reader(state="pending"), Letter.Kind.CONFIRM)

    mail = build(letter)

    with translation.override(language):
        label = translation.gettext("Confirm my subscription")
    assert label in mail.body
    assert f'lang="{language}"' in mail.alternatives[0].content
    assert label in mail.alternatives[0].content
