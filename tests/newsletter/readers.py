"""Readers for tests, brought into each state by the same verbs that the site uses."""

import itertools
import re
from datetime import timedelta

from django.core import mail
from django.utils import timezone

from newsletter.models import Subscriber
from newsletter.signup import current_wording, make_stamp, site_words
from newsletter.tasks import empty_letterbox

_numbers = itertools.count(1)

VERBS = {
    "pending": [],
    "confirmed": ["confirm"],
    "unsubscribed": ["confirm", "unsubscribe"],
    "bounced": ["confirm", "bounce"],
    "complained": ["confirm", "complain"],
    "erased": ["confirm", "erase"],
}


def make_reader(address="", state="confirmed", **asking):
    """A subscriber in this state, with all the events that lead there."""
    address = address or f"reader-{next(_numbers)}@example.org"
    reader = Subscriber.objects.ask(address, **{"place": "footer", **asking})
    for verb in VERBS[state]:
        getattr(reader, verb)()
    reader.refresh_from_db()
    reader.letters.all().delete()
    return reader


def form_data(place="footer", age=timedelta(minutes=1), **fields):
    """What a browser sends from our form, as old as given."""
    wording = current_wording(site_words())
    stamp = make_stamp(place, wording, timezone.now() - age)
    return {"email": "ada@example.org", "topic": "", "stamp": stamp, "wording": wording, **fields}


def press(client, **fields):
    """Send the form, and let the worker do what follows."""
    answer = client.post("/newsletter/", form_data(**fields))
    empty_letterbox.call()
    return answer


def links(message=None):
    """Where the links of a mail lead, without the host."""
    message = message or mail.outbox[-1]
    return re.findall(r"http://127\.0\.0\.1:\d+(/\S+)", message.body)
