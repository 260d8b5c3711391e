"""The checks over the whole archive."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk.preflight import archive
from articles.models import (
    ArchiveRun,
    Article,
    Checkup,
    Edition,
    Finding,
    HouseRule,
    ImageCredit,
    InternalLink,
    snapshot,
)
from tests.articles.desk.forms import saved
from tests.factories import make_article, make_author, make_image, make_published, make_section
from tests.factories import make_user as user

pytestmark = pytest.mark.django_db


def run(whole=False):
    """A round, as the worker makes it."""
    made = ArchiveRun.objects.create(is_whole=whole, rules=archive.fingerprint())
    archive.run_archive.call(made.pk)
    made.refresh_from_db()
    return made


def rules(article):
    return sorted(article.findings.values_list("rule", flat=True))


def test_the_first_round_checks_everything():
    bad = make_article(dek="It stands.", lead_image=make_image())
    good = make_article(dek="It stands.", lead_image=make_image(), authors=[make_author()])

    made = run()

    assert (rules(bad), rules(good)) == (["no-author"], [])
    assert (made.done, made.total, made.articles_with_errors) == (2, 2, 1)
    assert Checkup.objects.count() == 2


def test_later_rounds_check_what_changed():
    articles = [make_article(authors=[make_author()]) for _ in range(3)]
    run()
    articles[0].save_revision(snapshot.take(articles[0]) | {"bylines": []}, None)

    made = run()

    assert made.total == 1
    assert "no-author" in rules(articles[0])


def test_a_saved_form_is_checked_at_once(desk):
    article = make_article(authors=[make_author()])

    saved(desk, article, title="TK")

    assert "left-over" in rules(article)


def test_a_link_that_dies_is_found_though_nobody_touched_the_text():
    target = make_published(slug="target", section=make_section("Europe"))
    linking = make_published(
        body='<p><a href="/europe/target/">The text</a></p>', authors=[make_author()]
    )
    run()
    assert "dead-link" not in rules(linking)
    assert list(InternalLink.objects.values_list("article", "path")) == [
        (linking.pk, "/europe/target/")
    ]

    target.unpublish()
    run()
    assert "dead-link" in rules(linking)

    target.publish()
    run()
    assert "dead-link" not in rules(linking)


def test_a_licence_that_ends_is_found_though_nobody_touched_the_text():
    image = make_image()
    article = make_published(lead_image=image, authors=[make_author()])
    credit = ImageCredit.objects.get(image=image)
    credit.expires_on = timezone.localdate() + timedelta(days=31)
    credit.save()
    first = run()
    assert "licence-ending" not in rules(article)

    # A day goes by.
    yesterday = timezone.now() - timedelta(days=2)
    ArchiveRun.objects.filter(pk=first.pk).update(started_at=yesterday)
    ImageCredit.objects.update(expires_on=timezone.localdate() + timedelta(days=29))
    run()

    assert "licence-ending" in rules(article)


def test_a_new_rule_of_the_house_is_asked_of_everything():
    article = make_published(body="<p>Over Kiev.</p>", authors=[make_author()])
    run()

    HouseRule.objects.create(wrong="Kiev", right="Kyiv")
    made = run()

    assert made.is_whole
    assert "house-style" in rules(article)


def test_a_killed_round_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(archive, "CHUNK", 1)
    for _ in range(3):
        make_article()
    made = ArchiveRun.objects.create(is_whole=True, rules=archive.fingerprint())
    archive.check([Article.objects.first().pk])
    ArchiveRun.objects.filter(pk=made.pk).update(total=3, done=1)

    archive.run_archive.call(made.pk)

    made.refresh_from_db()
    assert (made.done, made.total) == (3, 3)
    assert Finding.objects.filter(rule="no-author").count() == 3


def test_two_rounds_are_not_made_at_once():
    archive.start()
    archive.start(whole=True)

    assert ArchiveRun.objects.count() == 1


def test_the_report_and_the_list_lead_to_what_was_found(desk):
    make_article(title="Nameless", dek="It stands.", lead_image=make_image())
    make_article(title="Sound", dek="It stands.", lead_image=make_image(), authors=[make_author()])
    run()

    response = desk.get("/admin/checks/")
    counts = {rule.id: count for rule, count in response.context["rules"]}
    assert (counts["no-author"], counts["left-over"]) == (1, 0)

    for query in ("checks=no-author", "checks=errors"):
        listed = desk.get(f"/admin/articles/article/?{query}").context["cl"].result_list
        assert [article.title for article in listed] == ["Nameless"]


def test_the_report_shows_how_it_went_over_days(desk):
    now = timezone.now()
    for days, errors in ((2, 10), (1, 5), (0, 0)):
        at = now - timedelta(days=days)
        ArchiveRun.objects.create(started_at=at, finished_at=at, articles_with_errors=errors)

    drawn = desk.get("/admin/checks/").context["trend"]

    assert (drawn.errors, drawn.top) == ("0.0,0.0 320.0,80.0 640.0,160.0", 10)


def test_the_bar_moves(desk):
    assert desk.get("/admin/checks/progress/").json() == {"over": True}
    ArchiveRun.objects.create(total=10, done=4)
    assert desk.get("/admin/checks/progress/").json() == {"done": 4, "total": 10}
    assert "4 of 10" in desk.get("/admin/checks/").text


def test_a_section_editor_sees_counts_of_their_section(client):
    europe = make_section("Europe")
    client.force_login(user("editor", "Editor", sections=[europe]))
    make_article(section=europe)
    make_article()
    run()

    counts = {rule.id: n for rule, n in client.get("/admin/checks/").context["rules"]}
    assert counts["no-author"] == 1


@pytest.mark.parametrize("group", ["Contributor", "Audience"])
def test_others_do_not_see_the_report(client, group):
    client.force_login(user("other", group))

    assert client.get("/admin/checks/").status_code == 403
    assert client.post("/admin/checks/begin/").status_code == 403
    assert client.get("/admin/checks/progress/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_report_costs_the_same_for_one_article_and_for_three(
    desk, django_assert_num_queries, count
):
    for _ in range(count):
        make_article()
    run()
    Edition.objects.move()  # draws the frame, as every save does

    with django_assert_num_queries(9):
        desk.get("/admin/checks/")
