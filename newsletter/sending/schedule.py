"""When an issue's time has come: freeze it, or hold it if its time is long past."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from newsletter.models import Issue, NotReady, Subscriber
from newsletter.models.issue import TOO_LATE
from newsletter.printing import check, print_issue


def begin_due(at=None):
    """Begin every issue whose time has come. Safe to call from any number of workers."""
    at = at or timezone.now()
    for issue in Issue.objects.due(at):
        if at - issue.send_at > TOO_LATE:
            late = issue.send_at.strftime("%Y-%m-%d %H:%M")
            _hold(issue, f"It was due at {late} UTC, more than six hours ago.")
        else:
            _begin(issue, at)


@transaction.atomic
def _begin(issue, at):
    printed = print_issue(issue)
    try:
        check(issue, printed)
    except NotReady as problem:
        _hold(issue, str(problem))
        return
    audience_end = Subscriber.objects.aggregate(Max("pk"))["pk__max"] or 0
    issue.freeze(printed.html, printed.text, printed.digest, printed.pictures, audience_end, at)


def _hold(issue, why):
    """Stop, and tell whoever pressed Send: nothing goes out until a person says so."""
    if not issue.hold(why) or not (issue.sent_by and issue.sent_by.email):
        return
    url = settings.SITE_ADDRESS + reverse("admin:newsletter_issue_change", args=[issue.pk])
    words = f"{why}\n\nNothing was sent. Send it or change it here:\n{url}\n"
    subject = f"Held: {' '.join(issue.subject.split())}"
    transaction.on_commit(
        lambda: send_mail(subject, words, None, [issue.sent_by.email], fail_silently=True)
    )
