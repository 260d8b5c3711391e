"""Times as the newsroom says them: “Friday 06:00 New York”."""

from django.utils import timezone

# Further ahead than this a weekday alone would mislead.
WEEK = 6


def city(zone=None):
    """The place that names the newsroom's zone: “New York” of America/New_York."""
    name = str(zone or timezone.get_current_timezone())
    return name.rpartition("/")[2].replace("_", " ")


def spoken(moment, now=None):
    """A time as one says it, with its place: a weekday in the coming week, else a date."""
    there, here = timezone.localtime(moment), timezone.localtime(now or timezone.now())
    if 0 <= (there.date() - here.date()).days <= WEEK:
        day = f"{there:%A}"
    else:
        day = f"{there.day} {there:%B}" + (f" {there.year}" if there.year != here.year else "")
    return f"{day} {there:%H:%M}{_which(there)} {city()}"


def _which(there):
    """The zone's own name for an hour that its clocks tell twice; else nothing."""
    first, second = (there.replace(fold=fold).utcoffset() for fold in (0, 1))
    return f" {there:%Z}" if first > second else ""
