from datetime import timedelta

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from articles.background import periodically, tidy

        periodically(tidy, every=timedelta(days=1))
