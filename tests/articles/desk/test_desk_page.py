"""The first page: what waits for whom."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles.desk.preflight import archive
from articles.models import Article, Edition, Note, Pin, PreviewLink, snapshot
from articles.models.reads import write_down
from tests.factories import (
    DAY,
    make_article,
    make_author,
    make_image,
    make_published,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db


def board(client):
    """{list: titles} of the desk's first page."""
    lists = client.get("/admin/").context["board"]
    titles = {
        name: [row["article"].title for row in rows]
        for name, rows in lists.items()
        if name != "findings"
    }
    found = [finding.article.title for finding in lists.get("findings", [])]
    return {name: rows for name, rows in (titles | {"findings": found}).items() if rows}


def test_a_chief_sees_everything_that_waits(client):
    chief = make_user("chief", "Chief")
    client.force_login(chief)
    now = timezone.now()
    make_article(title="Given", assignee=chief)
    make_article(title="Asked", stage="review")
    make_article(title="Approved", stage="ready")
    make_article(title="Tomorrow", published_at=now + DAY)
    live = make_published(title="Live", authors=[make_author()], created_by=chief)
    live.save_revision(snapshot.take(live) | {"dek": "New."}, chief)
    make_published(title="Leaving", unpublish_at=now + DAY)
    for article in (live, make_published(title="Nameless")):
        archive.check([article.pk])

    assert board(client) == {
        "mine": ["Live", "Given"],
        "review": ["Asked"],
        "ready": ["Approved"],
        "scheduled": ["Tomorrow"],
        "published": ["Nameless", "Leaving", "Live"],
        "ending": ["Leaving"],
        "findings": ["Nameless"],
    }


def test_a_writer_sees_their_own(client):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    make_article(title="Mine", created_by=writer)
    make_article(title="Submitted", created_by=writer, stage="review")
    make_article(title="Canary", stage="review")
    make_published(title="Canary", created_by=writer)

    assert board(client) == {"mine": ["Submitted", "Mine"], "review": ["Submitted"]}
    assert "Canary" not in client.get("/admin/").text


def test_a_section_editor_sees_their_section(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    client.force_login(make_user("editor", "Editor", sections=[europe]))
    make_article(title="Here", section=europe, stage="review")
    make_article(title="Canary", section=asia, stage="review")
    wrong = make_published(title="Canary", section=asia)
    archive.check([wrong.pk])

    assert board(client) == {"review": ["Here"]}
    assert "Canary" not in client.get("/admin/").text


def test_the_audience_gets_the_menu(client):
    client.force_login(make_user("audience", "Audience"))
    make_published(title="Canary")

    response = client.get("/admin/")

    assert response.context["board"] == {}
    assert "Canary" not in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_costs_the_same_for_one_of_each_and_for_three(
    client, django_assert_num_queries, count
):
    chief = make_user("chief", "Chief")
    client.force_login(chief)
    for _ in range(count):
        make_article(assignee=chief)
        make_article(stage="review")
        make_article(published_at=timezone.now() + DAY)
        archive.check([make_published().pk])
    Edition.objects.move()  # draws the frame, as every save does

    with django_assert_num_queries(13):
        client.get("/admin/")


def test_rights_that_end_and_dead_links_of_what_is_out_press(desk):
    soon, past = timezone.localdate() + 5 * DAY, timezone.localdate() - DAY
    author = make_author()
    for title, ends, body in [
        ("Ending", soon, "<p>Text.</p>"),
        ("Ended", past, "<p>Text.</p>"),
        ("Dead link", None, '<p><a href="/europe/nowhere/">gone</a></p>'),
        ("Sound", None, "<p>Text.</p>"),
    ]:
        image = make_image()
        image.credits.update(expires_on=ends)
        article = make_published(title=title, body=body, lead_image=image, authors=[author])
        archive.check([article.pk])

    assert board(desk)["findings"] == ["Dead link", "Ended", "Ending"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_for_one_of_each_and_for_three(
    desk, django_assert_num_queries, count
):
    article = make_published(
        slug="quay",
        lead_image=make_image(),
        authors=[make_author() for _ in range(count)],
        tags=[f"Tag {number}" for number in range(count)],
        related=[make_published() for _ in range(count)],
    )
    write_down({("quay", f"s{number}.example"): 3 for number in range(count)})
    colleagues = [make_user(f"colleague{number}", "Editor") for number in range(count)]
    for colleague in colleagues:
        Note.objects.create(article=article, by=colleague, text="Look at it.")
        PreviewLink.objects.make(article, colleague)
        Pin.objects.put(article, None, 1)
        article.save_revision(snapshot.take(article), None)
    ContentType.objects.get_for_model(Article)  # once a process

    with django_assert_num_queries(12):
        assert desk.get(f"/admin/articles/article/{article.pk}/change/").status_code == 200
