import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.addresses import BadAddress, read_address
from newsletter.lists import reading
from newsletter.lists.presets import PRESETS
from newsletter.lists.reading import guess_preset
from newsletter.lists.taking_in import look_through, quickly, take_in
from newsletter.models import ConsentEvent, ListImport, Reject, Subscriber, Suppression
from newsletter.tasks import check_import, run_import
from tests.factories import make_user
from tests.newsletter.readers import VERBS, make_reader

pytestmark = pytest.mark.django_db

IMPORTS = "/admin/newsletter/listimport/"


@pytest.fixture
def bring(tmp_path):
    """A list, looked through."""

    def bring(text, preset="", by=None, **fields):
        path = tmp_path / "list.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        list_import = ListImport.objects.create(
            by=by or make_user(f"by-{ListImport.objects.count()}"),
            name="list.csv",
            path=str(path),
            preset=preset or guess_preset(path),
            basis="Signed up at the fair",
            **fields,
        )
        look_through(list_import)
        return list_import

    return bring


def states():
    return dict(Subscriber.objects.values_list("address", "state"))


@pytest.mark.parametrize(
    ("preset", "text", "expected"),
    [
        (
            "mailchimp",
            '"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME\r\n'
            'ada@example.org,Ada,2,"2024-01-02 10:00:00","2024-01-02 10:05:00"\r\n',
            {"ada@example.org": "confirmed"},
        ),
        (
            "mailchimp",
            "Email Address,MEMBER_RATING,UNSUB_TIME\nada@example.org,2,2024-01-02 10:00:00\n",
            {"ada@example.org": "unsubscribed"},
        ),
        (
            "mailchimp",
            "Email Address,MEMBER_RATING,CLEAN_TIME\nada@example.org,2,2024-01-02 10:00:00\n",
            {"ada@example.org": "bounced"},
        ),
        (
            "substack",
            "email,active_subscription,email_disabled,created_at\n"
            "ada@example.org,false,false,2024-01-02T10:00:00.000Z\n"
            "bob@example.org,false,true,2024-01-02T10:00:00.000Z\n",
            {"ada@example.org": "confirmed", "bob@example.org": "unsubscribed"},
        ),
        (
            "ghost",
            "id,email,name,note,subscribed_to_emails,created_at,deleted_at\n"
            "1,ada@example.org,Ada,,true,2024-01-02T10:00:00.000Z,\n"
            "2,bob@example.org,Bob,,false,2024-01-02T10:00:00.000Z,\n",
            {"ada@example.org": "confirmed", "bob@example.org": "unsubscribed"},
        ),
        (
            "buttondown",
            "email_address,type,creation_date\n"
            "ada@example.org,regular,2024-01-02\n"
            "bob@example.org,unactivated,2024-01-02\n"
            "eve@example.org,undeliverable,2024-01-02\n",
            {"ada@example.org": "confirmed", "eve@example.org": "bounced"},
        ),
        (
            "listmonk",
            "uuid,email,name,attributes,status,created_at,updated_at\n"
            'x,ada@example.org,Ada,"{""a"": ""b, c""}",enabled,2024-01-02,2024-01-02\n'
            "y,bob@example.org,Bob,{},disabled,2024-01-02,2024-01-02\n"
            "z,eve@example.org,Eve,{},blocklisted,2024-01-02,2024-01-02\n",
            {
                "ada@example.org": "confirmed",
                "bob@example.org": "unsubscribed",
                "eve@example.org": "bounced",
            },
        ),
        (
            "plain",
            "ada@example.org\nbob@example.org\n",
            {"ada@example.org": "confirmed", "bob@example.org": "confirmed"},
        ),
        ("plain", "Name;E-Mail\nAda;ada@example.org\n", {"ada@example.org": "confirmed"}),
        ("plain", "﻿name\temail\nAda\tada@example.org\n", {"ada@example.org": "confirmed"}),
    ],
)
def test_the_lists_of_other_services_are_understood(bring, preset, text, expected):
    list_import = bring(text)

    list_import.start()
    take_in(list_import)

    assert (list_import.preset, list_import.state) == (preset, "done")
    assert states() == expected


def test_what_we_export_comes_back_as_it_was(bring):
    for address in ["=cmd@example.org", "+a@example.org", "'-b@example.org", "'c@example.org"]:
        make_reader(address)
    client = Client()
    client.force_login(make_user())
    chosen = {"states": ["confirmed"], "form": "csv"}
    answer = client.post("/admin/newsletter/subscriber/export/", chosen)
    exported, before = b"".join(answer.streaming_content), states()
    Subscriber.objects.all().delete()

    list_import = bring(exported)
    list_import.start()
    take_in(list_import)

    assert (list_import.preset, states()) == ("ours", before)


