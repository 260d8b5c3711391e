"""What an article is, in an editor's words: “Live”, “Scheduled Fri 06:00”, “In review”."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

WEEK = timedelta(days=6)
# The words in an address, and what stands on the screen.
STATES = {
    "live": "Live",
    "changed": "Live, with unpublished changes",
    "scheduled": "Scheduled",
    "review": "In review",
    "ready": "Ready",
    "draft": "Draft",
    "unpublished": "Unpublished",
}


def state_of(article, now=None):
    """One of STATES."""
    now = now or timezone.now()
    if article.is_published(now):
        return "changed" if article.has_pending_changes() else "live"
    if article.is_scheduled(now):
        return "scheduled"
    if article.was_published(now):
        return "unpublished"
    return "draft" if article.stage == article.Stage.WRITING else article.stage


def words_for(article, now=None):
    """The state as the list says it, with the time where it has one."""
    now = now or timezone.now()
    state = state_of(article, now)
    if state == "scheduled":
        return f"Scheduled {briefly(article.published_at, now)}"
    if state in {"live", "changed"} and article.unpublish_at:
        return f"{STATES[state]}, until {briefly(article.unpublish_at, now)}"
    return STATES[state]


def in_state(articles, state, now=None):
    """Of these articles, those in the state; the counterpart of state_of()."""
    now = now or timezone.now()
    stages = {"draft": "writing", "review": "review", "ready": "ready"}
    if state in stages:
        return articles.drafts().filter(stage=stages[state])
    if state == "scheduled":
        return articles.scheduled(now)
    if state == "unpublished":
        return articles.unpublished(now)
    live = articles.published(now)
    return live.exclude(shown_version=F("version")) if state == "changed" else live


def briefly(moment, now=None):
    """A time in the newsroom: “today 06:00”, “Fri 06:00” within the week, “12 Jun 06:00” beyond."""
    there, here = timezone.localtime(moment), timezone.localtime(now or timezone.now())
    if there.date() == here.date():
        return f"today {there:%H:%M}"
    if abs(there - here) <= WEEK:
        return f"{there:%a} {there:%H:%M}"
    year = f" {there.year}" if there.year != here.year else ""
    return f"{there.day} {there:%b}{year} {there:%H:%M}"
