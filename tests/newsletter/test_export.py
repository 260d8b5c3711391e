import csv
import hashlib
import io
import json
import tracemalloc
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from newsletter.lists.cells import DANGEROUS, guard, unguard
from newsletter.lists.export import Export
from newsletter.models import ExportLog, Subscriber
from newsletter.tasks import export_file, forget_the_unconfirmed
from tests.factories import make_user
from tests.newsletter.readers import VERBS, make_reader

pytestmark = pytest.mark.django_db

EXPORT = "/admin/newsletter/subscriber/export/"


def logged_in(group="Audience"):
    client = Client()
    client.force_login(make_user("staff", group))
    return client


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(st.text(alphabet=st.one_of(st.sampled_from("'" + DANGEROUS), st.characters())))
def test_what_is_guarded_runs_nowhere_and_comes_back_as_it_was(text):
    assert guard(text)[:1] not in set(DANGEROUS)
    assert unguard(guard(text)) == text


def test_only_confirmed_readers_are_exported_unless_others_are_chosen():
    for state in VERBS:
        make_reader(f"{state}@example.org", state)
    client = logged_in()

    default = client.get(EXPORT).context["form"].initial["states"]
    assert default == ["confirmed"]
    [row] = rows_of(client.post(EXPORT, {"states": default, "form": "csv"}))
    assert (row["address"], row["state"]) == ("confirmed@example.org", "confirmed")
    confirmed_at = Subscriber.objects.confirmed().get().confirmed_at
    assert row["confirmed_at"] == confirmed_at.isoformat(timespec="microseconds")

    chosen = client.post(EXPORT, {"states": ["pending", "unsubscribed"], "form": "csv"})
    assert [row["state"] for row in rows_of(chosen)] == ["pending", "unsubscribed"]


def test_a_valid_address_that_is_a_formula_is_guarded():
    for address in ["=cmd@example.org", "+1@example.org", "-a@example.org", "'=x@example.org"]:
        make_reader(address)
    chosen = {"states": ["confirmed"], "form": "csv"}

    assert [row["address"] for row in rows_of(logged_in().post(EXPORT, chosen))] == [
        "'=cmd@example.org",
        "'+1@example.org",
        "'-a@example.org",
        "''=x@example.org",
    ]


def test_json_lines_hold_the_same_rows_unguarded():
    make_reader("=cmd@example.org")
    answer = logged_in().post(EXPORT, {"states": ["confirmed"], "form": "jsonl"})

    [line] = b"".join(answer.streaming_content).splitlines()
    assert json.loads(line)["address"] == "=cmd@example.org"


def test_an_export_is_logged_before_its_first_byte_and_after_its_last():
    make_reader()
    answer = logged_in().post(EXPORT + "?source=footer", {"states": ["confirmed"], "form": "csv"})

    log = ExportLog.objects.get()
    assert (log.outcome(), log.by.username, log.states, log.filters) == (
        "unfinished",
        "staff",
        ["confirmed"],
        {"source": "footer"},
    )
    content = b"".join(answer.streaming_content)
    log.refresh_from_db()
    assert (log.outcome(), log.rows, log.size, log.sha256) == (
        "whole",
        1,
        len(content),
        hashlib.sha256(content).hexdigest(),
    )


def test_a_download_that_was_broken_off_is_logged_as_partial():
    for _ in range(3):
        make_reader()
    answer = logged_in().post(EXPORT, {"states": ["confirmed"], "form": "csv"})
    next(iter(answer.streaming_content))

    answer._iterator.close()

    assert ExportLog.objects.get().outcome() == "partial"


def test_the_lists_filters_and_search_narrow_the_export():
    make_reader("ada@example.org", place="footer")
    make_reader("bob@example.org", place="article")
    make_reader("carl@example.net", place="article")
    client, chosen = logged_in(), {"states": ["confirmed"], "form": "csv"}

    def exported(query):
        return [row["address"] for row in rows_of(client.post(EXPORT + query, chosen))]

    assert exported("?source=article") == ["bob@example.org", "carl@example.net"]
    assert exported("?q=@example.org") == ["ada@example.org", "bob@example.org"]
    assert exported("?source=article&q=bob") == ["bob@example.org"]
    assert exported("?source=nowhere") == []


