import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from articles.framing import shown_in_our_frame
from magazine.middleware import Headers
from magazine.urls import urlpatterns as site
from tests.factories import HOUR, NOON, make_article, make_section

EVERY_ANSWER = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
REFERRER = {"strict-origin-when-cross-origin", "same-origin", "no-referrer"}
PICTURE = "ab/abcdef0123456789abcdef-640.webp"

urlpatterns = [
    path("framed/", shown_in_our_frame(lambda request: HttpResponse("preview"))),
    path("broken/", lambda request: 1 / 0),
    *site,
]


@pytest.fixture
def published(db):
    make_article(
        title="Ink", slug="ink", section=make_section("Europe"), published_at=NOON - 9999 * HOUR
    )


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/europe/", 200),
        ("/europe/ink/", 200),
        ("/search/?q=ink", 200),
        ("/newsletter/", 200),
        ("/nothing/at/all/", 404),
        ("/europe/?page=-1", 404),
        ("/files/../secret_key", 404),
        ("/broken/", 500),
        ("/static/css/magazine.css", 200),
        ("/static/seal.svg", 200),
        ("/favicon.ico", 200),
        ("/admin/", 302),
        ("/admin/account/login/", 200),
    ],
)
def test_every_answer_carries_the_headers_and_no_public_one_a_cookie(
    published, reader, address, status
):
    answer = reader.get(address)
    answer.close()

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER
    assert answer.headers["Referrer-Policy"] in REFERRER
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in answer.headers["Permissions-Policy"]
    if not address.startswith("/admin/account/"):
        assert not answer.cookies


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("/", "same-origin"),
        ("/static/css/magazine.css", "same-origin"),
        ("/static/seal.svg", "cross-origin"),
        ("/static/fonts/libre-franklin-latin-wght-normal.woff2", "cross-origin"),
    ],
)
def test_pictures_and_fonts_may_be_shown_elsewhere_and_nothing_else(db, reader, address, policy):
    answer = reader.get(address)
    answer.close()

    assert answer.headers["Cross-Origin-Resource-Policy"] == policy


def test_an_uploaded_file_can_do_nothing(db, reader):
    default_storage.save(PICTURE, ContentFile(b"RIFF"))

    answer = reader.get(f"/files/{PICTURE}")
    answer.close()

    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.urls(__name__)
def test_only_a_preview_may_stand_in_a_frame_and_only_in_ours(db, reader):
    answer = reader.get("/framed/")

    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_header_that_a_view_has_set_stays():
    answer = Headers(lambda request: HttpResponse(headers={"Referrer-Policy": "no-referrer"}))(
        RequestFactory().get("/")
    )

    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_secure_site_asks_browsers_to_stay_secure(db, reader):
    with override_settings(SECURE_HSTS_SECONDS=63072000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        answer = Client().get("/nothing/at/all/", secure=True)

    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


@pytest.mark.parametrize("name", ["favicon.ico", "apple-touch-icon.png"])
def test_icons_are_where_browsers_look_for_them_and_are_kept(name):
    response = Client().get(f"/{name}")

    assert response.status_code == 200
    assert len(b"".join(response.streaming_content)) < 4_000
    assert response.headers["Cache-Control"] == "public, max-age=86400"
