"""What an article gets after publication, in the background, when nobody waits."""

from django.apps import apps

from articles.background import task
from articles.pictures import card


@task
def finish(article_id):
    """Draw the card that shared links show where an article has no picture. Safe to repeat."""
    articles = apps.get_model("articles", "Article").objects
    article = articles.select_related("section").filter(pk=article_id).first()
    if article is not None and not article.derived.get("sharing") and card.make(article):
        article.rederive()
