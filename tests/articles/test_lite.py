import re

import pytest
from django.test import Client

from articles.models import Correction, Redirect
from tests.articles.pages import STRICT, all_said, links, said
from tests.articles.whole import make_whole_article
from tests.factories import make_article, make_published, make_section

pytestmark = pytest.mark.django_db


def get(path):
    response = Client().get(path)
    assert response.status_code == 200
    return STRICT.parse(response.content.decode())


def test_an_article_is_there_as_text_alone():
    make_whole_article(body="<p>The edge.</p><table><tr><td>A cell</td></tr></table>")

    page = get("/lite/europe/the-quay/")

    assert all_said(page, ".//h1") == ["The quay"]
    assert "Who owns the water’s edge?" in said(page)
    assert "By Ada Lind and Bo Ek · June 1, 2026" in said(page)
    assert "The edge." in said(page)
    assert "A cell" in said(page)
    assert [element for element in page.iter() if element.tag in ("img", "script")] == []
    canonical = page.find(".//link[@rel='canonical']").get("href")
    assert canonical == "http://127.0.0.1:8000/europe/the-quay/"


def test_what_was_corrected_is_corrected_here_too():
    article = make_whole_article()
    Correction.objects.issue(article, "retraction", "None of it was so.")

    assert "Retraction. None of it was so." in said(get("/lite/europe/the-quay/"))


def test_lists_lead_to_lite_articles():
    europe = make_section("Europe")
    make_published(title="One", slug="one", section=europe)
    make_published(title="Two", slug="two", section=make_section("Media"))
    make_article(title="Draft", section=europe)

    assert ("One", "/lite/europe/one/") in links(get("/lite/"))
    assert ("Two", "/lite/media/two/") in links(get("/lite/"))
    assert links(get("/lite/europe/").find(".//main")) == [("One", "/lite/europe/one/")]
    assert "Draft" not in said(get("/lite/europe/"))


def test_the_policy_allows_the_one_style_and_no_other():
    response = Client().get("/lite/")

    policy = response["Content-Security-Policy"]
    assert re.search(r"style-src [^;]*'sha256-[A-Za-z0-9+/]{43}='", policy)
    assert "unsafe-inline" not in policy
    assert response.content.count(b"<style>") == 1


@pytest.mark.parametrize("path", ["/lite/nowhere/", "/lite/europe/draft/", "/lite/a/b/"])
def test_what_is_not_public_is_nowhere(path):
    make_article(slug="draft", section=make_section("Europe"))

    assert Client().get(path).status_code == 404


def test_what_was_withdrawn_is_gone_here_too_and_says_nothing_of_itself():
    make_whole_article().unpublish()

    answer = Client().get("/lite/europe/the-quay/")

    assert answer.status_code == 410
    assert b"quay" not in answer.content.lower()


def test_old_addresses_lead_on_in_this_form():
    make_whole_article()
    Redirect.objects.leave("/europe/the-pier/", "/europe/the-quay/")
    Redirect.objects.leave("/evropa/", "/europe/")

    for old, new in (("/evropa/", "/europe/"), ("/europe/the-pier/", "/europe/the-quay/")):
        answer = Client().get(f"/lite{old}")
        assert (answer.status_code, answer["Location"]) == (301, f"/lite{new}")


def test_another_section_leads_to_the_right_one():
    make_whole_article()
    make_section("Media")

    answer = Client().get("/lite/media/the-quay/")

    assert (answer.status_code, answer["Location"]) == (301, "/lite/europe/the-quay/")


@pytest.mark.parametrize(
    ("path", "queries"), [("/lite/", 2), ("/lite/europe/", 3), ("/lite/europe/the-quay/", 2)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_lite_pages_cost_the_same_whatever_their_length(
    path, queries, count, django_assert_num_queries
):
    article = make_whole_article()
    for _ in range(count - 1):
        make_published(section=article.section)

    with django_assert_num_queries(queries):
        assert Client().get(path).status_code == 200
