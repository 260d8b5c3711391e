"""Making every size that is missing: a turn at a time, to be killed at any point."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage, storages
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Image, Rebuild
from articles.pictures import library, rebuilding, shapes
from articles.pictures.withdrawal import withdraw
from tests.articles.pictures.files import picture_file
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures():
    colors = ("blue", "red", "green")
    images = [library.store(picture_file(400, 300, color=color)).image for color in colors]
    DBTaskResult.objects.all().delete()
    return images


def queued():
    return DBTaskResult.objects.filter(task_path__endswith="run_rebuild").count()


def lacking():
    return [image.pk for image in Image.objects.order_by("pk") if shapes.missing(image)]


def test_a_round_makes_what_every_picture_lacks_and_says_so(pictures):
    rebuilding.start()
    rebuild = Rebuild.objects.under_way()
    assert (rebuild.done, rebuild.total, queued()) == (0, 3, 1)

    rebuilding.run_rebuild.call(rebuild.pk)

    rebuild.refresh_from_db()
    assert lacking() == []
    assert (rebuild.done, rebuild.total, rebuild.failed) == (3, 3, 0)
    assert rebuild.made > 0
    assert Rebuild.objects.under_way() is None


def test_a_second_round_finds_nothing_to_make(pictures):
    for _ in range(2):
        rebuilding.start()
        rebuilding.run_rebuild.call(Rebuild.objects.under_way().pk)
    assert Rebuild.objects.values_list("done", "made").first() == (3, 0)


def test_two_who_press_at_once_begin_one_round(pictures):
    rebuilding.start()
    rebuilding.start()
    assert Rebuild.objects.count() == queued() == 1


def test_a_turn_ends_after_some_seconds_and_the_next_goes_on(pictures, monkeypatch):
    monkeypatch.setattr(rebuilding, "SECONDS", -1)
    monkeypatch.setattr(rebuilding, "CHUNK", 1)
    rebuilding.start()
    key = Rebuild.objects.under_way().pk

    left = []
    for _ in range(4):
        rebuilding.run_rebuild.call(key)
        left.append(len(lacking()))

    assert left == [2, 1, 0, 0]
    assert queued() == 4
    assert Rebuild.objects.get().finished_at


def test_a_killed_round_goes_on_and_loses_no_count(pictures, monkeypatch):
    rebuilding.start()
    key = Rebuild.objects.under_way().pk
    remake, made = rebuilding.remake, []

    def killed_at_the_second(image):
        if made:
            raise KeyboardInterrupt
        made.append(image)
        return remake(image)

    with monkeypatch.context() as patch:
        patch.setattr(rebuilding, "remake", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            rebuilding.run_rebuild.call(key)
    assert Rebuild.objects.get().done == 1

    rebuilding.run_rebuild.call(key)

    assert Rebuild.objects.get().done == 3
    assert lacking() == []


def test_a_round_that_stands_still_is_given_up(pictures):
    rebuilding.start()
    Rebuild.objects.update(moved_at=timezone.now() - timedelta(minutes=11))
    assert Rebuild.objects.under_way() is None
    rebuilding.start()
    assert Rebuild.objects.under_way()


def test_a_picture_that_cannot_be_made_is_named_and_spoils_nothing(pictures):
    bad = pictures[1]
    Path(storages["originals"].path(bad.file.name)).write_bytes(b"rotten")
    rebuilding.start()
    rebuilding.run_rebuild.call(Rebuild.objects.under_way().pk)

    rebuild = Rebuild.objects.get()
    assert (rebuild.done, rebuild.failed) == (3, 1)
    [(key, sentence)] = rebuild.failures
    assert key == bad.pk
    assert "damaged" in sentence
    assert lacking() == [bad.pk]


def test_a_withdrawn_picture_gets_no_files(pictures):
    withdraw(pictures[0], "Wrong person.", make_user())
    rebuilding.start()
    rebuilding.run_rebuild.call(Rebuild.objects.under_way().pk)

    assert Rebuild.objects.get().total == 2
    names = shapes.names(Image.objects.get(pk=pictures[0].pk).renditions)
    assert not any(default_storage.exists(name) for name in names)


def test_files_that_were_lost_are_made_again(pictures):
    rebuilding.start()
    rebuilding.run_rebuild.call(Rebuild.objects.under_way().pk)
    listed = [*shapes.names(Image.objects.get(pk=pictures[2].pk).renditions)]
    for name in listed:
        default_storage.delete(name)

    rebuilding.start()
    for waiting in DBTaskResult.objects.filter(status="READY").order_by("enqueued_at"):
        waiting.task.call(*waiting.args_kwargs["args"])

    assert all(default_storage.exists(name) for name in listed)
