"""Mail that came back, in the shapes that the servers of others give it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.bounces import Report, read_report, take_report
from newsletter.models import Subscriber
from tests.newsletter.readers import make_reader

pytestmark = pytest.mark.django_db

POSTFIX = """Return-Path: <>
X-Original-To: bounces+b-TOKEN@example.org
Delivered-To: bounces@example.org
Received: by mail.example.org (Postfix) id 4A1B2C3D4E; Mon,  1 Jun 2026 12:00:03 +0000 (UTC)
Date: Mon,  1 Jun 2026 12:00:03 +0000 (UTC)
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: bounces+b-TOKEN@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="9F8E7D6C5B.1780315203/mail.example.org"
Content-Transfer-Encoding: 8bit

This is a MIME-encapsulated message.

--9F8E7D6C5B.1780315203/mail.example.org
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

This is the mail system at host mail.example.org.

<ada@example.net>: host mx.example.net[203.0.113.9] said: 550 5.1.1
    <ada@example.net>: Recipient address rejected: User unknown in virtual
    mailbox table (in reply to RCPT TO command)

--9F8E7D6C5B.1780315203/mail.example.org
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 9F8E7D6C5B
X-Postfix-Sender: rfc822; bounces+b-TOKEN@example.org
Arrival-Date: Mon,  1 Jun 2026 12:00:01 +0000 (UTC)

Final-Recipient: rfc822; ada@example.net
Original-Recipient: rfc822;ada@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 5.1.1 <ada@example.net>: Recipient address rejected:
    User unknown in virtual mailbox table

--9F8E7D6C5B.1780315203/mail.example.org
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers
Content-Transfer-Encoding: 8bit

Return-Path: <bounces+b-TOKEN@example.org>
Subject: The week

--9F8E7D6C5B.1780315203/mail.example.org--
"""

EXIM = """Return-path: <>
Envelope-to: bounces+b-TOKEN@example.org
Received: from Debian-exim by mx.example.net with local (Exim 4.96) id 1qAbCd-0001Ef-2G
\tfor bounces+b-TOKEN@example.org; Mon, 01 Jun 2026 12:00:03 +0000
X-Failed-Recipients: ada@example.net
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: bounces+b-TOKEN@example.org
References: <issue-1.abc@example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary=1780315203-eximdsn-1311192302
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--1780315203-eximdsn-1311192302
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

--1780315203-eximdsn-1311192302
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Action: failed
Final-Recipient: rfc822;ada@example.net
Status: 5.0.0
Remote-MTA: dns; mx2.example.net
Diagnostic-Code: smtp; 550 5.1.1 no mailbox here by that name

--1780315203-eximdsn-1311192302
Content-type: message/rfc822

Return-path: <bounces+b-TOKEN@example.org>
Subject: The week

--1780315203-eximdsn-1311192302--
"""

EXIM_IN_WORDS = """Return-path: <>
X-Failed-Recipients: ada@example.net
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: bounces+b-TOKEN@example.org
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1qAbCd-0001Ef-2G@mx.example.net>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ada@example.net
    SMTP error from remote mail server after RCPT TO:<ada@example.net>:
    host mx2.example.net [203.0.113.9]: 550 5.1.1 User unknown

------ This is a copy of the message, including all the headers. ------

Return-path: <bounces+b-TOKEN@example.org>
Subject: Why 5.7.1 is our own fault
"""

QMAIL = """Return-Path: <>
Delivered-To: bounces+b-TOKEN@example.org
Received: (qmail 4242 invoked for bounce); 1 Jun 2026 12:00:03 -0000
Date: 1 Jun 2026 12:00:03 -0000
From: MAILER-DAEMON@mx.example.net
To: bounces+b-TOKEN@example.org
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ada@example.net>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <bounces+b-TOKEN@example.org>
Subject: The week
"""

EXCHANGE = """Received: from AM0PR0101MB0001.eurprd01.prod.exchangelabs.example (2603:10a6::1)
 by AM0PR0101MB0002.example with HTTPS; Mon, 1 Jun 2026 12:00:03 +0000
From: <postmaster@example.net>
To: <bounces+b-TOKEN@example.org>
Date: Mon, 1 Jun 2026 12:00:03 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_000_AM0PR0101MB0001eurp_"
Content-Language: en-GB
Message-ID: <1b2c3d4e-0000@AM0PR0101MB0001.example>
In-Reply-To: <issue-1.abc@example.org>
Subject: Undeliverable: The week
Auto-Submitted: auto-replied
X-MS-Exchange-Message-Is-Ndr:
MIME-Version: 1.0

--_000_AM0PR0101MB0001eurp_
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="_001_AM0PR0101MB0001eurp_"

--_001_AM0PR0101MB0001eurp_
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to ada@example.net couldn't be delivered.

--_001_AM0PR0101MB0001eurp_
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: base64

PGh0bWw+PGJvZHk+Tm90IGZvdW5kPC9ib2R5PjwvaHRtbD4=

