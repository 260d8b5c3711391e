from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import connection

from articles.models import MagazineSettings
from newsletter.checkup import NoAnswer, check_up, related

pytestmark = pytest.mark.django_db

RECORDS = {
    "example.org": ["v=spf1 include:_spf.example.net -all", "site-verification=1"],
    "_dmarc.example.org": ["v=DMARC1; p=quarantine"],
    "far._domainkey.example.org": ["v=DKIM1; k=rsa; p=MIIB"],
}


def lookup(name):
    return RECORDS.get(name, [])


def verdicts(lookup=lookup):
    return {finding.about: finding.verdict for finding in check_up(lookup)}


@pytest.fixture
def in_order(settings):
    settings.SITE_URL = urlsplit("https://www.example.org")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "mail.example.net", True
    settings.DEFAULT_FROM_EMAIL = "newsletter@example.org"
    settings.NEWSLETTER_DKIM_SELECTOR = "far"
    settings.NEWSLETTER_MAILBOX = "bounces@example.org"
    MagazineSettings.objects.update(postal_address="1 Quay, Port")
    return settings


def test_a_house_in_order_is_told_so(in_order):
    assert set(verdicts().values()) == {"good"}


@pytest.mark.parametrize(
    ("name", "value", "about"),
    [
        ("SITE_URL", urlsplit("http://www.example.org"), "address"),
        ("EMAIL_BACKEND", "newsletter.outbox.Backend", "mail server"),
        ("DEFAULT_FROM_EMAIL", "us@gmail.com", "sender"),
        ("EMAIL_USE_TLS", False, "encryption"),
        ("NEWSLETTER_MAILBOX", "", "bounces"),
    ],
)
def test_what_is_missing_is_named(in_order, name, value, about):
    setattr(in_order, name, value)

    assert verdicts()[about] == "missing"


@pytest.mark.parametrize("about", ["SPF", "DMARC", "DKIM"])
def test_records_that_are_not_there_are_named(in_order, about):
    assert verdicts(lambda name: [])[about] == "missing"


def test_two_policies_count_as_none(in_order):
    assert verdicts(lambda name: lookup(name) * 2)["SPF"] == "missing"


def test_where_nobody_can_be_asked_nothing_is_claimed(in_order):
    def no_network(name):
        raise NoAnswer

    found = verdicts(no_network)
    assert {found[about] for about in ("SPF", "DMARC", "DKIM")} == {"not to be told from here"}


def test_a_missing_postal_address_is_named(in_order):
    MagazineSettings.objects.update(postal_address=" ")

    assert verdicts()["postal address"] == "missing"


def test_lost_guards_of_consent_are_named(in_order):
    table = " ON newsletter_consentevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER newsletter_consentevent_no_update{table}")

    assert verdicts()["consent"] == "missing"


@pytest.mark.parametrize(
    ("one", "other", "well"),
    [
        ("example.org", "example.org", True),
        ("www.example.org", "mail.example.org", True),
        ("example.org", "news.EXAMPLE.org", True),
        ("example.org", "badexample.org", False),
        ("example.org", "org.example", False),
    ],
)
def test_domains_are_related_when_one_lies_in_the_other(one, other, well):
    assert related(one, other) is well


def test_the_command_fails_where_something_is_missing(capsys):
    with pytest.raises(SystemExit):
        call_command("newsletter_check")

    assert " no  address: SITE_URL is not https" in capsys.readouterr().out
