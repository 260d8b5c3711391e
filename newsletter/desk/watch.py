"""How a sending stands: the same numbers for the admin's page and the terminal."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from newsletter.models import Rest
from newsletter.models.delivery import State

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Watched:
    total: int
    sums: list
    done: int
    per_second: float
    time_left: str
    deferred: list
    resting: list
    uncertain: list
    uncertain_count: int

    @property
    def percent(self):
        return 100 * self.done // self.total if self.total else 0


def watched(issue, at=None):
    at = at or timezone.now()
    sums = issue.sums()
    total = sum(sums.values())
    uncertain = issue.deliveries.uncertain(at)
    uncertain_count = uncertain.count()
    done = sum(sums.get(state, 0) for state in (State.SENT, State.FAILED, State.SKIPPED))
    per_second = _rate(issue, at)
    left = total - done - uncertain_count
    return Watched(
        total=total,
        sums=_in_words(sums, uncertain_count),
        done=done,
        per_second=per_second,
        time_left=_long(left / per_second) if per_second and left else "",
        deferred=_by_domain(issue),
        resting=list(Rest.objects.filter(until__gt=at).order_by("domain")[:20]),
        uncertain=list(uncertain.select_related("subscriber")[:200]),
        uncertain_count=uncertain_count,
    )


def _in_words(sums, uncertain_count):
    """How many stand how, in the order in which a delivery goes; nobody is counted twice."""
    counts = {**sums, State.HANDING: sums.get(State.HANDING, 0) - uncertain_count}
    found = [(state.label, counts[state]) for state in State if counts.get(state)]
    return [*found, ("uncertain", uncertain_count)] if uncertain_count else found


def _rate(issue, at):
    """How many a second in the last minute: a pause or a slow night before it does not count."""
    if issue.state != issue.State.SENDING or not issue.sending_at:
        return 0
    begun = max(issue.sending_at, at - MINUTE)
    seconds = (at - begun).total_seconds()
    return issue.deliveries.filter(ended_at__gt=begun).count() / seconds if seconds > 1 else 0


def _long(seconds):
    """“40 s”, “12 min”, “3 h 20 min”."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def _by_domain(issue):
    deferred = issue.deliveries.filter(state=State.DEFERRED).order_by()
    counts = deferred.values_list("domain").annotate(count=Count("pk"))
    return list(counts.order_by("-count", "domain")[:20])
