"""Every list and form of the desk opens, at one price for few rows and for many."""

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Permission, User
from django.test import RequestFactory

from articles.models import Correction, Edition, LogLine, Page, Redirect, Tag
from tests.factories import (
    make_author,
    make_genre,
    make_image,
    make_published,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db

OURS = ("articles", "newsletter")


@pytest.fixture
def chief(client):
    user = make_user("chief", "Chief")
    client.force_login(user)
    return user


def make_page(number):
    return Page.objects.create(title=f"Page {number}", slug=f"page-{number}", body="<p>Words.</p>")


def make_log_line(number):
    return LogLine.objects.create(title=f"Line {number}", verb="published", by_name="chief")


def make_correction(number):
    article = make_published(title=f"Corrected {number}")
    return Correction.objects.issue(article, "correction", f"It was {number}.")


def make_pictured_article(number):
    return make_published(
        title=f"Story {number}",
        lead_image=make_image(),
        genre=make_genre(),
        authors=[make_author()],
        tags=["Middle East"],
    )


MAKERS = {
    "article": make_pictured_article,
    "author": lambda number: make_author(),
    "correction": make_correction,
    "genre": lambda number: make_genre(f"Genre {number}"),
    "logline": make_log_line,
    "page": make_page,
    "redirect": lambda number: Redirect.objects.create(old_path=f"/{number}/", new_path="/new/"),
    "section": lambda number: make_section(),
    "tag": lambda number: Tag.objects.create(name=f"Tag {number}"),
}
QUERIES = {
    "article": 8,
    "author": 6,
    "correction": 7,
    "genre": 6,
    "logline": 7,
    "page": 6,
    "redirect": 6,
    "section": 6,
    "tag": 7,
}


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_for_three(
    client, chief, django_assert_num_queries, name, count
):
    for number in range(count):
        MAKERS[name](number)
    Edition.objects.move()  # draws the frame, as every save does

    with django_assert_num_queries(QUERIES[name]):
        response = client.get(f"/admin/articles/{name}/")

    assert response.status_code == 200
    assert len(response.context["cl"].result_list) == count


def menu(user):
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(pk=user.pk)
    return [
        model["object_name"] for group in site.get_app_list(request) for model in group["models"]
    ]


def test_the_menu_follows_what_each_may_do_at_once():
    writer, chief = make_user("writer", "Contributor"), make_user("head", "Chief")
    assert "Redirect" in menu(chief)
    assert "Redirect" not in menu(writer)

    writer.user_permissions.add(Permission.objects.get(codename="view_redirect"))
    assert "Redirect" in menu(writer)

    User.objects.filter(pk=writer.pk).update(is_active=False)
    assert menu(writer) == []


def test_nobody_changes_the_menu_of_another():
    request = RequestFactory().get("/admin/")
    request.user = make_user("head", "Chief")
    site.get_app_list(request)[0]["models"].clear()

    assert site.get_app_list(request)[0]["models"]
