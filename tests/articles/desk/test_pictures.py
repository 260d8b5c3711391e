from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import Edition, Image, ImageCredit
from articles.pictures import library
from tests.articles.desk.library import LIST, form_data, signed_in, uploaded
from tests.articles.pictures.files import jpeg_with_iptc, picture_file
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_published,
)

pytestmark = pytest.mark.django_db


def names_on(answer):
    return {str(card["image"]) for card in answer.context["cards"]}


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_costs_the_same_for_one_picture_and_for_three(
    client, django_assert_num_queries, count
):
    signed_in(client)
    for number in range(count):
        image = make_image(caption=f"Picture {number}")
        make_article(lead_image=image)
        make_author(portrait=image)
    Edition.objects.move()  # draws what stands around every page, once

    with django_assert_num_queries(13):
        answer = client.get(LIST)

    assert len(answer.context["cards"]) == count


@pytest.mark.parametrize(
    "text",
    ["harbour", "HARBOUR dawn", "lind", "northlight", "cranes", "4711", "fog", "lind fog dawn"],
)
def test_a_picture_is_found_by_all_that_is_known_of_it(client, text):
    signed_in(client)
    make_image(
        ["Ana Lind / Northlight"],
        caption="The harbour at dawn",
        alt="Cranes over still water",
        keywords="fog, trade",
        filename="IMG_4711.jpg",
    )
    make_image(["Bo Ek / Elsewhere"], caption="A square", alt="People", filename="IMG_1.jpg")

    assert names_on(client.get(LIST, {"q": text})) == {"The harbour at dawn"}


def test_a_word_that_fits_nothing_finds_nothing(client):
    signed_in(client)
    make_image(caption="The harbour")

    for text in ("dawn", "harbour dawn", "100%", "'", '"', "\\", "_"):
        assert names_on(client.get(LIST, {"q": text})) == set()
    assert client.get(LIST, {"q": "a\0b"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"missing": "alt"}, {"no alt"}),
        ({"missing": "credit"}, {"no credit"}),
        ({"licence": "cc0"}, {"free"}),
        ({"ending": "soon"}, {"ends soon"}),
        ({"ending": "past"}, {"ended"}),
        ({"use": "none"}, {"no alt", "no credit", "free", "ends soon", "ended", "decorative"}),
        ({"use": "mine"}, {"free"}),
        ({"licence": "nonsense"}, {"no alt", "no credit", "free", "ends soon", "ended",
                                   "decorative", "in a text", "a portrait"}),
    ],
)  # fmt: skip
def test_filters_find_what_needs_care(client, query, found):
    user = signed_in(client)
    today = timezone.localdate()
    make_image(caption="no alt", alt="")
    make_image(caption="decorative", alt="", is_decorative=True)
    make_image([], caption="no credit")
    free = make_image(caption="free", uploaded_by=user)
    free.credits.update(licence="cc0")
    for caption, ends in (("ends soon", 30), ("ended", -1)):
        image = make_image(caption=caption)
        image.credits.update(expires_on=today + timedelta(days=ends))
    shown = make_image(caption="in a text")
    make_article(body=f'<figure><img data-file="{shown.pk}" alt=""></figure>')
    make_author(portrait=make_image(caption="a portrait"))

    assert names_on(client.get(LIST, query)) == found


def test_a_saved_picture_changes_the_articles_that_show_it(client):
    signed_in(client)
    image = make_image([], alt="Old")
    article = make_published(lead_image=image)

    answer = client.post(
        f"{LIST}{image.pk}/change/",
        form_data(
            image,
            [{"creator": "Ana Lind", "agency": "Northlight"}, {"creator": "Bo Ek"}],
            alt="New words",
            caption="The harbour",
        ),
    )

    assert answer.status_code == 302
    article.refresh_from_db()
    assert 'alt="New words"' in article.derived["hero"]
    assert article.derived["credit"] == "Ana Lind / Northlight · Bo Ek"
    assert article.derived["caption"] == "The harbour"


def test_credits_stand_in_the_order_that_the_editor_gave_them(client):
    signed_in(client)
    image = make_image(["One", "Two"])
    one, two = image.credits.all()

    client.post(
        f"{LIST}{image.pk}/change/",
        form_data(
            image,
            [
                {"id": one.pk, "creator": "One", "order": 2},
                {"id": two.pk, "creator": "Two", "order": 1},
            ],
        ),
    )

    assert Image.objects.get().credit_line() == "Two · One"


