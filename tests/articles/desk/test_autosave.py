from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from articles.models import Article, Presence, Slot
from tests.articles.desk.forms import address, opened, saved
from tests.factories import HOUR, make_article, make_published, make_section, make_user

pytestmark = pytest.mark.django_db


def typed(client, article, **fields):
    """The script sends what is typed."""
    url = address(article, "change/") if article else "/admin/articles/article/add/"
    pulse = address(article, "pulse/") if article else "/admin/articles/article/pulse/"
    return client.post(pulse, opened(client, url) | fields | {"typed": "yes"})


def test_what_is_typed_is_kept_beside_the_article_and_not_in_it(desk):
    article = make_published(title="As published")
    before = Article.objects.filter(pk=article.pk).values().get()

    typed(desk, article, title="Typed", body="<p>Half a sen")

    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert article.revisions.count() == 1
    assert Slot.objects.get().data["title"] == "Typed"


def test_the_form_offers_it_back_and_going_on_saves_it(desk):
    article = make_article(title="Draft", body="<p>One.</p>")
    typed(desk, article, title="Typed", body="<p>One.</p><p>Two</p>")
    slot = Slot.objects.get()

    page = desk.get(address(article, "change/"))
    assert page.context["offered"] == slot
    form = desk.get(address(article, f"change/?slot={slot.pk}")).context["adminform"].form
    assert form["title"].value() == "Typed"
    assert form["body"].value() == "<p>One.</p><p>Two</p>"

    fields = opened(desk, address(article, f"change/?slot={slot.pk}"))
    desk.post(address(article, "change/"), fields | {"_save": ""})

    article.refresh_from_db()
    assert article.title == "Typed"
    assert not Slot.objects.exists()


def test_nothing_is_offered_that_is_saved_already(desk):
    article = make_article(title="Draft")
    saved(desk, article, title="Saved")
    typed(desk, article, title="Saved")

    assert desk.get(address(article, "change/")).context["offered"] is None


def test_a_new_article_has_its_slot_too(desk):
    section = make_section()
    typed(desk, None, title="First words", section=section.pk)
    slot = Slot.objects.get()
    fields = opened(desk, f"/admin/articles/article/add/?slot={slot.pk}")

    assert fields["title"] == "First words"
    desk.post("/admin/articles/article/add/", fields | {"_save": ""})

    assert Article.objects.get().title == "First words"
    assert not Slot.objects.exists()


def test_what_was_typed_over_an_older_version_comes_back_joined_with_the_newer(desk):
    article = make_article(body="<p>One.</p><p>Two.</p>", dek="")
    typed(desk, article, body="<p>One, typed.</p><p>Two.</p>")
    other = make_user("ana", "Chief")
    article.save_revision(
        article.revisions.first().snapshot | {"dek": "By Ana."}, other, base=article.version
    )

    form = desk.get(address(article, f"change/?slot={Slot.objects.get().pk}")).context["adminform"]

    assert form.form["body"].value() == "<p>One, typed.</p><p>Two.</p>"
    assert form.form["dek"].value() == "By Ana."


def test_slots_are_their_owners_alone(desk, client):
    article = make_article()
    typed(desk, article, title="Mine alone")
    slot = Slot.objects.get()
    client.logout()
    client.force_login(make_user("ana", "Chief"))

    page = client.get(address(article, f"change/?slot={slot.pk}")).content.decode()
    listed = client.get("/admin/articles/article/recovered/").content.decode()
    client.post(f"/admin/articles/article/slot/{slot.pk}/discard/")

    assert "Mine alone" not in page + listed
    assert Slot.objects.filter(pk=slot.pk).exists()


def test_the_recovered_page_gives_the_text_even_where_the_article_is_closed(client):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    article = make_article(created_by=writer)
    typed(client, article, title="Late thoughts", body="<p>A last paragraph.</p>")
    Article.objects.filter(pk=article.pk).update(stage="ready")

    page = client.get("/admin/articles/article/recovered/").content.decode()

    assert "Late thoughts" in page
    assert "A last paragraph." in page
    assert "?slot=" not in page