def test_a_list_narrowed_to_a_state_proposes_that_state():
    form = logged_in().get(EXPORT + "?state=unsubscribed").context["form"]

    assert form.initial["states"] == ["unsubscribed"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"states": ["erased"], "form": "csv"},
        {"states": ["confirmed"], "form": "exe"},
        {"states": [], "form": "csv"},
    ],
)
def test_an_export_of_nonsense_is_asked_again_and_not_logged(data):
    assert logged_in().post(EXPORT, data).status_code == 200
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize("query", ["?confirmed_at__gte=x", "?q=%00", "?state=x", "?p=-1", "?o=9"])
def test_broken_filters_are_no_fault(query):
    answer = logged_in().post(EXPORT + query, {"states": ["confirmed"], "form": "csv"})

    assert answer.status_code in {200, 302, 400}


@pytest.mark.parametrize("group", ["", "Contributor", "Editor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_exports_without_the_right(group, method):
    make_reader()
    client = logged_in(group)

    answer = getattr(client, method)(EXPORT, {"states": ["confirmed"], "form": "csv"})

    assert answer.status_code == 403
    assert not ExportLog.objects.exists()


def test_seeing_the_list_is_not_the_right_to_take_it_out():
    user = make_user("looker", "")
    user.user_permissions.add(Permission.objects.get(codename="view_subscriber"))
    client = Client()
    client.force_login(user)

    assert client.get("/admin/newsletter/subscriber/").status_code == 200
    assert client.get(EXPORT).status_code == 403


def test_memory_stays_flat_however_many_rows():
    now = timezone.now()
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                address=f"r{number}@example.org",
                address_key=f"r{number}@example.org",
                confirmed_at=now,
            )
            for number in range(30_000)
        ],
        batch_size=2_000,
    )
    export = Export(ExportLog.objects.create(by=make_user(), form="csv", states=["confirmed"]))
    tracemalloc.start()
    size = sum(len(part) for part in export.stream())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert export.log.rows == 30_000
    assert size > 2_000_000
    assert peak < 12_000_000


@pytest.mark.postgres
def test_postgresql_writes_the_same_bytes_as_we_do(monkeypatch):
    for address in ["=cmd@example.org", "+1@example.org", "'-a@example.org", "o'neil@example.org"]:
        make_reader(address)
    make_reader("ada@bücher.example.org").pause(timezone.now().replace(microsecond=0))
    Subscriber.objects.update(source='a "quoted", source')
    log = ExportLog.objects.create(by=make_user(), form="csv", states=["confirmed"])
    monkeypatch.setattr("newsletter.lists.export.COPY_CHUNK", 2)
    copied = b"".join(Export(log).stream())

    monkeypatch.setattr(connection, "vendor", "another")
    ours = b"".join(Export(log).stream())

    assert copied == ours
    assert log.rows == 5


