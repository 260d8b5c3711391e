"""Lists that go on over numbered pages."""

import pytest
from django.test import Client

from tests.articles.pages import by_class, links, read, said
from tests.factories import make_author, make_genre, make_published, make_section

pytestmark = pytest.mark.django_db


def get(path):
    return read(Client().get(path))


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "2", "x", "1.0", "١", "", " 1", "1e3", "99999999999999999999", "None", "%00"],
)
@pytest.mark.parametrize("path", ["/europe/", "/tags/borders/", "/search/?q=gate"])
def test_a_page_number_that_is_none_is_not_found(path, number):
    make_published(title="Gate", section=make_section("Europe"), tags=["Borders"])

    join = "&" if "?" in path else "?"
    assert Client().get(f"{path}{join}page={number}").status_code == 404


def test_a_list_goes_on_over_numbered_pages():
    section = make_section("Europe")
    for number in range(45):
        make_published(section=section, title=f"Europe {number}")

    page = get("/europe/?page=2")

    assert len(by_class(page, "row")) == 20
    assert links(by_class(page, "pages")[0]) == [
        ("Newer", "?page=1"),
        ("1", "?page=1"),
        ("3", "?page=3"),
        ("Older", "?page=3"),
    ]


@pytest.mark.parametrize(
    "path", ["/europe/", "/genre/analysis/", "/authors/ada/", "/tags/borders/"]
)
@pytest.mark.parametrize(("count", "pages"), [(39, 2), (40, 2), (61, 4)])
def test_the_pages_of_a_list_hold_each_article_once_newest_first(path, count, pages):
    there = {"section": make_section("Europe"), "genre": make_genre(), "tags": ["Borders"]}
    author = make_author("Ada")
    for number in range(count - 1):
        make_published(title=f"Gate {number}", authors=[author], **there)
    get(path)
    make_published(title=f"Gate {count - 1}", authors=[author], **there)

    found = [
        said(headline)
        for number in range(1, pages + 1)
        for row in by_class(get(f"{path}?page={number}"), "row")
        for headline in by_class(row, "headline")
    ]

    assert found == [f"Gate {number}" for number in reversed(range(count))]
    assert Client().get(f"{path}?page={pages + 1}").status_code == 404
