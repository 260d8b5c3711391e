"""Articles drawn anew after something that stands on them has changed: a few at once, many behind
the scenes."""

from articles.background import task
from articles.models import Article

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
