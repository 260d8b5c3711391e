"""The checks over the whole archive: results are kept, and only what changed is checked again."""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from articles.background import task
from articles.desk.preflight.addresses import living
from articles.desk.preflight.draft import Draft
from articles.desk.preflight.inspection import inspect_all
from articles.desk.preflight.sights import SOON
from articles.models import (
    ArchiveRun,
    Article,
    Byline,
    Checkup,
    Finding,
    HouseRule,
    ImageCredit,
    ImageUse,
    InternalLink,
    TaggedArticle,
)
from articles.models.snapshot import LINKS, PLAIN
from articles.offers import RULES

CHUNK = 500


def check(pks):
    """Check these articles as readers (or, before publication, editors) have them; keep what is
    found, in one transaction."""
    drafts = _drafts(pks)
    results = inspect_all(drafts) if drafts else []
    with transaction.atomic():
        for model in (Finding, InternalLink, Checkup):
            model.objects.filter(article__in=pks).delete()
        Checkup.objects.bulk_create(Checkup(article_id=draft.pk) for draft in drafts)
        Finding.objects.bulk_create(
            Finding(
                article_id=draft.pk,
                rule=found.rule.id,
                is_error=found.rule.is_error,
                sentence=found.sentence,
            )
            for draft, result in zip(drafts, results, strict=True)
            for found in result
        )
        InternalLink.objects.bulk_create(
            InternalLink(article_id=draft.pk, path=path[:300])
            for draft in drafts
            for path in (*draft.paths, *map(card_path, draft.cards))
        )


def card_path(pk):
    """How a card in a text is kept among its links: no address looks like it."""
    return f"card:{pk}"


def _drafts(pks):
    rows = Article.objects.filter(pk__in=pks).order_by("pk")
    contents = {
        row["pk"]: {name.removesuffix("_id"): value for name, value in row.items()}
        | {"bylines": [], "tags": []}
        for row in rows.values("pk", *PLAIN, *(f"{name}_id" for name in LINKS))
    }
    for pk, author in Byline.objects.filter(article__in=pks).values_list("article", "author"):
        contents[pk]["bylines"].append(author)
    tags = TaggedArticle.objects.filter(content_object__in=pks)
    for pk, name in tags.values_list("content_object", "tag__name"):
        contents[pk]["tags"].append(name)
    return [Draft(content, saved_tags=content["tags"]) for content in contents.values()]


def start(*, whole=False):
    """Begin a round, unless one is under way."""
    with transaction.atomic():
        if ArchiveRun.objects.under_way() is None:
            run = ArchiveRun.objects.create(is_whole=whole, rules=fingerprint())
            run_archive.enqueue(run.pk)


@task
def run_often():
    """Check what changed since the last round."""
    start()


@task
def run_archive(run_pk):
    """One round. Killed and run again, it goes on where it was."""
    run = ArchiveRun.objects.get(pk=run_pk)
    before = ArchiveRun.objects.exclude(finished_at=None).exclude(pk=run.pk).first()
    if not run.total:
        if run.is_whole or before is None or before.rules != run.rules:
            run.is_whole = True
            Checkup.objects.all().delete()
        else:
            forget(_changed_by_others(before.started_at))
    pks = list(_unchecked())
    run.total = run.done + len(pks)
    run.moved()
    for place in range(0, len(pks), CHUNK):
        check(pks[place : place + CHUNK])
        run.done = min(run.total, run.done + CHUNK)
        run.moved()
    run.finish()


def _unchecked():
    checked = Checkup.objects.filter(article=OuterRef("pk"))
    return sorted(Article.objects.exclude(Exists(checked)).order_by().values_list("pk", flat=True))


def forget(pks):
    pks = list(pks)
    for place in range(0, len(pks), CHUNK):
        Checkup.objects.filter(article__in=pks[place : place + CHUNK]).delete()


def _changed_by_others(since):
    """Articles whose findings may differ though nobody touched them."""
    return _link_otherwise() | _near_a_licences_end(since) | _alone_in_a_tag()


def _link_otherwise():
    """Those with a link that died, or came to life, since they were checked."""
    links = InternalLink.objects.exclude(path__startswith=card_path("")).order_by()
    paths = list(links.values_list("path", flat=True).distinct())
    alive = set()
    for place in range(0, len(paths), CHUNK):
        alive |= living(set(paths[place : place + CHUNK]))
    dead = list(set(paths) - alive)
    now = set()
    for place in range(0, len(dead), CHUNK):
        links = InternalLink.objects.filter(path__in=dead[place : place + CHUNK])
        now |= set(links.values_list("article", flat=True))
    return now ^ set(_with("dead-link"))


def _near_a_licences_end(since):
    """Those whose pictures' licences came near their end, or past it, since then."""
    then, today = timezone.localdate(since), timezone.localdate()
    soon = timedelta(days=SOON)
    ends = ImageCredit.objects.filter(expires_on__range=(then - soon, today + soon))
    uses = ImageUse.objects.filter(image__in=ends.values("image"))
    return set(uses.values_list("article", flat=True))


def _alone_in_a_tag():
    return set(_with("tag-alone"))


def _with(rule):
    return Finding.objects.filter(rule=rule).values_list("article", flat=True)


def fingerprint():
    """What the rules are: when they differ, the whole archive is checked again."""
    house = HouseRule.objects.order_by("pk").values_list("wrong", "right", "why")
    said = repr((sorted(RULES), list(house)))
    return hashlib.sha256(said.encode()).hexdigest()
