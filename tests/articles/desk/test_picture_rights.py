from datetime import timedelta

import pytest
from django.utils import timezone

from tests.articles.desk.library import LIST, form_data, signed_in, uploaded
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_published,
    make_section,
)

pytestmark = pytest.mark.django_db


def test_the_rights_page_shows_what_ends_and_every_place_where_it_stands(client):
    signed_in(client)
    today = timezone.localdate()
    for caption, days in (("Ended", -1), ("Today", 0), ("Soon", 30), ("Later", 31)):
        image = make_image(caption=caption)
        image.credits.update(expires_on=today + timedelta(days=days))
        make_published(lead_image=image, title=f"Shows {caption}")

    answer = client.get(LIST + "rights/")

    def shown(which):
        return [
            (str(row["image"]), [use["title"] for use in row["uses"]])
            for row in answer.context[which]
        ]

    assert shown("expired") == [("Ended", ["Shows Ended"])]
    assert shown("expiring") == [("Today", ["Shows Today"]), ("Soon", ["Shows Soon"])]


def test_the_rights_page_shows_how_the_archive_does(client):
    signed_in(client)
    make_image([], alt="")
    make_image(alt="", is_decorative=True).credits.update(licence="unknown")
    make_image()
    old = timezone.now() - timedelta(days=800)
    make_image([], created_at=old)

    answer = client.get(LIST + "rights/")

    (month,) = answer.context["trend"]
    assert (month["all"], month["no_credit"]["count"], month["no_alt"]["count"]) == (3, 1, 1)
    assert month["unclear"] == {"count": 1, "percent": 33}
    whole = answer.context["whole"]
    assert (whole["all"], whole["no_credit"]) == (4, {"count": 2, "percent": 50})


@pytest.mark.parametrize("count", [1, 3])
def test_the_rights_page_costs_the_same_for_one_picture_and_for_three(
    client, django_assert_num_queries, count
):
    signed_in(client)
    for _ in range(count):
        image = make_image()
        image.credits.update(expires_on=timezone.localdate())
        make_published(lead_image=image)

    with django_assert_num_queries(19):
        client.get(LIST + "rights/")


def test_one_click_puts_another_picture_everywhere(client):
    signed_in(client)
    old, new = make_image(caption="Old"), make_image(caption="New")
    live = make_published(lead_image=old)
    draft = make_article(body=f'<figure><img data-file="{old.pk}" alt="x"></figure>')
    author = make_author(portrait=old)

    answer = client.post(f"{LIST}{old.pk}/substitute/", {"with": new.pk}, follow=True)

    assert "now stands in 3 places" in answer.content.decode()
    live.refresh_from_db()
    draft.refresh_from_db()
    author.refresh_from_db()
    assert live.lead_image == new
    assert f'data-file="{new.pk}"' in draft.body
    assert author.portrait == new


def test_a_substitute_is_another_picture_of_the_library(client):
    signed_in(client)
    image = make_image()
    article = make_published(lead_image=image)

    for wrong in (image.pk, 0, 999999, "x", "9" * 40, ""):
        answer = client.post(f"{LIST}{image.pk}/substitute/", {"with": wrong}, follow=True)
        assert "Choose another picture" in answer.content.decode()

    article.refresh_from_db()
    assert article.lead_image == image


def addresses(image):
    return {
        "view": [LIST, f"{LIST}pick/", f"{LIST}find/", f"{LIST}{image.pk}/change/"],
        "add": [f"{LIST}upload/", f"{LIST}add/"],
        "survey": [f"{LIST}rights/"],
        "substitute": [f"{LIST}{image.pk}/substitute/"],
        "delete": [f"{LIST}{image.pk}/delete/"],
    }


@pytest.mark.parametrize(
    ("group", "allowed"),
    [
        ("Contributor", {"view", "add"}),
        ("Editor", {"view", "add", "survey", "substitute", "delete"}),
        ("Chief", {"view", "add", "survey", "substitute", "delete"}),
        ("Audience", {"view"}),
        ("", set()),
    ],
)
def test_each_role_reaches_its_own_screens_and_no_others(client, group, allowed):
    signed_in(client, "someone", group)
    image = make_image()

    for verb, screens in addresses(image).items():
        for address in screens:
            status = client.get(address).status_code
            assert status in ({200, 302} if verb in allowed else {403}), (group, address)


def test_strangers_and_deactivated_staff_see_nothing(client):
    image = make_image()
    user = signed_in(client)
    user.is_active = False
    user.save()

    for screens in addresses(image).values():
        for address in screens:
            answer = client.get(address)
            assert answer.status_code == 302
            assert answer["Location"].startswith("/admin/login/")


def test_a_contributor_changes_only_pictures_of_their_own_that_readers_have_not_met(client):
    user = signed_in(client, "writer", "Contributor")
    own, public, foreign = (make_image(alt="Old", uploaded_by=by) for by in (user, user, None))
    make_published(lead_image=public)

    for image in (own, public, foreign):
        answer = client.post(f"{LIST}{image.pk}/change/", form_data(image, alt="New"))
        assert answer.status_code == (302 if image is own else 403)
        for verb in ("replace", "focus"):
            answer = client.post(f"{LIST}{image.pk}/{verb}/", {})
            assert answer.status_code == (302 if image is own else 403)
        image.refresh_from_db()

    assert [image.alt for image in (own, public, foreign)] == ["New", "Old", "Old"]


def test_an_editor_of_one_section_does_not_change_the_articles_of_another(client):
    mine, other = make_section("Mine"), make_section("Other")
    signed_in(client, sections=[mine])
    image = make_image(alt="Old")
    article = make_published(lead_image=image, section=other)
    new = make_image()

    for verb, data in (("replace", {"file": uploaded()}), ("substitute", {"with": new.pk})):
        assert client.post(f"{LIST}{image.pk}/{verb}/", data).status_code == 403

    article.refresh_from_db()
    assert article.lead_image == image


def test_where_a_picture_stands_betrays_no_draft_of_others(client):
    writer = signed_in(client, "writer", "Contributor")
    image = make_image(uploaded_by=writer)
    make_article(lead_image=image, title="Canary in a draft")
    make_published(lead_image=image, title="Out already")

    page = client.get(f"{LIST}{image.pk}/change/").content.decode()

    assert "Canary" not in page
    assert "A draft of somebody else" in page
    assert "Out already" in page
