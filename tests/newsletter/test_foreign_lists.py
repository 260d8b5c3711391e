"""Lists as other services and spreadsheets really give them out, oddities and all."""

import pytest

from newsletter.lists.reading import guess_preset
from newsletter.lists.taking_in import ANYTHING, look_through, take_in
from newsletter.models import ListImport, Subscriber
from tests.factories import make_user

pytestmark = pytest.mark.django_db

# What each file holds besides: ada is confirmed, bob has left, eve bounced, pat never confirmed.
ADA, BOB, EVE = (
    {"ada@example.org": "confirmed"},
    {"bob@example.org": "unsubscribed"},
    {"eve@example.org": "bounced"},
)

MAILCHIMP = (
    '"Email Address","First Name","Last Name",Address,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,'
    "CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,"
    "LEID,EUID,NOTES,TAGS\r\n"
    'Ada@Example.org,Ada,"Love, lace","1 Quay  Port  12345  US",2,"2023-04-05 06:07:08",192.0.2.7,'
    '"2023-04-05 06:09:10",192.0.2.7,51.5,-0.1,0,1,Europe/London,GB,,"2024-01-01 00:00:00",123,'
    '0a1b2c,"met at the fair\r\nsecond line\r\n\r\nthird","""VIP"",""Press, local"""\r\n'
)
MAILCHIMP_LEFT = (
    '"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LAST_CHANGED,LEID,EUID,'
    "UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER\n"
    'bob@example.org,,2,,"2023-04-05 06:09:10",,1,x,"2024-01-02 03:04:05",Week 12,77,'
    '"No longer interested",\n'
)
MAILCHIMP_CLEANED = (
    '"Email Address",MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE\n'
    'eve@example.org,1,,"2023-04-05 06:09:10","2024-01-02 03:04:05",Week 12\n'
)
SUBSTACK = (
    "email,active_subscription,expiry,plan,email_disabled,digest_enabled,created_at,"
    "first_payment_at\n"
    "ada@example.org,false,,other,false,true,2023-04-05T06:07:08.901Z,\n"
    "bob@example.org,true,2025-01-01T00:00:00.000Z,yearly_usd,true,false,2023-04-05T06:07:08.901Z,\n"
)
GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,"
    "deleted_at,labels,tiers\n"
    '6412f,ada@example.org,Ada,"a note\nwith ""quotes"", and a comma",true,false,,'
    '2023-04-05T06:07:08.000Z,,"press, friends",\n'
    "6413f,bob@example.org,,,false,true,cus_1,2023-04-05T06:07:08.000Z,,,Gold\n"
)
BUTTONDOWN = (
    "id,email_address,creation_date,notes,metadata,tags,type,source,referrer_url,ip_address\n"
    'uuid-1,ada@example.org,2023-04-05 06:07:08.901234+00:00,,"{""name"": ""Ada, L.""}",'
    "\"['press']\",regular,embedded_form,https://example.org/?a=1,192.0.2.7\n"
    "uuid-2,bob@example.org,2023-04-05 06:07:08+00:00,,{},[],unsubscribed,api,,\n"
    "uuid-3,eve@example.org,2023-04-05 06:07:08+00:00,,{},[],undeliverable,api,,\n"
    "uuid-4,pat@example.org,2023-04-05 06:07:08+00:00,,{},[],unactivated,api,,\n"
)
SUBSTACK_LIST = (
    "Email,Name,Subscription type,Activity,Subscription date,Revenue,Comments (all time),"
    "Subscriber country,Email last opened at,Expires at,Cancel date,Receiving emails for\n"
    'ada@example.org,Ada,Free,5,2023-04-05T06:07:08.901Z,$0.00,0,GB,,,,"The week, The day"\n'
)
BEEHIIV = (
    "id,email,status,tier,created_at,utm_source,utm_medium,referral_code,custom\n"
    'sub_1,ada@example.org,active,free,2023-04-05 06:07:08 UTC,twitter,social,abc,"a\nb"\n'
    "sub_2,bob@example.org,inactive,free,2023-04-05 06:07:08 UTC,,,,\n"
    "sub_3,eve@example.org,invalid,free,2023-04-05 06:07:08 UTC,,,,\n"
    "sub_4,pat@example.org,pending,free,2023-04-05 06:07:08 UTC,,,,\n"
)
ELSEWHERE = (
    "Email,Status,Created at\n"
    "ada@example.org,Active,2023-04-05\nbob@example.org,Unsubscribed,2023-04-05\n"
    "eve@example.org,Bounced,2023-04-05\npat@example.org,Unconfirmed,2023-04-05\n"
)
SAMPLES = {
    "mailchimp": ("mailchimp", MAILCHIMP, {"Ada@example.org": "confirmed"}),
    "mailchimp, unsubscribed": ("mailchimp", MAILCHIMP_LEFT, BOB),
    "mailchimp, cleaned": ("mailchimp", MAILCHIMP_CLEANED, EVE),
    "substack": ("substack", SUBSTACK, ADA | BOB),
    "ghost": ("ghost", GHOST, ADA | BOB),
    "buttondown": ("buttondown", BUTTONDOWN, ADA | BOB | EVE),
    "substack, list": ("substack-2", SUBSTACK_LIST, ADA),
    "beehiiv": ("beehiiv", BEEHIIV, ADA | BOB | EVE),
    "elsewhere": ("plain", ELSEWHERE, ADA | BOB | EVE),
}


