"""What an article gets after publication, in the background, when nobody waits."""

from django.apps import apps
from django.db import transaction

from articles.background import task
from articles.models.edition import Edition
from articles.models.near import near
from articles.pictures import card


@task
def finish(article_id):
    """Find what is near the article, and draw its card for shared links. Safe to repeat."""
    articles = apps.get_model("articles", "Article").objects
    article = articles.select_related("section").filter(pk=article_id).first()
    if article is None:
        return
    has_card = not article.derived.get("sharing") and card.make(article)
    # Looked for before the row is locked: no writer waits for it.
    keys = near(article)
    if not has_card and keys == article.derived.get("near", []):
        return
    with transaction.atomic():
        locked = article.lock()
        locked.derived["near"] = keys
        locked.save(update_fields=["derived"])
        if has_card:
            locked.rederive()
        else:
            Edition.objects.move()
