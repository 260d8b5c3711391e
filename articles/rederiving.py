"""Articles drawn anew after something that stands on them has changed: a few at once, many behind
the scenes."""

from django.contrib.auth import get_user_model
from django.db import transaction

from articles.background import task
from articles.models import Article
from articles.models.snapshot import TooOld

# As many as an editor can wait for.
FEW = 20
BATCH = 500


def rederive(articles):
    """Draw these anew, in the caller's transaction or, where they are many, soon after it."""
    pks = list(articles.order_by("pk").values_list("pk", flat=True).distinct())
    if len(pks) <= FEW:
        _draw(pks)
        return
    for start in range(0, len(pks), BATCH):
        rederive_many.enqueue(pks[start : start + BATCH])


@task
def rederive_many(pks):
    _draw(pks)


def _draw(pks):
    for article in Article.objects.filter(pk__in=pks):
        article.rederive()


def strike(tag, by):
    """Take the tag off every article and its newest version, so that no update brings it back."""
    pks = list(Article.objects.tagged_with(tag).order_by("pk").values_list("pk", flat=True))
    former = tag.former_names.values_list("name", flat=True)
    names = sorted({tag.name.casefold(), *former})
    tag.delete()
    if len(pks) <= FEW:
        _strike(pks, names, by)
        return
    for start in range(0, len(pks), BATCH):
        strike_many.enqueue(pks[start : start + BATCH], names, by.pk)


@task
def strike_many(pks, names, by):
    _strike(pks, names, get_user_model().objects.filter(pk=by).first())


def _strike(pks, names, by):
    for pk in pks:
        with transaction.atomic():
            article = Article.objects.filter(pk=pk).first()
            if article is not None:
                _strike_from(article.lock(), names, by)


def _strike_from(article, names, by):
    newest, is_shown = article.revisions.first(), not article.has_pending_changes()
    try:
        content = newest.current_snapshot() if newest else {}
    except TooOld:
        content = {}
    tags = content.get("tags", [])
    kept = [name for name in tags if name.casefold() not in names]
    if kept != tags:
        label = f"without the tag “{names[0]}”"[:120]
        revision = article.save_revision(content | {"tags": kept}, by, label=label)
        if is_shown:
            article.apply(revision)
            return
    article.rederive()
