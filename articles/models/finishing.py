"""What an article gets after publication, in the background, when nobody waits."""

from django.apps import apps

from articles.pictures import card

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task


@task
def finish(article_id):
    """Draw the card that shared links show where an article has no picture. Safe to repeat."""
    articles = apps.get_model("articles", "Article").objects
    article = articles.select_related("section").filter(pk=article_id).first()
    if article is not None and not article.derived.get("sharing") and card.make(article):
        article.rederive()
