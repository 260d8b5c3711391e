"""A test of an issue, sent to one member of staff, before it is sent to everybody."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, send_mail
from django.urls import reverse
from django.utils import timezone

from articles.models import MagazineSettings
from newsletter.letters import one_line
from newsletter.models import Arming, Issue, NotReady, Rhythm
from newsletter.printing import check, print_issue
from newsletter.sending.envelope import sender_of
from newsletter.tokens import PREFERENCES, UNSUBSCRIBE

log = logging.getLogger(__name__)

# Links that lead nowhere: a test is no key to anybody's preferences.
NOBODY = {UNSUBSCRIBE: "preview", PREFERENCES: "preview"}


def rehearse(issue, address):
    """Send a test, and remember what was tested: only that may go out. Raises OSError."""
    printed = print_issue(issue)
    html, text = printed.for_reader(NOBODY)
    mail = EmailMultiAlternatives(
        subject=f"[Test] {one_line(issue.subject)}",
        body=text,
        from_email=sender_of(issue, MagazineSettings.objects.current()),
        to=[address],
        reply_to=[issue.reply_to] if issue.reply_to else None,
    )
    mail.attach_alternative(html, "text/html")
    mail.send()
    Issue.objects.filter(pk=issue.pk).update(tested_digest=printed.digest)
    issue.refresh_from_db(fields=["tested_digest"])


def schedule_by_itself(issue, now=None):
    """Where somebody chose it so: send them a test and the way to stop, and schedule the issue.

    What nobody could be shown, or is not fit to go out, stays a draft.
    """
    now = now or timezone.now()
    rhythm = Rhythm.objects.select_related("by").first() or Rhythm()
    by = rhythm.sender()
    if by is None or not Arming.is_armed():
        return False
    at = now + timedelta(hours=rhythm.hours_to_stop)
    try:
        rehearse(issue, by.email)
        check(issue, print_issue(issue))
        _tell(by, issue, f"It goes out at {at:%Y-%m-%d %H:%M} UTC. Stop it here, if it should not:")
    except NotReady as problem:
        _tell(by, issue, f"It stays a draft. {problem} It is here:")
        return False
    except OSError as problem:
        log.warning(
            "Issue %s stays a draft: no test went out: %s", issue.pk, type(problem).__name__
        )
        return False
    return issue.schedule(by, at, now=now)


def _tell(user, issue, words):
    page = "change" if words.startswith("It stays") else "watch"
    url = settings.SITE_ADDRESS + reverse(f"admin:newsletter_issue_{page}", args=[issue.pk])
    subject = f"By itself: {one_line(issue.subject)}"
    send_mail(
        subject, f"The week's issue was put together.\n\n{words}\n{url}\n", None, [user.email]
    )