def test_a_dry_run_counts_and_changes_nothing(bring):
    make_reader("known@example.org")
    make_reader("left@example.org", "unsubscribed")
    make_reader("complained@example.org", "complained")
    make_reader("erased@example.org", "erased")
    Suppression.objects.add("bounced@example.org", "bounced")
    before = states()

    list_import = bring(
        "email\nnew@example.org\nNEW@example.org\nknown@example.org\nleft@example.org\n"
        "complained@example.org\nerased@example.org\nbounced@example.org\nno address\n"
    )

    assert list_import.found == {
        "new": 1,
        "left": 0,
        "bounced": 0,
        "known": 3,
        "suppressed": 2,
        "twice": 1,
        "rejected": 1,
    }
    assert states() == before
    assert not Reject.objects.exists()


@pytest.mark.parametrize("state", VERBS)
def test_no_import_changes_a_reader_whom_we_know_or_brings_back_who_is_gone(bring, state):
    reader = make_reader("ada@example.org", state)
    list_import = bring("email\nada@example.org\nnew@example.org\n")

    list_import.start()
    take_in(list_import)

    reader.refresh_from_db()
    assert reader.state == state
    assert set(states()) == {reader.address, "new@example.org"}


def test_each_reader_is_kept_with_the_ground_they_stand_on(bring):
    list_import = bring("email,confirmed_at\nada@example.org,2024-01-02T03:04:05Z\n")

    list_import.start()
    take_in(list_import)

    event = ConsentEvent.objects.of("ada@example.org").get()
    assert (event.kind, event.basis, event.by) == (
        "imported",
        "Signed up at the fair",
        list_import.by,
    )
    assert Subscriber.objects.get().confirmed_at.isoformat() == "2024-01-02T03:04:05+00:00"


def test_refused_rows_come_back_with_line_and_reason(bring):
    list_import = bring(
        'email,note\nada@example.org,"two\nlines"\nnobody,x\n,\n=a b@example.org,y\n'
    )
    list_import.start()
    take_in(list_import)
    client = Client()
    client.force_login(list_import.by)

    answer = client.get(f"{IMPORTS}{list_import.pk}/rejects/")

    assert b"".join(answer.streaming_content).decode().splitlines() == [
        "line,reason,address",
        "4,An e-mail address has an @ with something on both sides of it.,nobody",
        "5,There is no address in this row.,",
        "6,This does not look like an e-mail address. Is there a slip in it?,'=a b@example.org",
    ]


def test_a_dry_run_knows_what_stands_twice_however_far_apart(bring, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 10)
    lines = [f"reader{number % 35}@example.org" for number in range(60)]

    list_import = bring("email\n" + "\n".join(lines) + "\n")

    assert (list_import.found["new"], list_import.found["twice"]) == (35, 25)
    list_import.start()
    take_in(list_import)
    # By then the first of each pair is in.
    done = list_import.done
    assert (done["new"], done["known"] + done["twice"]) == (35, 25)


def test_an_import_that_was_broken_off_goes_on_without_a_double(bring, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 10)
    lines = [f"reader{number}@example.org" for number in range(55)] + ["no address"] * 3
    list_import = bring("email\n" + "\n".join(lines) + "\n")
    list_import.start()
    looks = iter([False, False, False, True])

    take_in(list_import, stop=lambda: next(looks, True))
    assert (list_import.state, list_import.rows_done) == ("running", 30)
    assert Subscriber.objects.count() == 30

    take_in(ListImport.objects.get())

    list_import.refresh_from_db()
    assert list_import.state == "done"
    assert list_import.done["new"] == Subscriber.objects.count() == 55
    assert list_import.done["rejected"] == Reject.objects.count() == 3


def test_two_workers_on_one_import_write_each_row_once(bring, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 10)
    list_import = bring("email\n" + "".join(f"r{number}@example.org\n" for number in range(40)))
    list_import.start()
    other = ListImport.objects.get()
    looks = iter([False, False, True])

    take_in(list_import, stop=lambda: next(looks, True))
    take_in(other)

    other.refresh_from_db()
    assert (other.state, other.done["new"], Subscriber.objects.count()) == ("done", 40, 40)


