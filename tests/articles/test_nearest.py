import pytest
from django.db import DatabaseError
from django.utils import timezone

from articles import views
from articles.frame import frame_of
from articles.models.edition import Edition
from articles.nearest import nearest
from tests.factories import DAY, make_article, make_author, make_published, make_section

pytestmark = pytest.mark.django_db


def found(path, rf):
    return [place.url for place in nearest(path, frame_of(rf.get("/")))]


@pytest.fixture
def quay():
    europe = make_section("Europe")
    Edition.objects.move()
    make_published(title="Something else entirely", slug="nothing-alike", section=europe)
    return make_published(
        title="The long quay at Malmö",
        slug="the-long-quay-at-malmo",
        section=europe,
        authors=[make_author("Ada Lind")],
        tags=["Harbours"],
    )


@pytest.mark.parametrize(
    "path",
    [
        "/europe/the-long-quay-at-malmoe/",
        "/europe/the-long-quay/",
        "/europe/teh-long-quay-at-malmo/",
        "/the-long-quay-at-malmo/",
        "/2019/05/the-long-quay-at-malmo.html",
        "/europe/the_long_quay_at_malmo",
        "/Europe/The-Long-Quay-At-Malmo/amp/",
        "/europe/long-quay-at-malmo/",
    ],
)
def test_an_address_nearly_right_leads_to_the_article(path, rf, quay):
    assert found(path, rf)[:1] == ["/europe/the-long-quay-at-malmo/"]


@pytest.mark.parametrize(
    "path",
    ["/europe/", "/europe/the-long-quay-at-malmo/", "/authors/ada-lind/", "/tags/harbours/"],
)
def test_an_address_in_capitals_leads_to_the_place_itself(path, client, quay):
    for typed in (path.upper(), path.title()):
        response = client.get(typed)
        assert (response.status_code, response.headers["Location"]) == (301, path)

        paged = client.get(f"{typed}?page=2&q=a%20b")
        assert paged.headers["Location"] == f"{path}?page=2&q=a%20b"


def test_an_address_in_capitals_tells_nothing_of_what_is_not_out(client, quay):
    make_article(slug="canary-draft", section=quay.section)

    assert client.get("/EUROPE/CANARY-DRAFT/").status_code == 404


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/eurpoe/", "/europe/"),
        ("/authors/ada-lindt/", "/authors/ada-lind/"),
        ("/tags/harbors/", "/tags/harbours/"),
    ],
)
def test_sections_authors_and_tags_are_near_too(path, expected, rf, quay):
    assert found(path, rf)[:1] == [expected]


@pytest.mark.parametrize(
    "path",
    [
        "/x/",
        "/123/456/",
        "/%00/",
        "/" + "a" * 5000,
        "/" + "-" * 500,
        "/🦊/",
        "/a/" * 400,
        "/'\"%/",
    ],
)
def test_no_path_breaks_it(path, client, quay):
    assert client.get(path).status_code in (301, 404)


def test_what_readers_may_not_see_is_near_nothing(rf):
    section = make_section("Europe")
    hidden = {"authors": [make_author("Canary Author")], "tags": ["Canary Tag"]}
    make_article(slug="canary-bird-one", title="Canary bird one", section=section, **hidden)
    make_article(slug="canary-bird-two", section=section, published_at=timezone.now() + DAY)
    gone = {"published_at": timezone.now() - DAY, "unpublish_at": timezone.now()}
    make_article(slug="canary-bird-three", section=section, **gone)

    for path in ("/europe/canary-bird/", "/authors/canary-autor/", "/tags/canary-tags/"):
        assert found(path, rf) == []


def test_the_page_says_what_is_near_and_what_is_new(client, quay):
    response = client.get("/europe/the-long-quay/")

    assert response.status_code == 404
    page = response.content.decode()
    assert 'href="/europe/the-long-quay-at-malmo/"' in page
    assert 'href="/europe/nothing-alike/"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_article_and_for_three(client, django_assert_num_queries, count):
    section = make_section("Europe")
    for number in range(count):
        make_published(slug=f"the-long-quay-{number}", title="The long quay", section=section)

    with django_assert_num_queries(9):
        assert client.get("/europe/the-long-quays/").status_code == 404


def test_a_missing_file_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/files/none.jpg").status_code == 404


def test_without_a_database_the_page_is_bare_and_still_404(rf, monkeypatch):
    def gone(request):
        raise DatabaseError("gone")

    monkeypatch.setattr(views, "frame_of", gone)

    response = views.not_found(rf.get("/europe/lost/"), None)

    assert response.status_code == 404
    assert "Nothing is at this address" in response.content.decode()