def test_a_new_focal_point_is_saved_and_its_cuts_are_ordered(client):
    signed_in(client)
    image = library.store(picture_file(400, 300)).image

    client.post(f"{LIST}{image.pk}/change/", form_data(image, focal_x="0.25", focal_y="0.75"))

    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.25, 0.75)


@pytest.mark.parametrize(
    ("fields", "credits", "sentence"),
    [
        ({"is_decorative": "on"}, [], "Either describe the picture or call it decorative"),
        ({"focal_x": "1.5"}, [], "less than or equal to 1"),
        ({"taken_at": "9999-12-31T23:59"}, [], "Is the year 9999 meant?"),
        ({"taken_at": "0001-01-01T00:00"}, [], "Is the year 1 meant?"),
        ({}, [{"creator": ""}], "A credit names a creator, a source, or both."),
        ({}, [{"creator": "Ana", "licence": "fair-use"}], "A fair-use claim needs its reason."),
        ({}, [{"creator": "Ana", "source_url": "javascript:alert(1)"}], "Enter a valid URL."),
    ],
)
def test_what_cannot_be_is_said_in_the_form(client, fields, credits, sentence):
    signed_in(client)
    image = make_image([])

    answer = client.post(f"{LIST}{image.pk}/change/", form_data(image, credits, **fields))

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert ImageCredit.objects.count() == 0


def test_a_click_without_a_script_sets_the_focal_point(client):
    signed_in(client)
    image = library.store(picture_file(400, 200)).image
    address = f"{LIST}{image.pk}/focus/"

    client.post(address, {"focus.x": "80", "focus.y": "120", "width": "320", "height": "160"})
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.25, 0.75)

    endless = {"focus.x": "9" * 400, "focus.y": "1", "width": "1", "height": "1"}
    for wrong in ({}, {"focus.x": "x"}, {"focus.x": "1", "focus.y": "1", "width": "0"}, endless):
        assert client.post(address, wrong).status_code == 302
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.25, 0.75)


def test_the_form_tells_where_everything_came_from_and_what_is_wrong(client):
    signed_in(client)
    image = library.store(
        jpeg_with_iptc({120: "The harbour", 80: "harbour.jpg"}), filename="a.jpg"
    ).image
    article = make_article(lead_image=image, title="Where it stands")

    answer = client.get(f"{LIST}{image.pk}/change/")

    assert {"name": "Caption", "value": "The harbour", "source": "IPTC"} in answer.context[
        "sources"
    ]
    assert answer.context["warnings"] == [
        "Nobody has noted under which licence we use this picture.",
        "A credit looks like a file name: name a person or an agency.",
        "No alternative text: readers who cannot see it learn nothing of it.",
    ]
    assert f"/admin/articles/article/{article.pk}/change/" in answer.content.decode()


def test_a_replaced_file_keeps_every_use_and_a_refused_one_changes_nothing(client):
    signed_in(client)
    image = library.store(picture_file(400, 300)).image
    article = make_published(lead_image=image)
    address = f"{LIST}{image.pk}/replace/"

    answer = client.post(address, {"file": uploaded("new.jpg", width=500, height=300)}, follow=True)
    assert "Replaced." in answer.content.decode()
    image.refresh_from_db()
    article.refresh_from_db()
    assert (image.width, image.filename) == (500, "new.jpg")
    assert image.renditions["whole"][0] in article.derived["hero"]

    for posted in ({}, {"file": SimpleUploadedFile("a.jpg", b"text")}):
        before = image.content_hash
        assert client.post(address, posted, follow=True).status_code == 200
        image.refresh_from_db()
        assert image.content_hash == before


def test_a_used_picture_is_not_deleted_and_an_unused_one_is(client):
    signed_in(client)
    used = library.store(picture_file(color="red")).image
    make_article(lead_image=used)
    unused = library.store(picture_file(color="blue")).image

    for image in (used, unused):
        client.post(f"{LIST}{image.pk}/delete/", {"post": "yes"})

    assert list(Image.objects.all()) == [used]
