"""What the desk asks of an archive of any size: nothing reads all of it."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Edition
from tests.articles.desk.forms import address, opened
from tests.articles.growth import counted_steps, grow
from tests.factories import make_article, make_author, make_image, make_published, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# An index in the order of the list, read until the list is full.
IN_ORDER = ("article_newest", "article_with_pending", "finding_error")
ARTICLES = "/admin/articles/article/"


@pytest.fixture
def article():
    """One of an archive, with all that a form can show."""
    related = [make_published(title="Harbour"), make_article(title="Draft")]
    return make_published(
        title="Quay", authors=[make_author()], lead_image=make_image(), related=related
    )


def whole_reads(captured):
    """The steps in which SQLite goes through a whole table of articles, or of their findings."""
    with connection.cursor() as cursor:
        for query in captured:
            if query["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}".replace("%", "%%"))
                for *_, step in cursor.fetchall():
                    table = step.startswith(("SCAN articles_article", "SCAN articles_finding"))
                    if table and not any(name in step for name in IN_ORDER):
                        yield step


@pytest.mark.parametrize("name", ["chief", "limited"])
@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        f"{ARTICLES}choices/articles/?q=har",
        f"{ARTICLES}choices/articles/?q=",
        "{}change/",
    ],
    ids=["desk", "choose", "choose from all", "form"],
)
def test_no_screen_reads_the_archive_whole(client, article, name, path):
    user = make_user(name, "Chief" if name == "chief" else "Editor")
    if name == "limited":
        article.section.editors.add(user)
    client.force_login(user)
    ContentType.objects.clear_cache()
    Edition.objects.move()

    with CaptureQueriesContext(connection) as captured:
        assert client.get(path.format(address(article))).status_code == 200

    assert list(whole_reads(captured)) == []


def test_an_archive_without_findings_is_not_looked_through_for_them(client):
    client.force_login(make_user())
    grow(make_published(authors=[make_author()], tags=["Trade"]), 200)
    with connection.cursor() as cursor:
        # SQLite then knows how many articles there are, and nothing of an empty table.
        cursor.execute("ANALYZE articles_article")

    with CaptureQueriesContext(connection) as captured:
        assert client.get("/admin/").status_code == 200

    asked = [query for query in captured if "articles_finding" in query["sql"]]
    assert len(asked) == 2
    assert list(whole_reads(asked)) == []


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_no_button_reads_the_archive_whole(desk, article, button):
    fields = opened(desk, address(article, "change/")) | {"title": "Quays", button: ""}

    with CaptureQueriesContext(connection) as captured:
        assert desk.post(address(article, "change/"), fields).status_code == 302

    assert list(whole_reads(captured)) == []


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_no_button_costs_more_in_a_larger_archive(desk, button):
    first = make_published(title="Quay", slug="quay", authors=[make_author()], tags=["Trade"])

    def steps(title):
        path = address(first, "change/")
        fields = opened(desk, path) | {"title": title, button: ""}
        with counted_steps() as found:
            assert desk.post(path, fields).status_code == 302
        return found.count

    steps("Quay, once")
    grow(first, 50)
    few = steps("Quay, with few")
    grow(first, 350)

    assert steps("Quay, with many") - few < 300
