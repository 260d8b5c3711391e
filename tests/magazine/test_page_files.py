import time
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Edition
from articles.models.edition import LISTENERS
from magazine.page_cache.exports import Exports
from tests.factories import make_article, make_published
from tests.magazine.front_door import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def exporting(tmp_path, one_connection):
    """A reader whose door also keeps pages as files, and the folder that a server looks into."""
    reader = Reader(tmp_path / "pages")
    reader.door.exports = Exports(tmp_path / "files", reader.pulse)

    def beat():
        reader.pulse.beat()
        reader.door.exports.withdraw()

    LISTENERS.append(beat)
    Edition.objects.move()
    yield reader, tmp_path / "files" / "now"
    LISTENERS.remove(beat)


@pytest.fixture
def early_in_a_slot():
    """What a test does within two seconds stays in one slot of five."""
    if time.time() % 5 > 3:
        time.sleep(5 - time.time() % 5)


def seen(folder):
    """The pages that a server would find there during this slot."""
    slot = folder / str(int(time.time()) // 5 * 5)
    return {f"/{file.parent.relative_to(slot)}/" for file in slot.rglob("index.html")}


def test_a_hot_page_is_a_file_and_a_change_takes_it_away(exporting, early_in_a_slot):
    reader, now = exporting
    article = make_published()
    path = article.get_absolute_url()

    body = reader.get(path)[2]

    slot = now / str(int(time.time()) // 5 * 5)
    assert (slot / path.strip("/") / "index.html").read_bytes() == body
    article.unpublish()
    assert not now.exists()


def test_a_page_that_ends_within_the_slot_is_no_file(exporting):
    reader, now = exporting
    time.sleep(5 - time.time() % 5)  # at the beginning of a slot, towards its end
    make_article(published_at=timezone.now() + timedelta(seconds=4.8))
    path = make_published().get_absolute_url()

    reader.get(path)

    assert path not in seen(now)


@pytest.mark.parametrize("path", ["/search/", "/../", "/feed/", "/no-such-page/"])
def test_what_is_no_plain_page_is_no_file(exporting, path):
    reader, now = exporting

    reader.get(path, "q=x")

    assert seen(now) == set()


def test_files_of_a_slot_that_has_passed_are_swept(exporting, early_in_a_slot):
    reader, now = exporting
    path = make_published().get_absolute_url()
    reader.get("/")
    home = now.resolve()
    (home / "1000000000").mkdir()
    reader.door.ready.clear()
    reader.door.exports.slot = None
    for slot in home.iterdir():
        if slot.name not in ("base", "1000000000"):
            slot.rename(home / "1000000005")

    reader.get(path)

    assert {each.name for each in home.iterdir()} == {"base", str(int(time.time()) // 5 * 5)}
