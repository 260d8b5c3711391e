"""What is withdrawn is gone from every page at once, and no cache brings it back."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from articles.models import Edition, Pin
from articles.models.edition import LISTENERS
from articles.pictures.renditions import names_in
from magazine.page_cache.exports import Exports
from tests.factories import make_image, make_published, make_section, make_user
from tests.magazine.front_door import Reader

pytestmark = pytest.mark.django_db
PAGES = ["/europe/wrong/", "/", "/europe/", "/feed/", "/lite/", "/sitemap.xml", "/archive/"]


@pytest.fixture
def readers(tmp_path, one_connection):
    """Two web processes on one machine, with the files that nginx serves."""
    two = [Reader(tmp_path / "pages") for _ in range(2)]
    files = tmp_path / "files"
    for reader in two:
        reader.door.exports = Exports(files, reader.pulse)
        LISTENERS.append(reader.pulse.beat)
        LISTENERS.append(reader.door.exports.withdraw)
    Edition.objects.move()
    yield two
    for reader in two:
        LISTENERS.remove(reader.pulse.beat)
        LISTENERS.remove(reader.door.exports.withdraw)


@pytest.fixture
def chief():
    client = Client()
    client.force_login(make_user("chief"))
    return client


def press(chief, path, reason):
    """Withdraw; Django's test client makes requests close connections again, so mend that."""
    chief.post(path, {"reason": reason})
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


def said(readers):
    """What every process answers at each page, twice: made, and from the cache."""
    return [
        (path, *reader.get(path)[::2]) for reader in readers for path in PAGES for _ in range(2)
    ]


def files_of(readers, word):
    """Pages with that word which nginx would serve by itself."""
    now = readers[0].door.exports.folder / "now"
    return [page for page in now.glob("**/index.html") if word in page.read_bytes()]


def test_a_withdrawn_article_is_gone_from_every_cache(readers, chief):
    article = make_published(
        title="Zzforged", slug="wrong", section=make_section("Europe"), body="<p>Zzforged.</p>"
    )
    Pin.objects.put(article, None, 1)
    before = said(readers)
    assert all(status == 200 for _, status, _ in before)
    assert {path for path, _, body in before if b"Zzforged" in body} >= {"/", "/europe/wrong/"}
    assert files_of(readers, b"Zzforged") != []

    press(chief, f"/admin/articles/article/{article.pk}/withdraw/", "The documents were forged.")

    assert files_of(readers, b"Zzforged") == []
    for path, status, body in said(readers):
        assert b"Zzforged" not in body, path
        assert status == (410 if path == "/europe/wrong/" else 200), path
    # Nor does the next change, or a page that somebody began before it, bring it back.
    make_published(title="Another")
    assert all(b"Zzforged" not in body for _, _, body in said(readers))
    assert files_of(readers, b"Zzforged") == []


def test_a_withdrawn_picture_is_gone_from_every_cache(
    readers, chief, django_capture_on_commit_callbacks
):
    image = make_image(alt="Zzstolen", renditions={"whole": ["ab/zzstolen", [320]]})
    names = list(names_in("whole", "ab/zzstolen", [320]))
    for name in names:
        default_storage.save(name, ContentFile(b"x"))
    body = f'<p>One.</p><figure><img data-file="{image.pk}" alt=""></figure>'
    make_published(lead_image=image, slug="wrong", section=make_section("Europe"), body=body)
    before = {path for path, _, page in said(readers) if b"zzstolen" in page.lower()}
    assert before >= {"/", "/europe/wrong/", "/feed/"}

    with django_capture_on_commit_callbacks(execute=True):
        press(chief, f"/admin/articles/image/{image.pk}/withdraw/", "Not ours.")

    after = said(readers)
    assert [path for path, _, page in after if b"zzstolen" in page.lower()] == []
    assert all(status == 200 for _, status, _ in after)
    assert files_of(readers, b"zzstolen") == []
    assert [Client().get(f"/files/{name}").status_code for name in names] == [404] * len(names)
