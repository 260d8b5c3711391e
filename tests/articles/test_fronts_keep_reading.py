"""Stories that open in place under a front, where an editor wants them."""

import pytest

from articles.models import Edition, MagazineSettings, Section
from tests.articles.pages import by_class, links, read
from tests.factories import make_published, make_section

pytestmark = pytest.mark.django_db


def make_magazine():
    """Twenty stories in two sections, the newest in Europe; Asia has the older half."""
    europe, asia = make_section("Europe"), make_section("Asia")
    body = "<p>One.</p><p>Two.</p><h2>Then</h2><p>Three.</p>"
    for section in [asia] * 12 + [europe] * 12:
        make_published(section=section, body=body)


def opening(page):
    return [links(card)[-1][1] for card in by_class(page, "opening")]


def headlines(page):
    return [leads for line in by_class(page, "headline") for _, leads in links(line)]


def test_a_front_keeps_reading_only_where_an_editor_wants_it(client):
    make_magazine()
    for path in ("/", "/europe/"):
        assert opening(read(client.get(path))) == []

    MagazineSettings.objects.update(home_keeps_reading=True)
    Section.objects.filter(slug="europe").update(keeps_reading=True)
    Edition.objects.move()

    for path in ("/", "/europe/"):
        page = read(client.get(path))
        shown = headlines(page)
        assert len(opening(page)) == 3
        assert len(shown) == len(set(shown))
    assert all(address.startswith("/asia/") for address in opening(read(client.get("/europe/"))))
    assert opening(read(client.get("/asia/"))) == []


def test_what_opens_has_its_headings_under_its_headline(client):
    make_magazine()
    Section.objects.update(keeps_reading=True)
    Edition.objects.move()

    card = by_class(read(client.get("/europe/")), "opening")[0]

    assert [each.tag for each in card.iter() if each.tag in ("h2", "h3", "h4", "h5")] == [
        "h3",
        "h4",
    ]


def test_later_pages_of_a_list_are_lists(client):
    make_magazine()
    section = make_section("Long", keeps_reading=True)
    for _ in range(21):
        make_published(section=section)
    Edition.objects.move()

    assert len(opening(read(client.get("/long/")))) == 3
    assert opening(read(client.get("/long/?page=2"))) == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_one_query_whatever_there_is(client, django_assert_num_queries, count):
    section = make_section("Europe", keeps_reading=True)
    for _ in range(count):
        make_published(section=section)
        make_published()
    Edition.objects.move()

    with django_assert_num_queries(4):
        client.get("/europe/")
