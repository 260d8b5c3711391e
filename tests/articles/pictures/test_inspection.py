import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Image
from articles.models.finishing import finish
from articles.pictures import card, library, renditions, shapes
from articles.pictures.inspection import inspect
from tests.articles.pictures.files import picture_file
from tests.factories import make_published

pytestmark = pytest.mark.django_db


def ready_picture(**options):
    image = library.store(picture_file(400, 300, **options)).image
    renditions.make_all(image)
    DBTaskResult.objects.all().delete()
    return image


def aged(storage, name, content=b"x", hours=2):
    """Put a file there that has lain about for hours."""
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_a_library_in_order_is_left_alone():
    ready_picture()

    assert inspect().is_clean


def test_files_that_no_row_knows_are_swept_up_once_no_upload_can_own_them():
    ready_picture()
    stray = aged(default_storage, "ab/stray-320.avif")
    half = aged(default_storage, "ab/.tmp1234.part")
    original = aged(storages["originals"], "cd/stray.jpg")
    drawn = aged(default_storage, "cards/0123456789abcdef01234567.jpg")
    young = aged(default_storage, "ab/young-320.avif", hours=0)

    assert len(inspect(mend=False).stray_renditions) == 2
    assert stray.exists()
    findings = inspect()

    assert findings.stray_renditions == ["ab/.tmp1234.part", "ab/stray-320.avif"]
    assert findings.stray_originals == ["cd/stray.jpg"]
    assert [path.exists() for path in (stray, half, original)] == [False] * 3
    assert young.exists()
    assert drawn.exists()
    assert inspect().is_clean


def test_a_rendition_that_is_gone_is_no_longer_listed_and_made_again():
    image = ready_picture()
    key, _ = image.renditions["whole"]
    default_storage.delete(f"{key}-320.webp")

    findings = inspect()

    image.refresh_from_db()
    assert findings.lost_renditions == [f"{key}-320.webp"]
    assert findings.unmade == [image.pk]
    assert "whole" not in image.renditions
    assert DBTaskResult.objects.count() == 1
    renditions.make_renditions.call(image.pk)
    assert inspect().is_clean


def test_a_lost_original_is_reported_until_somebody_replaces_it():
    image = ready_picture()
    storages["originals"].delete(image.file.name)

    for _ in range(2):
        assert inspect().lost_originals == [image.pk]
    with pytest.raises(CommandError, match="Originals are missing"):
        call_command("pictures", "--check", stdout=StringIO())

    library.replace(image, picture_file(500, 300))
    renditions.make_all(image)
    assert inspect().is_clean


def test_former_cuts_go_after_thirty_days():
    image = ready_picture()
    library.focus(image, 0.1, 0.1)
    renditions.make_all(image)
    DBTaskResult.objects.all().delete()
    count = len(list(shapes.names(image.renditions)))

    today = timezone.localdate()
    assert inspect(today=today + timedelta(days=29)).outdated == []
    outdated = inspect(today=today + timedelta(days=32)).outdated

    image.refresh_from_db()
    assert outdated
    assert "old" not in image.renditions
    assert len(list(shapes.names(image.renditions))) == count - len(outdated)


def test_the_command_says_in_sentences_what_it_found():
    ready_picture()
    aged(default_storage, "ab/stray-320.avif")
    first, second = StringIO(), StringIO()

    call_command("pictures", "--check", stdout=first)
    call_command("pictures", "--check", stdout=second)

    assert first.getvalue() == "1 renditions without a picture deleted (ab/stray-320.avif)\n"
    assert second.getvalue() == "Every picture has its files and every file its picture.\n"


def test_rebuilding_makes_what_is_missing_and_nothing_twice():
    image = library.store(picture_file(400, 300)).image
    bad = library.store(picture_file(color="blue")).image
    aged(storages["originals"], bad.file.name, b"rotten")
    out, errors = StringIO(), StringIO()

    with pytest.raises(CommandError, match="could not be made"):
        call_command("pictures", "--rebuild", stdout=out, stderr=errors)

    image.refresh_from_db()
    assert shapes.missing(image) == {}
    assert f"Picture {bad.pk}: This file is damaged" in errors.getvalue()
    Image.objects.filter(pk=bad.pk).delete()
    again = StringIO()
    call_command("pictures", "--rebuild", stdout=again)
    assert "1 pictures, 0 sizes made, 0 failed." in again.getvalue()


def test_cards_of_former_headlines_go_after_a_month_and_those_that_stand_stay():
    article = make_published(title="A quay", slug="quay")
    finish.call(article.pk)
    article.refresh_from_db()
    standing = card.name_in(article.derived["sharing"]["url"])
    old, young = (f"cards/{letter * 24}.jpg" for letter in "ab")
    for name, days in ((standing, 90), (old, 31), (young, 29)):
        aged(default_storage, name, hours=24 * days)

    assert inspect(mend=False).stray_cards == [old]
    assert default_storage.exists(old)
    inspect()

    assert [default_storage.exists(name) for name in (standing, old, young)] == [True, False, True]


def test_a_card_that_is_gone_is_drawn_again():
    article = make_published(title="A quay", slug="quay")
    finish.call(article.pk)
    article.refresh_from_db()
    name = card.name_in(article.derived["sharing"]["url"])
    default_storage.delete(name)

    assert inspect().lost_cards == [article.pk]
    article.refresh_from_db()
    assert not article.derived["sharing"]
    finish.call(article.pk)

    assert default_storage.exists(name)
    assert inspect().is_clean
