"""The library's page of sizes: begins a round, shows how far it is, and what failed."""

import pytest

from articles.models import Rebuild
from articles.pictures import library, rebuilding
from tests.articles.pictures.files import picture_file
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/image/sizes/"


@pytest.fixture
def desk(client):
    client.force_login(make_user())
    library.store(picture_file(400, 300))
    return client


def test_a_press_begins_a_round_and_the_page_shows_how_far_it_is(desk):
    answer = desk.post(PAGE, follow=True)
    assert "you may leave" in answer.text
    assert '<progress id="progress" max="1" value="0"' in answer.text
    assert "disabled" in answer.text
    assert desk.get(PAGE + "progress/").json() == {"done": 0, "total": 1}

    rebuilding.run_rebuild.call(Rebuild.objects.get().pk)

    assert desk.get(PAGE + "progress/").json() == {"over": True}
    page = desk.get(PAGE).text
    assert "1 picture looked at" in page
    assert "<progress" not in page


def test_the_page_before_any_round_says_what_it_is_for(desk):
    assert "those that are missing are made here" in desk.get(PAGE).text


def test_what_failed_is_named_with_the_way_to_it(desk):
    rebuild = Rebuild.objects.create(done=60, total=60, failed=60)
    rebuild.failures = [[key, "This file is damaged <b>."] for key in range(1, 51)]
    rebuild.finish()
    page = desk.get(PAGE).text
    assert (
        '<a href="/admin/articles/image/7/change/">Picture 7</a>: This file is damaged &lt;b&gt;.'
        in page
    )
    assert "The first 50 are named." in page


def test_the_library_leads_to_it_for_whoever_may(client):
    client.force_login(make_user())
    assert PAGE in client.get("/admin/articles/image/").text
    client.force_login(make_user("new", "Contributor"))
    assert PAGE not in client.get("/admin/articles/image/").text
    assert client.post(PAGE).status_code == 403
