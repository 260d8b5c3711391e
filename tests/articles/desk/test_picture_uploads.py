import json
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from articles.models import Image
from tests.articles.desk.library import LIST, signed_in, uploaded
from tests.articles.pictures.files import jpeg_with_iptc
from tests.factories import (
    make_image,
)

pytestmark = pytest.mark.django_db


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


def test_a_typed_credit_turns_no_letters_around(client):
    signed_in(client)
    file = uploaded()

    said = client.post("/admin/articles/image/drop/", {"file": file, "credit": "\u202eAda / AP"})

    assert said.json()["credit"] == "Ada / AP"