@pytest.fixture
def long_export(monkeypatch, settings, tmp_path):
    """A log of an export that was long enough to be written in the background."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr("newsletter.desk.subscribers.MOST_AT_ONCE", 2)
    for number in range(3):
        make_reader(f"reader-{number}@example.org")
    client = logged_in()
    answer = client.post(EXPORT, {"states": ["confirmed"], "form": "csv"})
    log = ExportLog.objects.get()
    assert answer["Location"] == f"/admin/newsletter/exportlog/{log.pk}/change/"
    return client, log, f"/admin/newsletter/exportlog/{log.pk}/file/"


def test_a_long_export_is_written_in_the_background_and_fetched(long_export):
    client, log, url = long_export
    assert client.get(url).status_code == 404

    export_file.call(log.pk)

    log.refresh_from_db()
    content = b"".join(client.get(url).streaming_content)
    assert (log.outcome(), log.rows, log.sha256) == (
        "whole",
        3,
        hashlib.sha256(content).hexdigest(),
    )
    assert Path(log.path).stat().st_mode & 0o777 == 0o600


def test_a_download_that_broke_off_is_gone_on_with(long_export):
    client, log, url = long_export
    export_file.call(log.pk)

    def fetched(asked, **more):
        answer = client.get(url, headers={"Range": asked, **more})
        content = b"".join(answer) if answer.streaming else answer.content
        return answer.status_code, answer.get("Content-Range"), content

    _, _, whole = fetched("")
    size = len(whole)
    assert fetched("bytes=10-") == (206, f"bytes 10-{size - 1}/{size}", whole[10:])
    assert fetched("bytes=3-7") == (206, f"bytes 3-7/{size}", whole[3:8])
    assert fetched("bytes=99999-") == (416, f"bytes */{size}", b"")
    for odd in ("bytes=7-3x", "bytes=-5", "lines=1-2", "bytes=0-1,3-4"):
        assert fetched(odd) == (200, None, whole)
    assert fetched("bytes=3-7", **{"If-Range": '"another"'}) == (200, None, whole)


def test_a_file_is_for_whoever_asked_for_it(long_export):
    _, log, url = long_export
    export_file.call(log.pk)
    other = Client()
    other.force_login(make_user("other-chief", "Chief"))

    assert other.get(url).status_code == 403


def test_files_are_gone_after_a_day_and_the_log_stays(long_export):
    client, log, url = long_export
    export_file.call(log.pk)
    ExportLog.objects.update(ended_at=timezone.now() - timedelta(days=1, minutes=1))

    forget_the_unconfirmed.call()

    assert client.get(url).status_code == 404
    log.refresh_from_db()
    assert (log.outcome(), log.rows) == ("whole", 3)


def test_the_export_holds_what_the_narrowed_list_shows():
    client = logged_in()
    for place in ("footer", "article"):
        make_reader(f"{place}@example.org", place=place)
        make_reader(f"{place}@example.net", "pending", place=place)
    Subscriber.objects.filter(address_key="footer@example.org").update(
        confirmed_at=timezone.now() - timedelta(days=40)
    )
    since = (timezone.now() - timedelta(days=7)).strftime("%Y-%m-%d 00:00:00+00:00")
    every = {"states": ["pending", "confirmed"], "form": "csv"}

    for query in [
        {},
        {"q": "@example.org"},
        {"source": "footer"},
        {"confirmed_at__gte": since},
        {"confirmed_at__isnull": "True"},
        {"confirmed_at__isnull": "False", "q": "foot"},
    ]:
        shown = client.get("/admin/newsletter/subscriber/", query).context["cl"].result_list
        exported = rows_of(client.post(f"{EXPORT}?{urlencode(query)}", every))
        assert {row["address"] for row in exported} == {str(reader) for reader in shown}


def test_what_is_taken_out_is_asked_for_and_looked_back_at_in_words():
    make_reader("ada@example.org", place="footer")
    client, query = logged_in(), "?source=footer&q=ada&confirmed_at__isnull=False"

    page = client.get(EXPORT + query).content.decode()
    words = "whose address has “ada”", "who came by “footer”", "who ever confirmed"
    assert all(each in page for each in (*words, "Confirmed: 1", "Not yet confirmed: 0"))

    b"".join(client.post(EXPORT + query, {"states": ["confirmed"], "form": "csv"}))
    log = ExportLog.objects.get()
    for path in ("", f"{log.pk}/change/"):
        page = client.get(f"/admin/newsletter/exportlog/{path}").content.decode()
        assert all(each in page for each in (*words, "confirmed", "whole"))
        assert "[&quot;" not in page


def test_an_export_of_nobody_is_answered_with_a_sentence():
    answer = logged_in().post(EXPORT, {"form": "csv"})

    assert "Choose at least one kind of reader" in answer.content.decode()
