import pytest

from articles.models import Redirect
from tests.factories import make_published, make_section, make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/redirect/add/"


@pytest.fixture(autouse=True)
def chief(client):
    user = make_user("chief", "Chief")
    client.force_login(user)
    return user


def add(client, old, new):
    return client.post(ADD, {"old_path": old, "new_path": new})


def pairs():
    return list(Redirect.objects.values_list("old_path", "new_path"))


def test_a_redirect_made_by_hand_works(client, chief):
    add(client, "/old-column", "/europe/")

    assert client.get("/old-column/").headers["Location"] == "/europe/"
    assert Redirect.objects.get().by == chief


def test_chains_are_flattened(client):
    add(client, "/b/", "/c/")
    add(client, "/a/", "/b/")
    add(client, "/c/", "/d/")

    assert pairs() == [("/a/", "/d/"), ("/b/", "/d/"), ("/c/", "/d/")]


def test_a_circle_cannot_be_made(client):
    add(client, "/a/", "/b/")

    response = add(client, "/b/", "/a/")

    errors = response.context["adminform"].form.errors
    assert errors == {"new_path": ["That would lead in a circle."]}
    assert pairs() == [("/a/", "/b/")]


@pytest.mark.parametrize(
    ("old", "sentence"),
    [
        ("/admin/", "This address is one that the site itself uses."),
        ("/europe/", "A section or page stands at this address."),
        ("/europe/a-story/", "An article stands at this address."),
        ("https://evil.example/", "Write the part after the site’s name: /europe/an-article/"),
        ("//evil.example/", "Write the part after the site’s name: /europe/an-article/"),
        ("/a?b", "Write the part after the site’s name: /europe/an-article/"),
    ],
)
def test_what_stands_or_is_not_ours_is_not_redirected(client, old, sentence):
    make_published(section=make_section("Europe"), slug="a-story")

    response = add(client, old, "/elsewhere/")

    assert response.context["adminform"].form.errors == {"old_path": [sentence]}


def test_readers_are_never_sent_to_another_site(client):
    response = add(client, "/a/", "//evil.example/")

    assert "new_path" in response.context["adminform"].form.errors
    assert pairs() == []