--_001_AM0PR0101MB0001eurp_--

--_000_AM0PR0101MB0001eurp_
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR0101MB0001.eurprd01.prod.exchangelabs.example
Received-From-MTA: dns;mail.example.org
Arrival-Date: Mon, 1 Jun 2026 12:00:01 +0000

Final-Recipient: rfc822;ada@example.net
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found

--_000_AM0PR0101MB0001eurp_
Content-Type: message/rfc822

Subject: The week
MIME-Version: 1.0
Content-Type: text/plain

Words.

--_000_AM0PR0101MB0001eurp_--
"""

GMAIL = """Delivered-To: bounces+b-TOKEN@example.org
Return-Path: <>
Content-Type: multipart/report; boundary="000000000000abcdef0123456789"; report-type=delivery-status
To: bounces+b-TOKEN@example.org
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
Subject: Delivery Status Notification (Failure)
Auto-Submitted: auto-replied
MIME-Version: 1.0

--000000000000abcdef0123456789
Content-Type: multipart/related; boundary="000000000000abcdef9999999999"

--000000000000abcdef9999999999
Content-Type: multipart/alternative; boundary="000000000000abcdef8888888888"

--000000000000abcdef8888888888
Content-Type: text/plain; charset="UTF-8"

** Address not found **

Your message wasn't delivered to ada@example.net because the address couldn't be found.

--000000000000abcdef8888888888--
--000000000000abcdef9999999999
Content-Type: image/png; name="icon.png"
Content-Transfer-Encoding: base64
Content-ID: <icon.png>

iVBORw0KGgo=
--000000000000abcdef9999999999--
--000000000000abcdef0123456789
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Arrival-Date: Mon, 01 Jun 2026 05:00:01 -0700 (PDT)
X-Original-Message-ID: <issue-1.abc@example.org>

Final-Recipient: rfc822; ada@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net. (203.0.113.9, the server for the domain example.net.)
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please
 550-5.1.1 double-checking the recipient's email address for typos or
 550 5.1.1 unnecessary spaces.
Last-Attempt-Date: Mon, 01 Jun 2026 05:00:03 -0700 (PDT)

--000000000000abcdef0123456789
Content-Type: message/rfc822

Subject: The week

--000000000000abcdef0123456789--
"""

# A reader on holiday answers to where the mail came from, and is not gone.
HOLIDAY = """Return-Path: <>
From: ada@example.net
To: bounces+b-TOKEN@example.org
Auto-Submitted: auto-replied
Subject: Out of the office: The week
Content-Type: text/plain

I am away. This is a permanent error, my family says. 5.1.1
"""

DELAYED = EXIM_IN_WORDS.replace("This is a permanent error", "It has not been delivered yet")

SAMPLES = {
    "postfix": (POSTFIX, "5.1.1"),
    "exim": (EXIM, "5.1.1"),
    "exim, in words": (EXIM_IN_WORDS, "5.1.1"),
    "qmail": (QMAIL, "5.1.1"),
    "exchange": (EXCHANGE, "5.1.10"),
    "gmail": (GMAIL, "5.1.1"),
}


def mail(sample, token, end="\r\n"):
    return sample.replace("TOKEN", token).replace("\n", end).encode()


@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["CR LF", "LF"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_mail_that_came_back_is_understood_whoever_sent_it(name, end):
    sample, status = SAMPLES[name]
    token = make_reader().unsubscribe_token()

    report = read_report(mail(sample, token, end))

    assert report == Report("bounced", token, status)
    take_report(report)
    assert Subscriber.objects.get().state == "bounced"


@pytest.mark.parametrize("sample", [HOLIDAY, DELAYED], ids=["on holiday", "not yet"])
def test_who_is_away_or_slow_is_not_gone(sample):
    assert read_report(mail(sample, make_reader().unsubscribe_token())) is None


@pytest.mark.parametrize("name", SAMPLES)
def test_what_does_not_come_back_to_an_address_of_ours_says_nothing(name):
    make_reader()

    assert read_report(mail(SAMPLES[name][0], "none")) is None


@pytest.mark.parametrize("name", SAMPLES)
def test_a_refusal_of_our_server_is_never_a_readers_fault(name):
    sample, status = SAMPLES[name]
    reader = make_reader()
    raw = mail(sample.replace(status, "5.7.1"), reader.unsubscribe_token())

    for _ in range(20):
        take_report(read_report(raw))

    assert Subscriber.objects.get().state == "confirmed"


@pytest.mark.parametrize(("status", "state"), [("4.4.1", "bounced"), ("4.7.1", "confirmed")])
def test_a_server_that_gives_up_again_and_again_is_believed_in_the_end(status, state):
    reader = make_reader()
    report = read_report(mail(GMAIL.replace("5.1.1", status), reader.unsubscribe_token()))
    now = timezone.now()

    for days in range(3):
        take_report(report, now + timedelta(days=days))

    assert Subscriber.objects.get().state == state