def looked_through(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    list_import = ListImport.objects.create(
        by=make_user("staff"),
        name="list.csv",
        path=str(path),
        preset=guess_preset(path),
        basis="Signed up there",
    )
    look_through(list_import)
    return list_import


def taken_in(tmp_path, content):
    list_import = looked_through(tmp_path, content)
    list_import.start()
    take_in(list_import)
    assert list_import.state == "done", list_import.note
    return list_import


def states():
    return dict(Subscriber.objects.values_list("address", "state"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", SAMPLES)
def test_the_export_of_another_service_is_taken_for_what_it_is(tmp_path, name, encoding):
    preset, text, expected = SAMPLES[name]

    list_import = taken_in(tmp_path, text.encode(encoding))

    assert (list_import.preset, states()) == (preset, expected)
    confirmed = Subscriber.objects.confirmed().first()
    assert confirmed is None or confirmed.confirmed_at.year == 2023


@pytest.mark.parametrize(
    "content",
    [
        'Name;E-Mail;Seit\r\n"Ada; L.";ada@example.org;\r\n'.encode("utf-8-sig"),
        b"E-Mail-Adresse;Vorname\r\nada@example.org;Ada\r\n",
        "Name\tEmail\r\nAda\tada@example.org\r\n".encode("utf-16"),
        b"\xfe\xff" + "Name\tEmail\r\nAda\tada@example.org\r\n".encode("utf-16-be"),
        b"  Email ,Name\r  ada@example.org ,Ada\r",
        b'"Email"\n"ada@example.org"\n\n\n',
        b'email,note\nada@example.org,"ends in a quotation that spans\n\nthree lines"',
        "ada@example.org\n".encode("utf-8-sig"),
        b"sep=;\r\nName;E-Mail\r\nAda;ada@example.org\r\n",
        b'"sep=,"\r\n\r\n"Name; all","E-Mail"\r\nAda,ada@example.org\r\n',
        "Größe;E-Mail\r\nl’été, „groß“;ada@example.org\r\n".encode("cp1252"),
        b"Email,Name,EMAIL\nada@example.org,Ada,\n",
        b"E\0mail,Na\0me\nada@exam\0ple.org,A\0da\n\0\0\n",
        b'email,note\nada@example.org,"' + b"x" * 1_000_000 + b'"\n',
        b"1,ada@example.org,Ada\n",
        "Email,Name\r\nada@example.org,Zoë\r\n".encode("utf-16-le"),
    ],
    ids=[
        "semicolons and a mark",
        "German words",
        "Excel's Unicode text",
        "the same, big end first",
        "old Mac line ends, blanks",
        "quoted, with empty lines",
        "no line end, lines in a cell",
        "addresses alone, with a mark",
        "Excel's separator",
        "the same, quoted, an empty line, a semicolon in a name",
        "Windows-1252",
        "one name twice",
        "NUL anywhere",
        "a note of a megabyte",
        "no heading",
        "sixteen bits without a mark",
    ],
)
def test_what_spreadsheets_make_of_a_list_is_read(tmp_path, content):
    taken_in(tmp_path, content)

    assert states() == ADA


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("utf-8", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
)
def test_it_is_said_which_letters_the_list_was_read_by(tmp_path, encoding, words):
    list_import = taken_in(tmp_path, "email,name\njörg@example.org,Jörg\n".encode(encoding))

    assert list_import.note == f"Read as {words}."
    assert Subscriber.objects.get().address == "jörg@example.org"


def test_a_quotation_mark_that_is_not_closed_hides_nobody_in_silence(tmp_path):
    hidden = "".join(f"reader-{number}@example.org,\n" for number in range(900))
    text = f'email,note\nada@example.org,\nbob@example.org,"oh\n{hidden}'

    list_import = taken_in(tmp_path, text.encode())

    assert states() == ADA
    reject = list_import.rejects.get()
    assert (reject.line, reject.address) == (903, "bob@example.org")
    assert reject.reason.startswith("This row never ends: a quotation mark is not closed")


MEMBERS = (
    "Email,Status\nada@example.org,Gold\nann@example.org,Gold\nabe@example.org,Silver\n"
    "bob@example.org,Unsubscribed\neve@example.org,Bounced\npat@example.org,pending\n"
)


def test_a_status_of_another_meaning_is_told_once_and_can_be_passed_over(tmp_path):
    list_import = looked_through(tmp_path, MEMBERS.encode())

    assert (list_import.found["new"], list_import.found["rejected"]) == (0, 4)
    assert list_import.note == (
        "Read as UTF-8. Rows are refused for what they say of the reader's state: “Gold” (2), "
        "“Silver” (1), “pending” (1). If those words are about something else, choose so below."
    )

    list_import.look_again({"state": ANYTHING})
    look_through(list_import)
    list_import.start()
    take_in(list_import)

    # Who has left, bounced or never confirmed is not brought back by it.
    members = dict.fromkeys(["ada@example.org", "ann@example.org", "abe@example.org"], "confirmed")
    assert states() == members | BOB | EVE
    assert list_import.rejects.get().address == "pat@example.org"


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [
        ("Unsubscribed", "Yes", "No"),
        ("Opted out", "true", "false"),
        ("Unsubscribed from all email", "1", ""),
        ("Statut", "Désabonné", "Abonné"),
        ("Accepts Email Marketing", "no", "yes"),
        ("EMAIL_BLACKLISTED", "Yes", "No"),
        ("Unsubscribed,Opt-out", "no,yes", "no,no"),
        ("Subscriber state", "cancelled", "active"),
        ("Global status", "Unsubscribed", "Subscribed"),
        ("Status", "Abgemeldet", "Aktiv"),
    ],
)
def test_who_has_left_stays_away_whatever_a_service_calls_it(tmp_path, heading, yes, no):
    text = f"Email,{heading}\nada@example.org,{no}\nbob@example.org,{yes}\n"

    taken_in(tmp_path, text.encode())

    assert states() == ADA | BOB


@pytest.mark.parametrize(
    ("encoding", "names", "strange"),
    [
        ("cp1250", "Źdźbło;Łukasz;Šťáva", "łukasz@example.org"),
        ("cp1250", "Zażółć", "łukasz@example.org"),
        ("cp1251", "Иванов", "почта@example.org"),
        ("cp1253", "Ελένη", "ελένη@example.org"),
    ],
    ids=["Polish and Czech", "Polish", "Russian", "Greek"],
)
def test_a_list_of_another_alphabet_is_read_as_far_as_it_is_sure(
    tmp_path, encoding, names, strange
):
    head = ";".join(f"n{number}" for number, _ in enumerate(names.split(";")))
    text = f"E-mail;{head}\r\nada@example.org;{names}\r\n{strange};{names}\r\n"

    list_import = taken_in(tmp_path, text.encode(encoding))

    assert states() == ADA
    assert list_import.note == "Read as an alphabet that we do not know."
    reject = list_import.rejects.get()
    assert (reject.line, reject.reason) == (
        3,
        "Which letters these are cannot be told. Save the list as “CSV UTF-8”.",
    )


@pytest.mark.parametrize("heading", ["E-posta", "Почта", "電子メール", "Subscriber", "Contact"])
def test_a_column_of_addresses_is_known_by_what_stands_in_it(tmp_path, heading):
    text = f"Who,{heading}\nAda,ada@example.org\nNobody,\n"

    list_import = taken_in(tmp_path, text.encode())

    assert (states(), list_import.columns) == (ADA, {"address": heading.lower()})
