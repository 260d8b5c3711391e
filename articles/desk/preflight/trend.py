"""The findings of the archive over time, as the points of a drawing."""

from dataclasses import dataclass

from django.utils import timezone

DAYS = 60
WIDTH, HEIGHT = 640, 160


@dataclass(frozen=True)
class Trend:
    errors: str
    warnings: str
    top: int
    first: object
    last: object
    days: list

    width, height = WIDTH, HEIGHT


def trend(runs):
    """The last round of each day, oldest first; None until there are two days."""
    days = {}
    for run in runs:
        days.setdefault(timezone.localdate(run.finished_at), run)
    days = sorted(days.items())[-DAYS:]
    if len(days) < 2:
        return None
    top = max(max(run.articles_with_errors, run.articles_with_warnings) for _, run in days) or 1
    return Trend(
        errors=_line(days, top, "articles_with_errors"),
        warnings=_line(days, top, "articles_with_warnings"),
        top=top,
        first=days[0][0],
        last=days[-1][0],
        days=days,
    )


def _line(days, top, name):
    first, span = days[0][0], (days[-1][0] - days[0][0]).days
    points = (
        ((day - first).days / span * WIDTH, HEIGHT - getattr(run, name) / top * HEIGHT)
        for day, run in days
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
