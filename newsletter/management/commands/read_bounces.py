import imaplib
import mailbox
import os
import sys
from urllib.parse import unquote, urlsplit

from django.core.management.base import BaseCommand, CommandError

from newsletter.bounces import read_report, take_report


class Command(BaseCommand):
    help = "Read the mailbox that undelivered mail and unsubscribing mail comes back to."

    def add_arguments(self, parser):
        parser.add_argument("--maildir", help="a folder in Maildir's form")
        parser.add_argument("--imap", metavar="HOST", help="imaps://user@host/FOLDER")
        parser.add_argument("--stdin", action="store_true", help="one mail, from a pipe")

    def handle(self, *, maildir, imap, stdin, **options):
        if stdin:
            self.take(sys.stdin.buffer.read())
        elif maildir:
            self.read_maildir(maildir)
        elif imap:
            self.read_imap(urlsplit(imap))
        else:
            raise CommandError("Say where: --maildir FOLDER, --imap URL or --stdin.")

    def read_maildir(self, folder):
        """What was understood is removed; the rest stays, marked as seen, for a person."""
        box = mailbox.Maildir(folder, create=False)
        for key in box.keys():  # noqa: SIM118 - a Maildir is no dictionary
            message = box.get_message(key)
            if "S" in message.get_flags():
                continue
            if self.take(box.get_bytes(key)):
                box.discard(key)
            else:
                message.set_subdir("cur")
                message.add_flag("S")
                box[key] = message

    def read_imap(self, url):
        password = os.environ.get("NEWSLETTER_MAILBOX_PASSWORD", "")
        if url.scheme != "imaps" or not (url.username and password):
            raise CommandError(
                "It takes imaps://user@host/FOLDER, and NEWSLETTER_MAILBOX_PASSWORD set."
            )
        with imaplib.IMAP4_SSL(url.hostname, url.port or 993, timeout=60) as server:
            server.login(unquote(url.username), password)
            server.select(url.path.strip("/") or "INBOX")
            _, found = server.search(None, "UNSEEN")
            for number in found[0].split():
                _, parts = server.fetch(number, "(RFC822)")  # marks it as seen
                if self.take(parts[0][1]):
                    server.store(number, "+FLAGS", "\\Deleted")
            server.expunge()

    def take(self, raw):
        report = read_report(raw)
        taken = report is not None and take_report(report)
        self.stdout.write(report.kind if taken else "left for a person")
        return taken
