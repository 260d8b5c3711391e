"""The loop that sends. Any number of these run side by side, on any number of machines.

After any crash every reader has been sent the issue exactly once, or stands in a list of
uncertain deliveries no longer than the number of open connections. That rests on one order of
things: the whole message is streamed but for its last dot; that it is being handed over is
committed; the dot is sent; the answer is noted. A crash before the commit has sent nothing; a
crash after it leaves a row that everybody can see.
"""

import contextlib
import logging
import secrets
import time
from datetime import timedelta

from django.db import Error, connection, transaction

from newsletter.models import Arming, Delivery, Issue, Rest
from newsletter.models.bounce import OF_SENDER
from newsletter.printing import print_issue
from newsletter.sending.envelope import Envelope
from newsletter.sending.prepare import prepare
from newsletter.sending.schedule import begin_due
from newsletter.sending.transports import Broken, NotReached, Refused, Unknown, transport

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
BATCH = 100
# That many refusals in a row that are our own fault: somebody has to look before we go on.
OUR_FAULTS = 20
NAP, LONGEST_NAP = 2.0, 60.0


class NotArmed(Exception):
    """The database may not know whom mail has reached: a person must say that it may go on."""


class Worker:
    def __init__(self, *, lease=LEASE, batch=BATCH, nap=NAP):
        self.name = secrets.token_hex(8)
        self.lease, self.batch, self.nap = lease, batch, nap
        self.transport = transport()
        self.stopped = False
        self.until = float("inf")
        self.envelopes = {}
        self.faults = 0
        self.has_fresh_line = True
        # What happened and could not be noted: the answer to the last dot, and a message whose dot
        # was never sent though its handing-over may have been committed.
        self.to_note = None
        self.to_take_back = None
        # Noted, and known to be on the disk as soon as the next commit that waits for it.
        self.soon_on_disk = None

    def stop(self, *_):
        """Finish the message whose dot is out, give back the rest, and end."""
        self.stopped = True

    def run(self, once=False, seconds=None):
        """Send whatever is due; with `once`, until nothing is; at most for so many seconds."""
        nap = self.nap
        self.until = time.monotonic() + seconds if seconds else float("inf")
        self.has_fresh_line = True
        while not self._is_over():
            try:
                busy = self._round()
                nap = self.nap
            except NotReached as problem:
                log.warning("The mail server is not to be reached: %s", problem)
                busy, nap = False, min(nap * 2, LONGEST_NAP)
            except NotArmed:
                log.warning("This database was put back from a backup: see manage.py arm_mail.")
                busy, nap = False, LONGEST_NAP
            except Error as problem:
                log.warning("The database does not answer: %s", type(problem).__name__)
                busy, nap = True, self.nap
                self._lost_database()
            if once and not busy:
                break
            if not busy or nap > self.nap:
                self._rest(nap)
        self._leave()

    def _leave(self):
        """Give back the rest. What the database cannot be told is uncertain, and lapses there."""
        try:
            self._settle()
        except Error as problem:
            log.warning("The database was not told of the end: %s", type(problem).__name__)
        self.transport.quit()

    def _is_over(self):
        return self.stopped or time.monotonic() > self.until

    def _round(self):
        """One look at everything. True if there was something to do."""
        if self.has_fresh_line:
            _commit_to_disk()
            self.has_fresh_line = False
        self._settle()
        if not Arming.is_armed():
            raise NotArmed
        begin_due()
        Delivery.objects.recover()
        self._ask_about_uncertain()
        busy = False
        for issue in Issue.objects.preparing():
            prepare(issue, stop=self._is_over)
            busy = True
        for issue in Issue.objects.sending():
            if self._is_over():
                break
            busy = bool(self._send_some(issue)) or busy
            if not issue.deliveries.open().exists():
                issue.finish()
                self.envelopes.pop(issue.pk, None)
        return busy

    def _send_some(self, issue):
        deliveries = Delivery.objects.claim(issue, self.name, self.batch, self.lease)
        claimed_at = time.monotonic()
        try:
            for delivery in deliveries:
                if self._is_over() or issue.state != Issue.State.SENDING:
                    break
                if time.monotonic() - claimed_at > self.lease.total_seconds() / 3:
                    Delivery.objects.renew(self.name, self.lease)
                    claimed_at = time.monotonic()
                self._send(issue, delivery)
        finally:
            if not connection.needs_rollback:
                self._settle()
        return len(deliveries)

    def _send(self, issue, delivery):
        if not delivery.subscriber.is_confirmed() or delivery.subscriber.is_paused():
            delivery.skip()
            return
        self.transport.open()
        parcel = self._envelope(issue).pack(delivery)
        try:
            self.transport.stream(parcel)
        except Refused as refused:
            self._refused(issue, delivery, refused)
            return
        except Broken:
            # Perhaps it is this very message that the server dies of: others go first.
            delivery.defer("the line broke")
            return
        if self._commit(delivery):
            self._dot(issue, delivery)
        else:
            issue.refresh_from_db(fields=["state"])

    def _commit(self, delivery):
        """Say for all to see that the server may have it; True if we may send the dot."""
        self.to_take_back = delivery
        begun = time.monotonic()
        try:
            may = delivery.hand_over(self.lease)
        except Error:
            self.transport.close()
            raise
        if may:
            self.soon_on_disk = None
        if may and time.monotonic() - begun < self.lease.total_seconds() / 3:
            return True
        # We were stopped for so long that others may have it by now, or the reader has left.
        self.transport.close()
        delivery.take_back()
        self.to_take_back = None
        return False

    def _dot(self, issue, delivery):
        self.to_take_back = None
        try:
            self.transport.dot()
        except Refused as refused:
            self._refused(issue, delivery, refused)
        except Broken:
            delivery.defer("the line broke")
        except Unknown:
            delivery.leave_open()
        else:
            self.to_note = delivery
            self.faults = 0
            self._note()

    def _refused(self, issue, delivery, refused):
        """A no is an answer too: for now, for this reader, or because of us."""
        if not refused.for_good:
            if refused.code == 421 or refused.status.startswith("4.7."):
                Rest.give(delivery.domain)
            delivery.defer(str(refused))
            return
        delivery.failed(str(refused))
        if not refused.of_sender:
            delivery.subscriber.refuse(refused.status)
        if refused.of_sender or refused.status.startswith(OF_SENDER):
            self.faults += 1
            if self.faults >= OUR_FAULTS:
                issue.pause(f"{OUR_FAULTS} servers in a row refused us: {refused}.")

    def _settle(self):
        """Commit what happened, and give back what was claimed and not begun."""
        self._note()
        if self.to_take_back is not None:
            self.to_take_back.take_back()
            self.to_take_back = None
        Delivery.objects.release(self.name)

    def _note(self):
        """Note that a dot was answered. Not waiting for the disk: forgotten, it is uncertain."""
        if self.to_note is not None:
            with _soon_on_disk():
                self.to_note.sent()
            self.soon_on_disk, self.to_note = self.to_note, None

    def _ask_about_uncertain(self):
        """Where the transport can be asked, no delivery stays uncertain."""
        if not self.transport.can_be_asked:
            return
        for delivery in Delivery.objects.uncertain().select_related("issue")[: self.batch]:
            if self.transport.was_accepted(delivery.message_id(), delivery.issue.frozen_at):
                delivery.mark_sent()
            else:
                delivery.send_again()

    def _envelope(self, issue):
        if issue.pk not in self.envelopes:
            self.envelopes[issue.pk] = Envelope(issue, print_issue(issue))
        return self.envelopes[issue.pk]

    def _lost_database(self):
        """Begin anew on a fresh connection; what we know that it does not is kept until then."""
        self._rest(self.nap / 4)
        self.has_fresh_line = True
        if self.to_note is None:
            # It may have forgotten what it did not wait for; noted twice is noted once.
            self.to_note = self.soon_on_disk
        with contextlib.suppress(Error):
            connection.close()

    def _rest(self, seconds):
        until = time.monotonic() + seconds
        while not self.stopped and time.monotonic() < until:
            time.sleep(min(0.1, seconds))


@contextlib.contextmanager
def _soon_on_disk():
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            yield
    elif connection.in_atomic_block:
        yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = NORMAL")
            try:
                yield
            finally:
                cursor.execute("PRAGMA synchronous = FULL")


def _commit_to_disk():
    """A commit that a power cut forgets would be a mail sent twice."""
    if connection.in_atomic_block:  # neither database would listen
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous = FULL")
        else:
            cursor.execute("SET synchronous_commit = on")
