import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path

from magazine.urls import handler400, handler403, handler500  # noqa: F401 - Django looks for them
from magazine.urls import urlpatterns as site

DATABASE_GONE = OperationalError("connection refused for magazine@10.0.0.7")


def raises(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("gone/", raises(DATABASE_GONE)),
    path("dropped/", raises(InterfaceError("connection already closed"))),
    path("too-big/", raises(RequestDataTooBig())),
    path("broken/", raises(ValueError("secret detail"))),
    path("form/", lambda request: HttpResponse(get_token(request) and request.POST.get("text"))),
    *site,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def reader():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize("address", ["/gone/", "/dropped/"])
def test_without_its_database_the_site_says_that_it_will_be_back(reader, address):
    answer = reader.get(address)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "We will be back in a moment" in answer.content.decode()
    assert "10.0.0.7" not in answer.content.decode()


def test_a_fault_of_ours_is_admitted_without_its_details(reader):
    answer = reader.get("/broken/")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "secret detail" not in answer.content.decode()


def test_a_form_that_was_open_too_long_gets_a_sentence(reader):
    answer = reader.post("/form/", {"text": "typed"})

    assert answer.status_code == 403
    assert "This form can no longer be sent" in answer.content.decode()
    assert not answer.cookies


def test_an_unknown_host_gets_a_page(reader):
    answer = reader.get("/", headers={"host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()


def test_a_form_that_is_too_large_gets_413(reader):
    assert reader.get("/too-big/").status_code == 413


@pytest.mark.parametrize(
    ("address", "logged_in", "size", "status"),
    [
        ("/newsletter/", False, 256 * 1024 + 1, 413),
        ("/newsletter/", True, 256 * 1024 + 1, 413),
        ("/admin/", False, 256 * 1024 + 1, 413),
        ("/admin/", True, 256 * 1024 + 1, 403),
        ("/admin/", True, 128 * 1024 * 1024 + 1, 413),
        ("/newsletter/", False, "much", 400),
    ],
)
def test_a_large_body_is_refused_unread(reader, address, logged_in, size, status):
    if logged_in:
        reader.cookies["sessionid"] = "x"

    answer = reader.post(address, data=b"", content_type="text/plain", CONTENT_LENGTH=size)

    assert answer.status_code == status
