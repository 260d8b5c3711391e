"""Three weekly letters that went out, and the next as a draft, by the newsletter's own steps."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import MagazineSettings
from magazine.demo import manuscript
from newsletter import compose
from newsletter.models import Delivery, Issue, Rhythm, Subscriber
from newsletter.models.delivery import State
from newsletter.printing import print_issue

WEEK = timedelta(weeks=1)
RHYTHM = Rhythm(weekday=Rhythm.Day.FRIDAY, hour=7)
# The draft holds at least so much, on whatever day of the week the demo is made.
LEAST = timedelta(days=3)
# Of the readers of each letter one had a full mailbox.
FULL = "552 5.2.2"


@transaction.atomic
def write_letters(at=None):
    """Call after the articles and the readers are there."""
    at = at or timezone.now()
    texts = manuscript.read_all("letters")
    editor, chief = (User.objects.get(username=name) for name in ("editor", "chief"))
    last = RHYTHM.last_moment(MagazineSettings.objects.current().zone(), at - LEAST)
    # Oldest first: what one carried, the next leaves out.
    for weeks_ago, text in zip(range(len(texts) - 1, -1, -1), texts, strict=True):
        moment = last - weeks_ago * WEEK
        _send(_compose(text, moment, editor), moment, chief)
    compose.draft(last, at, by=editor)
    Rhythm.objects.update(weekday=RHYTHM.weekday, hour=RHYTHM.hour, made_to=at)


def _compose(text, moment, by):
    issue = compose.draft(moment - WEEK, moment, by=by)
    issue.subject, issue.preheader = text.get("subject"), text.get("preheader")
    issue.intro = text.body.strip()
    issue.reply_to = "letters@example.org"
    issue.save(update_fields=["subject", "preheader", "intro", "reply_to"])
    return issue


def _send(issue, moment, by):
    """Every step of a real sending but the mail server's."""
    printed = print_issue(issue, at=moment)
    Issue.objects.filter(pk=issue.pk).update(tested_digest=printed.digest)
    readers = _readers(moment)
    end = max(reader.pk for reader in readers)
    issue.schedule(by, moment, now=moment)
    issue.freeze(printed.html, printed.text, printed.digest, printed.pictures, end, moment)
    awake = [reader for reader in readers if not reader.is_paused(moment)]
    Delivery.objects.bulk_create(
        _delivery(issue, reader, moment + timedelta(seconds=number // 4), number == 60)
        for number, reader in enumerate(awake)
    )
    issue.advance(0, end, len(readers), len(awake), len(readers) - len(awake))
    issue.begin_sending(moment + timedelta(seconds=1))
    issue.finish(moment + timedelta(minutes=1))


def _readers(moment):
    """Who was on the list at that time."""
    left = ("unsubscribed_at", "bounced_at", "complained_at")
    readers = Subscriber.objects.filter(confirmed_at__lte=moment, erased_at=None)
    for field in left:
        readers = readers.filter(Q(**{field: None}) | Q(**{f"{field}__gt": moment}))
    return list(readers.order_by("pk"))


def _delivery(issue, reader, at, is_full):
    return Delivery(
        issue=issue,
        subscriber=reader,
        address_key=reader.address_key,
        domain=reader.address_key.rpartition("@")[2],
        state=State.FAILED if is_full else State.SENT,
        answer=FULL if is_full else "",
        ended_at=at,
    )
