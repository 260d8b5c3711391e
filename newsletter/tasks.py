"""What happens after an answer has gone out. Each may run again, and beside itself."""

import logging

from django.utils import timezone

from articles.background import task
from newsletter.letters import post
from newsletter.models import Confirmation, Letter, SignUp, Subscriber

log = logging.getLogger(__name__)
AT_ONCE = 500


@task()
def empty_letterbox():
    """Settle the sign-ups that wait, and post every letter that is due."""
    for sign_up in SignUp.objects.waiting()[:AT_ONCE]:
        sign_up.settle()
    for letter in Letter.objects.due().select_related("subscriber")[:AT_ONCE]:
        post(letter)


@task()
def forget_the_unconfirmed():
    """Erase who never confirmed, and drop what sign-ups and used links leave behind."""
    now = timezone.now()
    for subscriber in Subscriber.objects.never_confirmed(now).iterator():
        subscriber.erase(now)
    SignUp.objects.outdated(now).delete()
    Confirmation.objects.filter(ends_at__lte=now).delete()
