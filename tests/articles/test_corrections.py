import pytest
from django.utils import timezone

from articles.models import Correction
from tests.articles.pages import read, said
from tests.factories import DAY, HOUR, NOON, make_article, make_published, make_section

pytestmark = pytest.mark.django_db


def listed(client, path="/corrections/"):
    page = read(client.get(path))
    return [said(element) for element in page.iter("article")]


def test_corrections_are_listed_newest_first_with_kind_date_and_article(client):
    section = make_section("Europe")
    quay = make_published(title="The quay", slug="quay", section=section)
    port = make_published(title="The port", slug="port", section=section)
    Correction.objects.issue(quay, "correction", "It is in Malmö.", at=NOON)
    Correction.objects.issue(port, "retraction", "None of it is true.", at=NOON + DAY)

    response = client.get("/corrections/")

    assert listed(client) == [
        "Retraction The port None of it is true. June 2, 2026",
        "Correction The quay It is in Malmö. June 1, 2026",
    ]
    assert 'href="/europe/quay/#corrections"' in response.content.decode()


def test_a_magazine_without_mistakes_says_so(client):
    page = client.get("/corrections/").content.decode()

    assert "Nothing had to be corrected yet." in page


def test_what_readers_may_not_see_is_not_corrected_in_public(client):
    now = timezone.now()
    for fields in (
        {},
        {"published_at": now + HOUR},
        {"published_at": NOON, "unpublish_at": now - HOUR},
    ):
        Correction.objects.issue(make_article(**fields), "correction", "Canary.")

    assert listed(client) == []


def test_the_list_goes_on_on_the_next_page(client):
    article = make_published()
    for number in range(21):
        Correction.objects.issue(article, "update", f"Number {number}.", at=NOON + number * HOUR)

    assert len(listed(client)) == 20
    (last,) = listed(client, "/corrections/?page=2")
    assert "Number 0." in last
    page = client.get("/corrections/?page=2").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/corrections/?page=2">' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, count):
    for _ in range(count):
        Correction.objects.issue(make_published(), "correction", "It is in Malmö.")

    with django_assert_num_queries(3):
        assert client.get("/corrections/").status_code == 200