def test_a_text_typed_into_a_closed_article_is_not_kept(client):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    article = make_article(created_by=writer, stage="ready")

    client.post(address(article, "pulse/"), {"typed": "yes", "title": "x"})

    assert not Slot.objects.exists()


def test_a_line_says_who_else_has_it_open_and_what_was_saved_since(desk):
    article = make_article()
    ana = make_user("ana", "Chief", first_name="Ana", last_name="Beltrán")
    Presence.objects.say(ana, article)
    gone = make_user("bo", "Chief")
    Presence.objects.create(by=gone, article=article, at=timezone.now() - HOUR)
    article.save_revision(article.revisions.first().snapshot | {"dek": "Hers."}, ana)

    answer = desk.post(address(article, "pulse/"), {"base": "1"}).json()

    assert answer["others"] == ["Ana Beltrán"]
    assert (answer["version"], answer["by"]) == (2, "Ana Beltrán")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"title": "x" * 2_000_001}, 413),
        ({"title": "a\0b"}, 200),
        ({"base": "99999999999999999999"}, 200),
        ({"base": "½"}, 200),
        ({"key": "k" * 999}, 200),
    ],
)
def test_odd_pulses_are_answered_with_a_sentence(desk, fields, status):
    article = make_article()

    response = desk.post(address(article, "pulse/"), {"typed": "yes", **fields})

    assert response.status_code == status


def test_unpublishing_with_a_form_that_cannot_be_saved_keeps_what_was_typed(desk):
    article = make_published()
    fields = opened(desk, address(article, "change/"))

    response = desk.post(
        address(article, "unpublish/"),
        fields | {"title": "", "dek": "Kept", "reason": "A mistake", "_unpublish": ""},
    )

    article.refresh_from_db()
    assert not article.is_published()
    assert opened(desk, response.url)["dek"] == "Kept"


def test_what_is_sent_after_the_session_ended_is_offered_after_the_log_in(client):
    chief = make_user("chief")
    client.force_login(chief)
    article = make_article(title="Draft", dek="")
    fields = opened(client, address(article, "change/"))
    client.logout()

    response = client.post(
        address(article, "change/"), fields | {"dek": "Typed, without any script.", "_save": ""}
    )

    assert "/login/" in response.url
    article.refresh_from_db()
    assert article.dek == ""
    client.force_login(chief)
    assert client.get(address(article, "change/")).context["offered"].data["dek"] == (
        "Typed, without any script."
    )


def test_so_is_a_new_article(client):
    chief = make_user("chief")
    client.force_login(chief)
    fields = opened(client, "/admin/articles/article/add/")
    client.logout()

    client.post("/admin/articles/article/add/", fields | {"title": "First words", "_save": ""})

    assert Slot.objects.get(by=chief, article=None).data["title"] == "First words"
    assert not Article.objects.exists()


@pytest.mark.parametrize("who", ["", "forged", "MQ:1:x"])
def test_nobody_fills_the_slot_of_another(client, who):
    make_user("chief")
    article = make_article()

    client.post(address(article, "change/"), {"title": "Forged", "who": who})

    assert not Slot.objects.exists()


def test_nor_does_somebody_whose_right_has_gone(client):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    article = make_article(created_by=writer)
    fields = opened(client, address(article, "change/"))
    client.logout()
    article.publish()

    client.post(address(article, "change/"), fields | {"title": "Late"})

    assert not Slot.objects.exists()


@pytest.mark.parametrize("button", ["unpublish", "share", "revoke"])
def test_a_button_pressed_after_the_session_ended_leads_back_to_the_form(client, button):
    chief = make_user("chief")
    client.force_login(chief)
    article = make_published()
    fields = opened(client, address(article, "change/"))
    client.logout()

    typed = fields | {"dek": "Typed", "reason": "A mistake"}
    log_in = client.post(address(article, f"{button}/"), typed)
    client.force_login(chief)
    back = client.get(parse_qs(urlsplit(log_in.url).query)["next"][0])

    assert back.url == address(article, "change/") + "#nothing-done"
    page = client.get(back.url).content.decode()
    assert "Nothing was done: you had been logged out" in page
    assert Slot.objects.get(by=chief).data["dek"] == "Typed"
    article.refresh_from_db()
    assert article.is_published()