def test_who_signs_up_while_the_list_is_taken_in_is_not_doubled(bring):
    list_import = bring("email\nada@example.org\n")
    list_import.start()
    make_reader("ada@example.org", "pending")

    take_in(list_import)

    assert states() == {"ada@example.org": "pending"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (
            "Größe;E-Mail\n1;j@example.org\n".encode() + b"Gr\xf6\xdfe;k@example.org\n",
            "Line 1 is neither in UTF-8 nor in Windows-1252, or the file mixes both. Save it as",
        ),
        (b"\xff\xfea\x00d\x00a\x00b", "The file is not in UTF-8. Save it as “CSV UTF-8”."),
        (b"name,town\nAda,London\n", "No column of addresses was found. Choose it by hand."),
        (
            b"email\n" + b"a@example.org\n" * 3000 + b"\xc3\xa9 \xe9\n",
            "Line 3002 is neither in UTF-8 nor in Windows-1252",
        ),
        (b'email\n"' + b"x" * 5_000_000 + b'"\n', "The file cannot be read after line"),
        (
            b"PK\x03\x04\x14\x00\x06\x00",
            "This is a workbook or an archive. Save it as “CSV UTF-8”.",
        ),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(bring, content, sentence):
    list_import = bring(content, preset="plain")

    assert list_import.state == "failed"
    assert list_import.note.startswith(sentence)


@pytest.mark.parametrize(
    "content", ["email\na\0da@example.org\n", "email\nada@example.org,x,y,z\n", "email\n\n\n"]
)
def test_odd_rows_are_refused_and_never_a_fault(bring, content):
    list_import = bring(content)

    assert list_import.state == "checked"
    assert not Subscriber.objects.exists()


def said(read, text):
    """The address, or the sentence."""
    try:
        return read(text)
    except BadAddress as problem:
        return str(problem)


local_parts = st.text(alphabet="abcXYZ019.+-_=!ß@ÅÇ\"' \0", max_size=70)
domains = st.sampled_from(
    ["example.org", "EXAMPLE.org", "a.b", "bücher.example", "xn--bcher-kva.example", "-x.org", "x"]
)


@given(st.builds("{}@{}".format, local_parts, domains) | st.text())
@example("a." * 31 + "aaa@example.org")
@example("a@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + "." + "e" * 55 + ".org")
def test_reading_quickly_reads_the_same(text):
    assert said(quickly, text) == said(read_address, text)


def upload(client, text="email\nada@example.org\n", **fields):
    file = SimpleUploadedFile("our list.csv", text.encode())
    data = {"file": file, "basis": "They asked", "preset": ""}
    return client.post(IMPORTS + "add/", {**data, **fields})


@pytest.fixture
def staff(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client = Client()
    client.force_login(make_user("staff", "Audience"))
    return client


def test_staff_bring_a_list_look_at_what_it_would_do_and_take_it_in(staff, tmp_path):
    answer = upload(staff)
    [kept] = (tmp_path / "lists").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    page = answer["Location"]
    assert b"being looked through" in staff.get(page).content

    list_import = ListImport.objects.get()
    check_import.call(list_import.pk)
    assert b'"Take in 1 reader"' in staff.get(page).content
    assert not Subscriber.objects.exists()

    staff.post(f"{IMPORTS}{list_import.pk}/start/")
    run_import.call(list_import.pk)
    assert states() == {"ada@example.org": "confirmed"}
    assert b"1 row is in: 1 new reader." in staff.get(page).content
    assert not kept.exists()


def test_columns_are_chosen_by_hand_where_the_guess_was_wrong(staff):
    # Two columns of addresses: which of them is meant, only a person knows.
    upload(staff, "who,where\nada@example.com,ada@example.org\n")
    list_import = ListImport.objects.get()
    check_import.call(list_import.pk)
    list_import.refresh_from_db()
    assert list_import.state == "failed"

    staff.post(f"{IMPORTS}{list_import.pk}/columns/", {"address": "where"})
    check_import.call(list_import.pk)

    list_import.refresh_from_db()
    assert (list_import.state, list_import.found["new"]) == ("checked", 1)


@pytest.mark.parametrize("fields", [{"basis": ""}, {"file": ""}, {"preset": "exe"}])
def test_no_list_without_a_ground_or_a_file(staff, fields):
    assert upload(staff, **fields).status_code == 200
    assert not ListImport.objects.exists()


@pytest.mark.parametrize("group", ["", "Contributor", "Editor"])
def test_nobody_imports_without_the_right(bring, group):
    list_import = bring("email\nada@example.org\n")
    client = Client()
    client.force_login(make_user("other", group))

    assert upload(client).status_code == 403
    for view in ("start", "columns"):
        assert client.post(f"{IMPORTS}{list_import.pk}/{view}/").status_code == 403
    assert client.get(f"{IMPORTS}{list_import.pk}/rejects/").status_code == 403
    assert client.get(f"{IMPORTS}{list_import.pk}/change/").status_code == 403


def test_the_terminal_takes_a_list_in_too(tmp_path, capsys):
    make_user("ada")
    path = tmp_path / "list.csv"
    path.write_text("email\nada@example.org\n")

    with pytest.raises(CommandError):
        call_command("import_subscribers", str(path))
    call_command("import_subscribers", str(path), by="ada", basis="x", dry_run=True)
    assert not Subscriber.objects.exists()
    call_command("import_subscribers", str(path), by="ada", basis="x")

    assert states() == {"ada@example.org": "confirmed"}
    assert path.exists()


def test_every_preset_is_offered_by_a_name():
    assert all(preset.label for preset in PRESETS.values())
