import errno
import io
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files.storage import default_storage, storages
from django.db import DatabaseError, connection
from django.db.models import ProtectedError

from articles.models import Image
from articles.pictures import library, renditions
from articles.pictures.inspection import inspect
from articles.pictures.intake import Refused
from articles.pictures.storage import WholeFiles
from tests.articles.pictures.files import jpeg_with_iptc, photo_file, picture_file
from tests.factories import make_article, make_author, make_image, make_user

pytestmark = pytest.mark.django_db


def originals():
    """The names of all originals on the disk."""
    storage = storages["originals"]
    try:
        folders = storage.listdir("")[0]
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1]}


def test_an_upload_becomes_a_picture_with_all_that_its_file_says():
    by = make_user()
    file = jpeg_with_iptc(
        {120: "The harbour", 80: "Ana Lind", 110: "Northlight", 25: ["harbour"], 55: "20250707"},
        width=1600,
        height=1000,
    )

    stored = library.store(file, filename="C:\\photos\\IMG_4711.jpg", by=by)

    image = Image.objects.get()
    assert stored.is_new
    assert stored.image == image
    assert (image.width, image.height, image.format) == (1600, 1000, "JPEG")
    assert (image.caption, image.keywords, image.alt) == ("The harbour", "harbour", "")
    assert image.taken_at.isoformat() == "2025-07-07T00:00:00+00:00"
    assert image.credit_line() == "Ana Lind / Northlight"
    assert image.metadata_sources["caption"] == ["The harbour", "IPTC"]
    assert (image.filename, image.uploaded_by) == ("IMG_4711.jpg", by)
    assert originals() == {image.file.name}
    assert image.file.name == f"{image.content_hash[:2]}/{image.content_hash}.jpg"


def test_the_caller_goes_before_the_file():
    file = jpeg_with_iptc({120: "From the file", 80: "Ana Lind"})

    stored = library.store(file, caption="Typed", alt="", credits=[{"creator": "Bo Ek"}])

    assert stored.image.caption == "Typed"
    assert stored.image.credit_line() == "Bo Ek"


def test_an_original_is_kept_byte_for_byte_and_for_nobody_else_to_read():
    file = photo_file(400, 300)

    image = library.store(file).image

    with storages["originals"].open(image.file.name) as original:
        assert original.read() == file.getvalue()
    path = Path(storages["originals"].path(image.file.name))
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ValueError, match="not accessible via a URL"):
        storages["originals"].url(image.file.name)


def test_the_same_file_twice_is_one_picture():
    first = library.store(picture_file(), filename="one.jpg")

    second = library.store(picture_file(), filename="two.jpg")

    assert second.image == first.image
    assert not second.is_new
    assert second.notes == ["This picture is in the library already."]
    assert Image.objects.count() == 1


def test_a_refused_file_leaves_nothing_behind():
    with pytest.raises(Refused):
        library.store(io.BytesIO(b"not a picture"))

    assert Image.objects.count() == 0
    assert originals() == set()


class FullDisk(WholeFiles):
    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("which", ["default", "originals"])
def test_a_full_disk_leaves_neither_row_nor_file(settings, which):
    broken = settings.STORAGES[which] | {"BACKEND": f"{__name__}.FullDisk"}
    settings.STORAGES = settings.STORAGES | {which: broken}

    with pytest.raises(OSError, match="No space"):
        library.store(picture_file())

    assert Image.objects.count() == 0
    assert originals() == set()


def test_a_database_that_refuses_the_row_leaves_no_original():
    with pytest.raises(DatabaseError):
        library.store(picture_file(), credits=[{"creator": "", "agency": ""}])

    assert Image.objects.count() == 0
    assert originals() == set()


def test_a_file_that_breaks_off_leaves_no_half_file(tmp_path):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError(errno.EIO, "Input/output error")

    storage = WholeFiles(location=tmp_path)
    with pytest.raises(OSError, match="Input/output"):
        storage.save("ab/cd.jpg", Broken(b"x"))

    assert list((tmp_path / "ab").iterdir()) == []


def test_another_file_takes_a_pictures_place_and_every_use_stays(
    django_capture_on_commit_callbacks,
):
    image = library.store(picture_file(1600, 1000), filename="a.jpg", caption="Kept").image
    article = make_article(lead_image=image, body=f'<figure><img data-file="{image.pk}"></figure>')
    old_file, old_key = image.file.name, image.renditions["whole"][0]

    with django_capture_on_commit_callbacks(execute=True):
        library.replace(image, picture_file(1500, 1500, color="blue"), filename="b.jpg")

    article.refresh_from_db()
    new_key = image.renditions["whole"][0]
    assert (image.caption, image.filename) == ("Kept", "b.jpg")
    assert (image.width, image.height) == (1500, 1500)
    assert article.lead_image == image
    assert new_key != old_key
    for shown in (article.derived["hero"], article.body_html):
        assert new_key in shown
        assert old_key not in shown
    assert originals() == {image.file.name}
    assert image.file.name != old_file


