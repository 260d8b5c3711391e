"""What stops a publication, and who may pass in spite of it."""

import pytest

from articles.models import Article, snapshot
from tests.articles.desk.forms import address, opened, saved
from tests.factories import make_article, make_author, make_image, make_published, make_user

pytestmark = pytest.mark.django_db


def errors(response):
    return response.context["adminform"].form.non_field_errors()


def test_an_error_stops_the_first_publication_and_says_how_to_mend_it(desk):
    article = make_article()

    response = saved(desk, article, "_publish")

    assert errors(response) == ["No author is named. Add at least one author."]
    article.refresh_from_db()
    assert not article.is_published()


def test_a_save_is_never_stopped(desk):
    article = make_article()

    assert saved(desk, article, title="TK").status_code == 302


def test_a_chief_publishes_in_spite_of_it_and_the_reason_is_kept(desk):
    article = make_article()

    saved(desk, article, "_publish", override="Unsigned, by the whole desk.")

    article.refresh_from_db()
    assert article.is_published()
    line = article.log.get(verb="overrode the checks")
    assert line.detail == "Unsigned, by the whole desk. [No author is named.]"
    assert line.by.username == "chief"


def test_a_reason_without_an_error_is_not_worth_a_line(desk):
    article = make_article(authors=[make_author()])

    saved(desk, article, "_publish", override="Just so.")

    assert [line.verb for line in article.log.all()] == ["published"]


def test_an_editor_has_no_way_past(client):
    client.force_login(make_user("editor", "Editor"))
    article = make_article()

    response = saved(client, article, "_publish", override="I want it so.")

    assert errors(response) == ["No author is named. Add at least one author."]


def test_what_was_wrong_before_stops_no_update(desk):
    bare = make_image(credits=())
    article = make_published(lead_image=bare, title="Old")

    assert saved(desk, article, "_publish", title="New").status_code == 302
    assert Article.objects.get().title == "New"


def test_a_new_error_stops_an_update(desk):
    article = make_published(title="Old")

    response = saved(desk, article, "_publish", title="TK")

    assert errors(response) == [
        "“TK” is left in the headline. Write what is missing, or take the mark out."
    ]
    assert Article.objects.get().title == "Old"


def test_the_form_hears_what_the_checks_say_of_what_is_typed(desk):
    article = make_article(authors=[make_author()], dek="It stands.", lead_image=make_image())
    typed = opened(desk, address(article, "change/")) | {"title": "TK", "dek": ""}

    answer = desk.post(address(article, "checks/"), typed).json()

    assert [(found["rule"], found["error"], found["stops"]) for found in answer["found"]] == [
        ("left-over", True, True),
        ("no-dek", False, False),
    ]
    assert answer["may_override"] is True
    article.refresh_from_db()
    assert (article.version, article.title == "TK") == (1, False)


def test_the_checks_of_an_unsaved_article(desk):
    answer = desk.post("/admin/articles/article/checks/", {"title": "A bridge"}).json()

    assert "no-author" in [found["rule"] for found in answer["found"]]


@pytest.mark.parametrize(("group", "status"), [("Contributor", 404), ("Audience", 403)])
def test_nobody_asks_the_checks_about_a_strangers_draft(client, group, status):
    client.force_login(make_user("other", group))
    article = make_article(title="Secret")

    assert client.post(address(article, "checks/"), {}).status_code == status


def test_checking_costs_the_same_for_one_picture_and_for_three(desk, django_assert_num_queries):
    from articles.desk.preflight import inspect

    for count in (1, 3):
        images = [make_image() for _ in range(count)]
        body = "".join(f'<figure><img data-file="{image.pk}" alt=""></figure>' for image in images)
        links = "".join(f'<p><a href="/x{n}/">a b c</a></p>' for n in range(count))
        article = make_article(body=body + links, authors=[make_author()], tags=["Gulf"])
        content = snapshot.take(article)
        with django_assert_num_queries(9):
            inspect(content, article)
