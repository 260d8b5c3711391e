"""Messages a second, against what the mail line and the disk allow by themselves."""

import os
import smtplib
import socket
import time
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bench.newsletter import sink
from bench.newsletter.apart import median, side_by_side, took
from bench.newsletter.readers import empty, make_readers
from newsletter import compose
from newsletter.models import Delivery, Issue, Subscriber
from newsletter.printing import print_issue
from newsletter.sending.envelope import Envelope
from newsletter.sending.prepare import prepare
from newsletter.sending.schedule import begin_due
from newsletter.sending.worker import Worker
from tests.factories import make_published, make_section

WORKERS = 4


def sending(messages, rounds):
    """Each round sends as many messages by each way, one way after the other."""
    server, port = sink.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    make_readers(messages)
    _articles()
    rates = {"fdatasync": [], "smtplib": [], "smtplib, four": [], "one worker": [], "four": []}
    try:
        raws = _raws(messages)
        for number in range(rounds):
            rates["fdatasync"].append(_fdatasyncs(settings.DATA_DIR))
            rates["smtplib"].append(messages / side_by_side(1, _plainly, port, raws))
            rates["one worker"].append(messages / _by_workers(1, messages))
            quarter = raws[: messages // WORKERS]
            rates["smtplib, four"].append(messages / side_by_side(WORKERS, _plainly, port, quarter))
            rates["four"].append(messages / _by_workers(WORKERS, messages))
            print(f"  round {number + 1}: { ({k: round(v[-1]) for k, v in rates.items()}) }")
        processor = _processor_cost(messages)
    finally:
        server.terminate()
    found = {name: median(values) for name, values in rates.items()}
    return {
        "messages": messages,
        "bytes": len(raws[0][1]),
        "per second": found,
        "one worker to smtplib": found["one worker"] / found["smtplib"],
        "one worker to fdatasync": found["one worker"] / found["fdatasync"],
        "four to smtplib, four": found["four"] / found["smtplib, four"],
        "four to fdatasync": found["four"] / found["fdatasync"],
        "a worker's processor, ms a message": processor,
        "build": _build_cost(),
        "rounds": rates,
    }


def _articles():
    section = make_section("World")
    for number in range(15):
        make_published(
            title=f"Article {number}",
            section=section,
            dek="Two superpowers who agreed on little ended a disease together. " * 2,
            published_at=timezone.now() - timedelta(hours=number + 1),
        )


def _begun_issue():
    # What an earlier issue carried would not come in again.
    empty("newsletter_delivery", "newsletter_issuepicture", "newsletter_entry", "newsletter_issue")
    issue = compose.draft(timezone.now() - timedelta(days=7))
    issue.subject = "The week"
    issue.tested_digest = print_issue(issue).digest
    issue.save()
    issue.schedule(None)
    Issue.objects.filter(pk=issue.pk).update(
        send_at=timezone.now(), tested_digest=print_issue(issue).digest
    )
    begin_due()
    issue.refresh_from_db()
    assert issue.state == "preparing", issue.note
    prepare(issue)
    return issue


def _by_workers(count, messages):
    issue = _begun_issue()
    seconds = side_by_side(count, _work)
    issue.refresh_from_db()
    assert issue.sums() == {"sent": messages}, issue.sums()
    return seconds


def _work():
    Worker(nap=0.05).run(once=True)


class Timed(Worker):
    """Counts the processor time of what it says in the database around each dot."""

    handing = noting = 0.0

    def _commit(self, delivery):
        begun = time.process_time()
        try:
            return super()._commit(delivery)
        finally:
            self.handing += time.process_time() - begun

    def _note(self):
        begun = time.process_time()
        super()._note()
        self.noting += time.process_time() - begun


def _processor_cost(messages):
    """Of one worker alone: in all, in saying that it hands over, in noting the answer."""
    _begun_issue()
    run = took(_work_timed)
    handing, noting = run.result
    each = {"in all": run.processor, "handing over": handing, "noting": noting}
    return {name: 1000 * seconds / messages for name, seconds in each.items()}


def _work_timed():
    worker = Timed(nap=0.05)
    worker.run(once=True)
    return worker.handing, worker.noting


def _raws(messages):
    issue = _begun_issue()
    envelope = Envelope(issue, print_issue(issue))
    deliveries = Delivery.objects.select_related("subscriber").order_by("pk")[:messages]
    parcels = [envelope.pack(delivery) for delivery in deliveries]
    return [(parcel.recipient, parcel.raw) for parcel in parcels]


def _plainly(port, raws):
    """What smtplib does with messages that are ready, on one connection, writing nothing down."""
    server = smtplib.SMTP("127.0.0.1", port)
    server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for recipient, raw in raws:
        server.sendmail("newsletter@example.org", [recipient], raw)
    server.quit()


def _fdatasyncs(folder, seconds=2.0):
    """How often a second the disk says that a page is on it."""
    path = Path(folder) / "fdatasync"
    with open(path, "wb", buffering=0) as file:
        count, begun = 0, time.perf_counter()
        while (spent := time.perf_counter() - begun) < seconds:
            file.write(b"\0" * 4096)
            os.fdatasync(file.fileno())
            count += 1
    path.unlink()
    return count / spent


def _build_cost(most=2_000):
    """Milliseconds a reader: our pieces, and a message built anew for each."""
    issue = Issue.objects.order_by("-pk")[0]
    printed = print_issue(issue)
    envelope = Envelope(issue, printed)
    deliveries = list(issue.deliveries.select_related("subscriber")[:most])
    begun = time.perf_counter()
    for delivery in deliveries:
        envelope.pack(delivery)
    ours = (time.perf_counter() - begun) / len(deliveries)
    begun = time.perf_counter()
    for delivery in deliveries[:200]:
        _anew(issue, printed, delivery.subscriber)
    anew = (time.perf_counter() - begun) / len(deliveries[:200])
    return {"spliced, ms": ours * 1000, "built anew, ms": anew * 1000, "times": anew / ours}


def _anew(issue, printed, reader: Subscriber):
    tokens = {"unsubscribe": reader.unsubscribe_token(), "preferences": reader.preferences_token()}
    html, text = printed.for_reader(tokens)
    message = EmailMessage()
    message["From"], message["To"] = "newsletter@example.org", reader.address
    message["Subject"] = issue.subject
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message.as_bytes()