def test_a_picture_cannot_be_replaced_by_another_one_of_the_library():
    one = library.store(picture_file(color="red")).image
    two = library.store(picture_file(color="blue")).image

    with pytest.raises(Refused, match="another picture of the library"):
        library.replace(one, picture_file(color="blue"))

    one.refresh_from_db()
    assert one.content_hash != two.content_hash
    assert originals() == {one.file.name, two.file.name}


def test_replacing_a_file_by_itself_changes_nothing():
    image = library.store(picture_file()).image
    before = dict(image.renditions)

    library.replace(image, picture_file())

    image.refresh_from_db()
    assert image.renditions == before


def test_an_unused_picture_goes_with_all_its_files(django_capture_on_commit_callbacks):
    image = library.store(picture_file(500, 300)).image
    renditions.make_all(image)

    with django_capture_on_commit_callbacks(execute=True):
        library.remove(image)

    assert Image.objects.count() == 0
    assert originals() == set()
    left = {folder: default_storage.listdir(folder)[1] for folder in default_storage.listdir("")[0]}
    assert not any(left.values())


def test_a_picture_in_use_stays_with_all_its_files():
    image = library.store(picture_file()).image
    make_article(lead_image=image)

    with pytest.raises(ProtectedError):
        library.remove(image)

    assert originals() == {image.file.name}


def test_a_portrait_in_use_stays():
    image = library.store(picture_file()).image
    make_author(portrait=image)

    with pytest.raises(ProtectedError):
        library.remove(image)


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ({}, []),
        ({"creator": "Ana", "agency": "Reuters"}, [("Ana", "Reuters", "agency")]),
        ({"creator": "Ana", "agency": "Ana"}, [("Ana", "", "unknown")]),
        ({"agency": "Northlight"}, [("", "Northlight", "unknown")]),
        ({"copyright": "© 2024 Ana Lind. All rights reserved."}, [("Ana Lind", "", "unknown")]),
        ({"copyright": "(c) 2024"}, []),
        (
            {"creator": "Ana", "licence_url": "https://creativecommons.org/licenses/by/4.0/"},
            [("Ana", "", "cc-by-4.0")],
        ),
    ],
)
def test_credits_are_made_from_what_a_file_says(said, rows):
    made = library.credits_from({name: [value, "XMP"] for name, value in said.items()})
    assert [(row["creator"], row["agency"], row["licence"]) for row in made] == rows


def test_a_pictures_name_of_its_own_is_only_for_searching():
    assert library.clean_filename("../../etc/pass\x00wd") == "passwd"
    assert len(library.clean_filename("x" * 500)) == 200


class Deadly(WholeFiles):
    """A disk on which the process is killed while it writes a file, or right after it."""

    when, at = "", 0

    def _save(self, name, content):
        Deadly.at -= 1
        if Deadly.at == 0 and Deadly.when == "before":
            path = Path(self.path(f"{name}.part"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"half a file")
            os.kill(os.getpid(), signal.SIGKILL)
        saved = super()._save(name, content)
        if Deadly.at == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return saved


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("at", [1, 2, 4], ids=["original", "first rendition", "last rendition"])
def test_a_killed_upload_leaves_no_row_without_file_and_what_is_left_is_swept_up(
    settings, when, at, django_db_serialized_rollback
):
    good = settings.STORAGES
    deadly = {"BACKEND": f"{__name__}.Deadly"}
    settings.STORAGES = good | {
        "default": deadly,
        "originals": deadly | {"OPTIONS": good["originals"]["OPTIONS"]},
    }
    connection.close()
    child = os.fork()
    if child == 0:
        Deadly.when, Deadly.at = when, at
        try:
            library.store(picture_file())
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL

    settings.STORAGES = good
    assert Image.objects.count() == 0
    inspect(grace=timedelta(hours=-1))
    assert inspect(grace=timedelta(hours=-1)).is_clean
    assert library.store(picture_file()).is_new


@pytest.mark.django_db(transaction=True)
def test_the_same_file_from_four_people_at_once_is_one_picture(django_db_serialized_rollback):
    together = Barrier(4)

    def store(_):
        file = picture_file(400, 300)
        with closing(connection):
            together.wait()
            stored = library.store(file)
            return stored.image.pk, stored.is_new

    with ThreadPoolExecutor(4) as people:
        answers = list(people.map(store, range(4)))

    image = Image.objects.get()
    assert {key for key, _ in answers} == {image.pk}
    assert [is_new for _, is_new in answers].count(True) == 1
    assert originals() == {image.file.name}


def test_a_picture_is_named_by_whole_words():
    image = make_image(caption="Cranes over the old harbour at dawn, " * 4)
    assert str(image) == (
        "Cranes over the old harbour at dawn, Cranes over the old harbour at dawn,…"
    )
    assert str(make_image(caption="", alt="x" * 200)) == "x" * 80
