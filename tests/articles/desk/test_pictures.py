import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from articles.models import Edition, Image, ImageCredit
from articles.pictures import library
from tests.articles.pictures.files import jpeg_with_iptc, picture_file
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_published,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/image/"


def signed_in(client, name="editor", group="Editor", **fields):
    user = make_user(name, group, **fields)
    client.force_login(user)
    return user


def uploaded(name="harbour.jpg", **options):
    return SimpleUploadedFile(name, picture_file(**options).getvalue())


def names_on(answer):
    return {str(card["image"]) for card in answer.context["cards"]}


# The grid


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

    with django_assert_num_queries(12):
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


# Uploading


def test_many_files_go_up_at_once_and_a_bad_one_spoils_nothing(client):
    user = signed_in(client)
    files = [
        uploaded("one.jpg", color="red"),
        SimpleUploadedFile("two.jpg", b"I am a text."),
        SimpleUploadedFile("three.jpg", b""),
        uploaded("four.png", color="blue", form="PNG"),
        uploaded("five.jpg", color="red"),
    ]

    answer = client.post(
        LIST + "upload/", {"files": files, "credit": "Ana Lind / Reuters", "keywords": "trade"}
    )

    said = [
        (each["filename"], each.get("error") or each["notes"][:1])
        for each in answer.context["results"]
    ]
    assert said == [
        ("one.jpg", ["Only 60 pixels wide: it will look soft at the top of a page."]),
        ("two.jpg", "This is a text, whatever its name says: only JPEG, PNG, WebP, GIF and AVIF "
                    "pictures are taken."),
        ("three.jpg", "This file is empty (0 bytes): it may not have been copied whole."),
        ("four.png", ["Only 60 pixels wide: it will look soft at the top of a page."]),
        ("five.jpg", ["This picture is in the library already."]),
    ]  # fmt: skip
    assert [image.filename for image in Image.objects.order_by("pk")] == ["one.jpg", "four.png"]
    for image in Image.objects.all():
        assert image.credit_line() == "Ana Lind / Reuters"
        assert (image.keywords, image.uploaded_by) == ("trade", user)


def test_adding_a_picture_begins_with_its_file(client):
    signed_in(client)

    answer = client.get(LIST + "add/")

    assert (answer.status_code, answer["Location"]) == (302, LIST + "upload/")


def test_a_picture_dropped_into_an_article_asks_for_credit_and_alternative_text_alone(client):
    signed_in(client)

    answer = client.post(
        LIST + "drop/",
        {"file": uploaded(width=1600, height=1000), "credit": "Ana Lind / Reuters",
         "alt": "Cranes over\0 still water"},
    )  # fmt: skip

    image = Image.objects.get()
    said = answer.json()
    assert answer.status_code == 200
    assert (said["id"], said["width"], said["height"]) == (image.pk, 1600, 1000)
    assert said["credit"] == "Ana Lind / Reuters"
    assert said["alt"] == image.alt == "Cranes over still water"
    assert said["is_new"] is True
    assert b"".join(client.get(said["url"]).streaming_content)
    assert image.credits.get().licence == "agency"


def test_what_a_file_says_of_itself_stands_where_nothing_was_typed(client):
    signed_in(client)
    file = jpeg_with_iptc({80: "Ana Lind", 120: "The harbour"})

    client.post(LIST + "drop/", {"file": SimpleUploadedFile("a.jpg", file.read()), "alt": ""})

    image = Image.objects.get()
    assert (image.caption, image.credit_line()) == ("The harbour", "Ana Lind")


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({}, "No file came with this."),
        ({"file": SimpleUploadedFile("a.jpg", b"text")}, "This is a text, whatever its name says"),
    ],
)
def test_a_refused_drop_is_answered_with_one_sentence(client, posted, sentence):
    signed_in(client)

    answer = client.post(LIST + "drop/", posted)

    assert answer.status_code == 400
    assert answer.json()["error"].startswith(sentence)
    assert Image.objects.count() == 0


def test_a_file_over_25_megabytes_is_thrown_away_while_it_arrives(client):
    signed_in(client)
    huge = SimpleUploadedFile("huge.jpg", b"\xff\xd8\xff" + b"\0" * (26 * 1024 * 1024))

    answer = client.post(LIST + "drop/", {"file": huge})

    assert answer.status_code == 400
    assert answer.json() == {"error": "This file is larger than 25 MB: save it smaller."}


# Choosing


def test_the_picker_hands_the_editor_what_it_needs(client):
    signed_in(client)
    image = make_image(caption="The “harbour” & <b>dawn</b>", alt="Cranes")
    make_image(caption="Withdrawn", withdrawn_at=timezone.now())

    answer = client.get(LIST + "pick/", {"CKEditorFuncNum": "-3"})

    (choice,) = answer.context["choices"]
    said = json.loads(choice["said_json"])
    assert (said["id"], said["alternative_text"]) == (image.pk, "Cranes")
    assert said["caption"] == "The “harbour” & <b>dawn</b>"
    page = answer.content.decode()
    assert 'data-pick="-3"' in page
    assert "<b>dawn" not in page


def test_the_pickers_number_is_a_number(client):
    signed_in(client)

    page = client.get(LIST + "pick/", {"CKEditorFuncNum": '"><script>'}).content.decode()

    assert 'data-pick=""' in page


def test_the_library_is_searched_by_scripts_too(client):
    signed_in(client)
    wanted = make_image(caption="The harbour")
    make_image(caption="A square")

    answer = client.get(LIST + "find/", {"q": "harbour"})

    assert [each["id"] for each in answer.json()["pictures"]] == [wanted.pk]
    assert (answer.json()["page"], answer.json()["pages"]) == (1, 1)
    for page in ("0", "-1", "x", "999999999999"):
        assert client.get(LIST + "find/", {"page": page}).status_code == 200


# One picture


def form_data(image, credits=(), **fields):
    data = {
        "alt": image.alt,
        "caption": image.caption,
        "keywords": image.keywords,
        "focal_x": image.focal_x,
        "focal_y": image.focal_y,
        "credits-TOTAL_FORMS": len(credits),
        "credits-INITIAL_FORMS": sum("id" in row for row in credits),
        "credits-MIN_NUM_FORMS": 0,
        "credits-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(credits):
        row = {"image": image.pk, "order": number, "licence": "agency"} | row
        data |= {f"credits-{number}-{name}": value for name, value in row.items()}
    return data | fields


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

    for wrong in ({}, {"focus.x": "x"}, {"focus.x": "1", "focus.y": "1", "width": "0"}):
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


# Rights


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

    with django_assert_num_queries(18):
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


# Who may


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


@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
def test_an_upload_that_breaks_off_leaves_nothing(client, share):
    signed_in(client)
    body = encode_multipart(BOUNDARY, {"file": uploaded(width=800, height=600)})

    answer = client.generic(
        "POST", LIST + "drop/", body[: int(len(body) * share)], content_type=MULTIPART_CONTENT
    )

    assert answer.status_code == 400
    assert Image.objects.count() == 0
    assert not Path(storages["originals"].location).exists()
