import pytest

from articles.pictures import library, shapes
from tests.articles.pictures.files import picture_file

pytestmark = pytest.mark.django_db


def addresses(image):
    return [f"/files/{name}" for name in shapes.names(image.renditions)]


def test_a_rendition_is_served_for_good_and_can_do_no_harm(client):
    image = library.store(picture_file(1000, 600)).image

    for address, media_type in zip(
        addresses(image), ["image/avif", "image/webp", "image/jpeg"], strict=True
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == media_type
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert int(answer["Content-Length"]) == len(b"".join(answer.streaming_content))
        assert not answer.cookies
        head = client.head(address)
        assert head.status_code == 200
        head.close()
        assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "",
        "ab",
        "ab/",
        "../magazine.sqlite3",
        "%2e%2e/magazine.sqlite3",
        "..%2fsecret_key",
        "ab/0123456789abcdef012345-640.jpg",
        "ab/0123456789abcdef012345-640.svg",
        "ab/0123456789abcdef012345-640.jpg%00",
        "ab/0123456789abcdef012345-640.jpg%0a",
        "originals/ab/cd.jpg",
    ],
)
def test_every_other_address_under_files_is_not_found(client, path):
    assert client.get(f"/files/{path}").status_code == 404


def test_an_original_has_no_address(client):
    image = library.store(picture_file(1000, 600)).image

    for address in (image.file.name, f"originals/{image.file.name}", image.content_hash):
        assert client.get(f"/files/{address}").status_code == 404
