"""What pages share is kept, and gone as soon as anything about it has changed."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation

from articles.frame import frame_of
from articles.kept import kept_with
from articles.models import Edition, MagazineSettings, Pin
from articles.models.edition import MOMENTS, draw_frame
from tests.articles.pages import by_class, read, said
from tests.factories import make_article, make_published, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_published(title="The gate", slug="gate", section=make_section("Europe"))
    Edition.objects.move()
    return article


def page_of(client):
    return read(client.get("/europe/gate/"))


def beside(client):
    return [said(line) for line in by_class(page_of(client), "headline")]


def foot(client):
    return said(by_class(page_of(client), "colophon")[0])


def test_pages_of_one_frame_share_what_is_kept(rf, article):
    kept = frame_of(rf.get("/"))["kept"]
    kept["a thing"] = True

    assert frame_of(rf.get("/europe/"))["kept"] is kept


CHANGES = {
    "published": lambda article: make_article(section=article.section).publish(),
    "updated": lambda article: article.publish(material=True),
    "unpublished": lambda article: article.unpublish(),
    "set to end": lambda article: article.end(at=timezone.now() + timedelta(days=1)),
    "front arranged": lambda article: Pin.objects.arrange(None, [(article, None, None)]),
    "derived anew": lambda article: article.rederive(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_is_kept_past_a_change(rf, article, change):
    frame_of(rf.get("/"))["kept"]["a thing"] = True

    change(article)

    assert frame_of(rf.get("/"))["kept"] == {}


def test_nothing_is_kept_past_a_scheduled_moment():
    frame = draw_frame()
    frame["moments"] = [(timezone.now() + timedelta(seconds=0.3)).isoformat()]
    kept_with(1, frame)["a thing"] = True
    assert kept_with(1, frame) == {"a thing": True}

    time.sleep(0.4)

    assert kept_with(1, frame) == {}


def test_what_stands_beside_an_article_changes_with_each_change(client, article):
    assert beside(client) == []

    other = make_article(title="The quay", section=article.section)
    other.publish()
    assert beside(client) == ["The quay"]

    other.title = "The long quay"
    other.save()
    other.rederive()
    assert beside(client) == ["The long quay"]

    other.unpublish()
    assert beside(client) == []


def test_the_page_takes_in_what_comes_by_schedule_and_lets_go_what_ends(client, article):
    soon = timezone.now() + timedelta(seconds=1)
    make_published(title="Ending", unpublish_at=soon)
    make_article(title="Coming", published_at=soon)
    Edition.objects.move()
    assert beside(client) == ["Ending"]

    time.sleep(max(0, (soon - timezone.now()).total_seconds()) + 0.01)

    assert beside(client) == ["Coming"]


def test_what_was_rolled_back_is_kept_by_nobody(client, article):
    with transaction.atomic():
        MagazineSettings.objects.update(copyright_line="Taken back")
        Edition.objects.move()
        assert "Taken back" in foot(client)
        transaction.set_rollback(True)
    MagazineSettings.objects.update(copyright_line="Stands")
    Edition.objects.move()

    assert "Stands" in foot(client)


def test_the_frame_around_a_page_follows_the_settings(client, article):
    assert "Quay Press" not in foot(client)

    MagazineSettings.objects.update(copyright_line="Quay Press", notice="We moved.")
    Edition.objects.move()

    page = page_of(client)
    assert "Quay Press" in said(by_class(page, "colophon")[0])
    assert said(by_class(page, "notice")[0]) == "We moved."


def test_a_notice_that_has_ended_is_on_no_page(client, article):
    until = timezone.now() + timedelta(seconds=1)
    MagazineSettings.objects.update(notice="Until now.", notice_until=until)
    Edition.objects.move()
    assert len(by_class(page_of(client), "notice")) == 1

    time.sleep(max(0, (until - timezone.now()).total_seconds()) + 0.01)

    assert by_class(page_of(client), "notice") == []


def test_each_page_marks_its_own_place_in_the_menu(client, article):
    def marked(path):
        return [
            (link.get("href"), link.get("aria-current"))
            for link in read(client.get(path)).iter("a")
            if link.get("aria-current")
        ]

    make_section("Asia")
    Edition.objects.move()

    for _ in range(2):
        assert marked("/europe/") == [("/europe/", "page")]
        assert marked("/asia/") == [("/asia/", "page")]
        assert marked("/europe/gate/") == [("/europe/", "true")]
        assert marked("/") == []


def test_the_desk_leaves_no_english_around_a_magazine_in_another_language(client, article):
    MagazineSettings.objects.update(language="de")
    Edition.objects.move()
    with translation.override("en"):
        client.get("/admin/articles/nowhere/")

    assert "Archiv" in foot(client)
    assert "Archive" not in foot(client)


def test_a_frame_is_drawn_anew_past_the_last_moment_that_it_names(article):
    edition = Edition.objects.current()
    past = (timezone.now() - timedelta(hours=1)).isoformat()
    edition.frame |= {"moments": [past] * MOMENTS, "name": "Of old"}

    assert edition.current_frame()["name"] != "Of old"

    edition.frame |= {"moments": [past], "name": "Of old"}
    assert edition.current_frame()["name"] == "Of old"
