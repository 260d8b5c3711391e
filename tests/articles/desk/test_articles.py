"""The article's form through the admin, as a browser without JavaScript would send it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Revision
from tests.articles.desk.forms import address, fields_of, opened, saved
from tests.factories import (
    DAY,
    make_article,
    make_author,
    make_image,
    make_published,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_save_keeps_all_that_the_form_holds(desk):
    section, image = make_section("Asia"), make_image()
    ada, bela = make_author("Ada"), make_author("Bela")
    other = make_article(title="The other one")
    article = make_article(title="Draft")

    response = saved(
        desk,
        article,
        title="A  bridge",
        dek="It stands.",
        body="<p>Text <b>bold</b></p><script>x</script>",
        section=section.pk,
        bylines=f"Bela [{bela.pk}]\nada",
        tags="Middle East, Bridges",
        related="the other one",
        lead_image=image.pk,
        label="sent to legal",
    )

    assert response.status_code == 302
    article.refresh_from_db()
    revision = article.revisions.first()
    assert (revision.number, revision.base, revision.label) == (2, 1, "sent to legal")
    assert revision.by.username == "chief"
    assert revision.snapshot | {} == {
        "title": "A bridge",
        "slug": article.slug,
        "dek": "It stands.",
        "body": "<p>Text <strong>bold</strong></p>",
        "lead_caption": "",
        "short_headline": "",
        "search_title": "",
        "social_title": "",
        "first_published_by": "",
        "canonical_url": "",
        "disclosure": "",
        "section": section.pk,
        "genre": None,
        "lead_image": image.pk,
        "social_image": None,
        "bylines": [bela.pk, ada.pk],
        "tags": ["Middle East", "Bridges"],
        "related": [other.pk],
    }
    assert [byline.author for byline in article.bylines.all()] == [bela, ada]


def test_a_new_article_is_a_draft_of_its_writer(desk):
    section = make_section()
    fields = opened(desk, "/admin/articles/article/add/")

    response = desk.post(
        "/admin/articles/article/add/",
        fields | {"title": "Über Brücken & Ströme", "section": section.pk, "_save": ""},
    )

    article = Article.objects.get()
    assert response.url == address(article, f"change/#saved={fields['key']}")
    assert (article.slug, article.version, article.published_at) == ("uber-brucken-strome", 1, None)
    assert article.created_by.username == "chief"


def test_the_form_opens_the_newest_revision_and_not_what_readers_see(desk):
    article = make_published(title="As published")
    saved(desk, article, title="Reworked")

    assert opened(desk, address(article, "change/"))["title"] == "Reworked"
    assert Article.objects.get().title == "As published"


def test_publish_update_shows_readers_the_newest_text_at_once(desk):
    article = make_published(title="As published")

    saved(desk, article, "_publish", title="Reworked")

    assert Article.objects.get().title == "Reworked"


def test_publish_now_publishes_now(desk):
    article = make_article(authors=[make_author()])

    saved(desk, article, "_publish")

    article.refresh_from_db()
    assert article.is_published()


def test_a_time_ahead_schedules_and_one_changed_reschedules_in_one_step(desk):
    article = make_article(authors=[make_author()])
    tomorrow = (timezone.now() + DAY).replace(second=0, microsecond=0)

    saved(desk, article, "_publish", publish_at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    article.refresh_from_db()
    assert article.published_at == tomorrow
    saved(desk, article, "_publish", publish_at=f"{tomorrow + DAY:%Y-%m-%dT%H:%M}")

    article.refresh_from_db()
    assert article.published_at == article.first_published_at == tomorrow + DAY


def test_a_time_left_behind_never_blocks(desk):
    article = make_published()
    article.unpublish()
    assert opened(desk, address(article, "change/"))["publish_at"] == ""

    saved(desk, article, "_publish", publish_at="2020-01-01T06:00", unpublish_at="")

    article.refresh_from_db()
    assert article.is_published()
    assert article.unpublish_at is None


def test_saving_moves_no_date(desk):
    article = make_article()
    tomorrow = timezone.now() + DAY

    saved(desk, article, "_save", publish_at=f"{tomorrow:%Y-%m-%dT%H:%M}")

    article.refresh_from_db()
    assert article.published_at is None


def test_an_end_is_set_with_the_publication(desk):
    article = make_article(authors=[make_author()])
    end = (timezone.now() + DAY).replace(second=0, microsecond=0)

    saved(desk, article, "_publish", unpublish_at=f"{end:%Y-%m-%dT%H:%M}")

    article.refresh_from_db()
    assert article.is_published()
    assert article.unpublish_at == end


def test_unpublishing_takes_a_reason_and_keeps_what_was_typed(desk):
    article = make_published()
    fields = opened(desk, address(article, "change/"))

    desk.post(
        address(article, "unpublish/"),
        fields | {"title": "Being reworked", "reason": "A source objects.", "_unpublish": ""},
    )

    article.refresh_from_db()
    assert not article.is_published()
    assert article.log.first().detail == "A source objects."
    assert opened(desk, address(article, "change/"))["title"] == "Being reworked"


def test_nothing_is_unpublished_without_a_reason(desk):
    article = make_published()
    fields = opened(desk, address(article, "change/"))

    response = desk.post(
        address(article, "unpublish/"), fields | {"dek": "Kept", "reason": " ", "_unpublish": ""}
    )

    article.refresh_from_db()
    assert article.is_published()
    page = desk.get(response.url)
    assert "Readers still see it" in page.content.decode()
    assert fields_of(page)["dek"] == "Kept"


def test_only_what_happened_is_said(desk):
    article = make_published()

    response = saved(desk, article, "_unpublish")

    article.refresh_from_db()
    assert article.is_published()
    assert "no longer" not in desk.get(response.url).content.decode()


def test_a_time_that_has_passed_publishes_nothing(desk):
    article = make_article()

    response = saved(desk, article, "_publish", publish_at="2020-01-01T06:00")

    article.refresh_from_db()
    assert not article.is_published()
    assert "That time has passed" in response.content.decode()


def test_nothing_typed_turns_letters_around(desk):
    make_section("Europe")
    article = make_article(title="Draft")

    saved(desk, article, dek="It was \u202ethere.", lead_caption="\u202dThe quay \u200fא")

    kept = article.revisions.first().snapshot
    assert (kept["dek"], kept["lead_caption"]) == ("It was there.", "The quay \u200fא")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Give it a headline"),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"title": "a\0b"}, "Null characters are not allowed."),
        ({"body": "<p>" + "x" * 1_000_001}, "at most 1,000,000 can be kept"),
        ({"slug": "admin"}, "is an address that the site itself uses"),
        ({"slug": "europe"}, "A section or page has this address"),
        ({"slug": "taken"}, "has the web address “taken” already"),
        ({"slug": "///"}, None),
        ({"slug": "—"}, "with letters a–z"),
        ({"section": ""}, "Choose the section"),
        ({"section": "99999999999999999999"}, "Its section is there no longer"),
        ({"section": "nonsense"}, "Its section is there no longer"),
        ({"lead_image": "99999999999999999999"}, "The library has no picture"),
        ({"lead_image": "77"}, "The library has no picture"),
        ({"bylines": "Nobody Known"}, "No author is called “Nobody Known”."),
        ({"bylines": "Twin"}, "More than one author is called"),
        ({"bylines": "x [99999999999999999999999]"}, "No author is called"),
        ({"related": "/europe/missing/"}, "No article is found"),
        ({"tags": "x" * 101}, "is too long for a tag"),
        ({"tags": ",".join(f"t{n}" for n in range(30))}, "Too many tags"),
        ({"canonical_url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"publish_at": "next Friday"}, "Write the time like"),
        ({"publish_at": "0001-01-01T00:00"}, "Is the year 1 meant?"),
        ({"publish_at": "9999-12-31T23:59"}, "Is the year 9999 meant? Choose one from 1970 to"),
        ({"publish_at": "2027-03-05T06:00Z"}, "without a zone"),
        (
            {"publish_at": "2027-03-05T06:00", "unpublish_at": "2027-03-04T06:00"},
            "taken down before",
        ),
        ({"title": "\u200b \u202e"}, "Give it a headline"),
        ({"planned_on": "soon"}, "Enter a valid date"),
        ({"base": "minus one"}, "Enter a whole number"),
        ({"base": "99999999999999999999"}, "changed this too"),
        ({"assignee": "99999"}, "Select a valid choice"),
    ],
)
def test_wrong_input_gets_a_sentence_and_loses_nothing(desk, typed, sentence):
    make_section("Europe")
    make_article(slug="taken")
    make_author("Twin", slug="a")
    make_author("Twin", slug="b")
    article = make_article(title="Draft")
    other = {"dek": "A long and careful dek."} | typed

    response = saved(desk, article, **other)

    if sentence is None:
        assert response.status_code == 302, response.context["adminform"].form.errors
        return
    assert response.status_code == 200
    page = response.content.decode()
    form = response.context["adminform"].form
    sentences = " ".join(error for errors in form.errors.values() for error in errors)
    assert sentence in sentences
    assert form["dek"].value() == "A long and careful dek."
    assert "Nothing is lost, and nothing is saved yet" in page
    assert article.revisions.count() == 1


def test_an_editor_of_one_section_files_only_there(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    client.force_login(make_user("editor", "Editor", sections=[europe]))
    article = make_article(section=europe)

    response = saved(client, article, "_publish", section=asia.pk)

    assert response.status_code == 200
    article.refresh_from_db()
    assert (article.section, article.published_at) == (europe, None)


def test_a_contributor_submits_and_cannot_publish(client):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    article = make_article(created_by=writer)

    saved(client, article, "_publish")
    article.refresh_from_db()
    assert (article.published_at, article.stage) == (None, "writing")

    saved(client, article, "_submit", title="Done")
    article.refresh_from_db()
    assert (article.title, article.stage) == ("Done", "review")


def test_an_editor_returns_a_text_with_a_note(desk):
    article = make_article(stage="review")

    saved(desk, article, "_return", note="Who says so?")

    article.refresh_from_db()
    assert article.stage == "writing"
    assert [note.text for note in article.notes.all()] == ["Who says so?"]


def test_what_may_be_read_and_not_changed_is_shown_without_a_form(client):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    article = make_article(created_by=writer, stage="ready", title="Approved")

    page = client.get(address(article, "change/")).content.decode()

    assert "You can read it, not change it." in page
    assert 'id="article_form"' not in page
    assert client.post(address(article, "change/"), {"title": "x"}).status_code == 403


def test_two_editors_of_different_paragraphs_both_win(desk):
    article = make_article(body="<p>One.</p><p>Two.</p>")
    mine = opened(desk, address(article, "change/"))
    saved(desk, article, body="<p>One.</p><p>Two, by Ana.</p>")

    response = desk.post(
        address(article, "change/"), mine | {"body": "<p>One, by Bo.</p><p>Two.</p>", "_save": ""}
    )

    assert response.status_code == 302
    article.refresh_from_db()
    assert article.body == "<p>One, by Bo.</p><p>Two, by Ana.</p>"
    assert article.revisions.first().kind == Revision.Kind.MERGE


def test_a_true_overlap_is_shown_with_both_texts_and_the_next_save_decides(desk):
    article = make_article(body="<p>One.</p><p>Two.</p>", dek="")
    mine = opened(desk, address(article, "change/"))
    saved(desk, article, body="<p>One, by Ana.</p><p>Two.</p>", dek="Hers.")

    response = desk.post(
        address(article, "change/"), mine | {"body": "<p>One, by Bo.</p><p>Two!</p>", "_save": ""}
    )

    assert response.status_code == 200
    page = re.sub(r"<[^>]+>", "", response.content.decode())
    assert "One, by Ana." in page
    form = response.context["adminform"].form
    assert form["body"].value() == "<p>One, by Bo.</p><p>Two!</p>"
    assert form["dek"].value() == "Hers."
    assert article.revisions.count() == 2

    desk.post(
        address(article, "change/"),
        mine | {"base": form["base"].value(), "body": form["body"].value(), "_save": ""},
    )
    article.refresh_from_db()
    assert article.body == "<p>One, by Bo.</p><p>Two!</p>"


def test_a_save_that_changes_nothing_makes_no_revision(desk):
    article = make_article()

    saved(desk, article)

    assert article.revisions.count() == 1


def test_the_button_says_when_it_will_publish(desk):
    friday = timezone.now() + timedelta(days=3)
    article = make_article(published_at=friday)

    form = desk.get(address(article, "change/")).context["adminform"].form

    assert form.publish_label() == f"Publish {friday:%A %H:%M} UTC"


def test_a_preview_draws_the_unsaved_text_and_saves_nothing(desk):
    article = make_published(title="As published", body="<p>Old.</p>")
    fields = opened(desk, address(article, "change/"))

    response = desk.post(
        address(article, "preview/"), fields | {"title": "Unsaved", "body": "<p>New words.</p>"}
    )

    page = response.content.decode()
    assert "Unsaved" in page
    assert "New words." in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert article.revisions.count() == 1
    assert Article.objects.get().title == "As published"


@pytest.mark.parametrize(
    ("take", "body"),
    [
        ("mine", "<p>One, by Bo.</p><p>Two.</p>"),
        ("theirs", "<p>One, by Ana.</p><p>Two.</p>"),
        ("both", "<p>One, by Bo.</p><p>One, by Ana.</p><p>Two.</p>"),
    ],
)
def test_the_choice_between_two_texts_needs_no_typing(desk, take, body):
    article = make_article(body="<p>One.</p><p>Two.</p>")
    mine = opened(desk, address(article, "change/"))
    saved(desk, article, body="<p>One, by Ana.</p><p>Two.</p>")
    page = desk.post(
        address(article, "change/"), mine | {"body": "<p>One, by Bo.</p><p>Two.</p>", "_save": ""}
    )
    form = page.context["adminform"].form

    desk.post(
        address(article, "change/"),
        mine
        | {
            "base": form["base"].value(),
            "body": form["body"].value(),
            "overlap-0": page.context["overlaps"][0]["kept"],
            "take-0": take,
            "_save": "",
        },
    )

    article.refresh_from_db()
    assert article.body == body


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"name": "body", "theirs": 7, "mine": null}'])
def test_a_forged_choice_is_refused_with_a_sentence(desk, kept):
    article = make_article()

    response = saved(desk, article, **{"overlap-0": kept, "take-0": "theirs"})

    assert "choose again" in response.content.decode()


def test_the_form_offers_authors_tags_and_articles_that_exist(desk):
    make_author("Ada Lovelace", affiliation="Analytical Society")
    make_article(title="The bridge", tags=["Middle East"])

    def found(source, query):
        url = f"/admin/articles/article/choices/{source}/"
        return [one["text"] for one in desk.get(url, {"q": query}).json()["choices"]]

    assert found("authors", "love") == ["Ada Lovelace"]
    assert found("tags", "east") == ["Middle East"]
    assert found("articles", "BRIDGE") == ["The bridge"]
    assert found("articles", "the bri") == ["The bridge"]
    assert found("articles", "middle east") == ["The bridge"]
    assert found("articles", "") == ["The bridge"]
    assert found("articles", "?!") == []
    assert found("articles", "https://[") == []
    assert desk.get("/admin/articles/article/choices/users/").status_code == 404


def test_nobody_is_offered_the_drafts_of_others(client):
    client.force_login(make_user("writer", "Contributor"))
    make_article(title="Secret draft")
    make_published(title="Secret no more")

    choices = client.get("/admin/articles/article/choices/articles/", {"q": "secret"}).json()

    assert [one["text"] for one in choices["choices"]] == ["Secret no more"]


def test_an_address_becomes_an_embed_or_a_sentence(desk):
    url = "/admin/articles/article/embed/"

    known = desk.get(url, {"url": "https://youtu.be/dQw4w9WgXcQ"})
    unknown = desk.get(url, {"url": "https://evil.example/x"})

    assert known.json() == {"embed": "youtube", "id": "dQw4w9WgXcQ"}
    assert unknown.status_code == 400
    assert "Known: YouTube" in unknown.json()["error"]
