"""How a sending stands: the same numbers for the admin's page and the terminal."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from newsletter.models import Rest
from newsletter.models.delivery import State


@dataclass(frozen=True)
class Watched:
    total: int
    sums: list
    done: int
    per_second: float
    time_left: timedelta | None
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
    done = sum(sums.get(state, 0) for state in (State.SENT, State.FAILED, State.SKIPPED))
    seconds = (at - issue.sending_at).total_seconds() if issue.sending_at else 0
    per_second = done / seconds if seconds > 1 and issue.state == issue.State.SENDING else 0
    left = total - done - uncertain.count()
    return Watched(
        total=total,
        sums=[(State(state).label, count) for state, count in sorted(sums.items())],
        done=done,
        per_second=per_second,
        time_left=timedelta(seconds=round(left / per_second)) if per_second and left else None,
        deferred=_by_domain(issue),
        resting=list(Rest.objects.filter(until__gt=at).order_by("domain")[:20]),
        uncertain=list(uncertain.select_related("subscriber")[:200]),
        uncertain_count=uncertain.count(),
    )


def _by_domain(issue):
    deferred = issue.deliveries.filter(state=State.DEFERRED).order_by()
    counts = deferred.values_list("domain").annotate(count=Count("pk"))
    return list(counts.order_by("-count", "domain")[:20])
