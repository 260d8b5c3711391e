"""From a week's articles to a round-up that an editor only has to put right."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from articles.models import Article, Correction, MagazineSettings
from newsletter.models import Entry, Issue, Rhythm

WEEK = timedelta(days=7)


@transaction.atomic
def draft(period_from=None, period_to=None, by=None):
    """A new issue with what was published in the period and no earlier issue carried."""
    begin, end = next_period(period_to)
    period_from, period_to = period_from or begin, period_to or end
    magazine = MagazineSettings.objects.current()
    issue = Issue.objects.create(
        period_from=period_from, period_to=period_to, by=by, sender_name=magazine.name
    )
    fill(issue)
    return issue


@transaction.atomic
def draft_the_week(at=None):
    """The draft of a week that is over, once, where nobody has begun it by hand; else None."""
    at = at or timezone.now()
    zone = MagazineSettings.objects.current().zone()
    end = Rhythm.objects.current().take(zone, at)
    if end is None or Issue.objects.put_together_since(end - WEEK).exists():
        return None
    issue = draft(period_to=end)
    if not issue.entries.exists():
        issue.delete()  # a week without an article is no letter
        return None
    return issue


def next_period(end=None):
    """From where the last issue ended to now."""
    end = end or timezone.now()
    return _end_of_last(end) or end - WEEK, end


def fill(issue):
    """Put in what the period has and the issue has not; what editors did to it stays."""
    articles = list(proposed(issue))
    last = issue.entries.aggregate(Max("order"))["order__max"] or 0
    # In tens, so that one can be moved between two others by a number.
    Entry.objects.bulk_create(
        Entry(issue=issue, article=article, order=last + 10 * number)
        for number, article in enumerate(articles, 1)
    )
    if articles and not issue.subject:
        issue.subject = articles[0].headline[:150]
        issue.save(update_fields=["subject"])
    return len(articles)


def proposed(issue):
    """The period's live articles, by section in the magazine's order, newest first in each."""
    articles = Article.objects.published().with_bylines()
    articles = articles.filter(
        first_published_at__gt=issue.period_from, first_published_at__lte=issue.period_to
    )
    carried = Entry.objects.filter(issue__in=Issue.objects.begun()).values("article")
    articles = articles.exclude(pk__in=carried).exclude(pk__in=issue.entries.values("article"))
    return articles.order_by("section__order", "section__pk", "-first_published_at", "-pk")


def corrections(issue, at=None):
    """What was put right since the last issue in articles that readers had from us by mail."""
    at = at or timezone.now()
    earlier = Issue.objects.begun().exclude(pk=issue.pk)
    if issue.frozen_at:
        earlier = earlier.filter(frozen_at__lt=issue.frozen_at)
    last = earlier.order_by("-frozen_at").first()
    if last is None:
        return []
    carried = Entry.objects.filter(issue__in=earlier).values("article")
    made = Correction.objects.filter(article__in=carried, at__gt=last.frozen_at, at__lte=at)
    made = made.filter(article__in=Article.objects.published())
    return list(made.select_related("article__section").order_by("at", "pk"))


def _end_of_last(at):
    last = Issue.objects.begun().filter(period_to__lt=at).order_by("-period_to").first()
    # After a summer break, a week's worth and not a season's.
    return max(last.period_to, at - 3 * WEEK) if last else None
