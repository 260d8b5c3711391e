"""Two hundred invented readers of the newsletter, in every state that a list knows."""

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from newsletter.models import Letter, Subscriber, Wording

FIRST = [
    "Amara",
    "Beatrix",
    "Celso",
    "Dagny",
    "Emeka",
    "Fenna",
    "Gunnar",
    "Hyacinth",
    "Ilse",
    "Jorun",
    "Kwame",
    "Liesbet",
    "Maarten",
    "Nnamdi",
    "Oriel",
    "Paavo",
    "Quilla",
    "Runa",
    "Sunniva",
    "Tarek",
    "Ulrika",
    "Vasco",
    "Wilhelmina",
    "Xanthe",
    "Yorick",
    "Zita",
]
LAST = [
    "Abara",
    "Brandvold",
    "Castellanos",
    "Dufresne",
    "Eikeland",
    "Farrow",
    "Grimaldo",
    "Haverkamp",
    "Ibsen",
    "Jankauskas",
    "Kettleby",
    "Lindqvist",
    "Marchetti",
    "Nakagawa",
    "Obuya",
    "Penhallow",
    "Quist",
    "Rautio",
    "Solheim",
    "Tavares",
]
PLACES = ("footer", "article", "page")
WORDING = (
    "By subscribing you ask The Far Shore to send you The Friday Crossing by e-mail. "
    "You can leave at any time with one click."
)
# How many of each, and what became of them after they asked; None: nothing yet.
SHARES = (
    (148, "confirmed"),
    (18, None),
    (16, "unsubscribed"),
    (8, "bounced"),
    (3, "complained"),
    (4, "paused"),
    (3, "erased"),
)
# The letters of so many stay in the queue, so that the outbox has something to show.
LETTERS_KEPT = 3


@transaction.atomic
def subscribe_readers():
    """Sign them all up by the newsletter's own verbs, over the last two years."""
    chance = random.Random("readers")  # noqa: S311 - invents, keeps no secret
    now, wording = timezone.now(), Wording.objects.keep(WORDING)
    names = [f"{first}.{last}" for first in FIRST for last in LAST]
    chance.shuffle(names)
    for count, fate in SHARES:
        for _ in range(count):
            days = chance.uniform(1, 20) if fate is None else chance.uniform(25, 700)
            _subscribe(f"{names.pop().lower()}@example.org", fate, now, days, chance, wording)
    kept = Letter.objects.order_by("-pk").values_list("pk", flat=True)[:LETTERS_KEPT]
    Letter.objects.exclude(pk__in=list(kept)).delete()


def _subscribe(address, fate, now, days, chance, wording):
    asked = now - timedelta(days=days)
    reader = Subscriber.objects.ask(
        address,
        place=chance.choice(PLACES),
        wording=wording,
        ip_prefix=f"203.0.{chance.randrange(200)}.0/24",
        at=asked,
    )
    if fate is None:
        return
    confirmed = asked + timedelta(minutes=chance.randrange(2, 900))
    reader.confirm(confirmed, wording=wording, place="mail")
    later = confirmed + (now - confirmed) * chance.uniform(0.1, 0.9)
    if fate == "paused":
        reader.pause(now + timedelta(days=chance.randrange(7, 60)), at=later)
    elif fate != "confirmed":
        verb = {"unsubscribed": "unsubscribe", "bounced": "bounce", "complained": "complain"}
        getattr(reader, verb.get(fate, "erase"))(later)
