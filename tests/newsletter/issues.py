"""Issues for tests, and a mail server that can be told what to do."""

import asyncio
import threading
from datetime import timedelta

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from django.utils import timezone

from articles.models import MagazineSettings
from newsletter import compose
from newsletter.models import Issue, Subscriber
from newsletter.printing import print_issue
from tests.factories import make_published


def make_issue(articles=1, state="draft", **fields):
    """An issue with published articles in it; tested and due where it is to be sent."""
    MagazineSettings.objects.filter(postal_address="").update(postal_address="1 Quay, Port")
    for _ in range(articles):
        make_published()
    issue = compose.draft()
    Issue.objects.filter(pk=issue.pk).update(**{"subject": "The week", **fields})
    issue.refresh_from_db()
    if state != "draft":
        mark_tested(issue)
        issue.schedule(None)
        Issue.objects.filter(pk=issue.pk).update(send_at=timezone.now())
    issue.refresh_from_db()
    return issue


def mark_tested(issue):
    """As if a test had been sent and looked at."""
    Issue.objects.filter(pk=issue.pk).update(tested_digest=print_issue(issue).digest)


def make_readers(count):
    """Many confirmed readers at once."""
    now = timezone.now()
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                address=f"reader-{number}@d{number % 7}.example.org",
                address_key=f"reader-{number}@d{number % 7}.example.org",
                confirmed_at=now - timedelta(days=1),
            )
            for number in range(count)
        ],
        batch_size=500,
    )


class Sink:
    """Takes mail and remembers who was sent what; a rule may answer otherwise."""

    def __init__(self, port, rule=None, delay=0.0, **options):
        self.rule = rule or (lambda stage, recipient: None)
        self.delay = delay
        self.taken = []
        self.lock = threading.Lock()
        self.controller = _Controller(self, hostname="127.0.0.1", port=port, **options)

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.rule("MAIL", address) or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.rule("RCPT", address)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        answer = self.rule("DATA", recipient)
        if answer and not answer.startswith("250"):
            return answer
        if self.delay:
            await asyncio.sleep(self.delay)
        with self.lock:
            self.taken.append((recipient, _message_id(envelope.content), envelope.content))
        if answer == "250 and hang up":
            session.hang_up = True
            server.transport.close()
        return "250 OK"

    def recipients(self):
        with self.lock:
            return [recipient for recipient, _, _ in self.taken]

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()


class _Controller(Controller):
    def __init__(self, sink, **options):
        self.tls = options.pop("require_starttls", False)
        self.utf8 = options.pop("utf8", True)
        super().__init__(sink, **options)

    def factory(self):
        return Server(self.handler, enable_SMTPUTF8=self.utf8, require_starttls=self.tls)


def _message_id(content):
    head = content.partition(b"\r\n\r\n")[0]
    line = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
    return line.partition(b":")[2].strip().decode()
