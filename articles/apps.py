from datetime import timedelta

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from articles import offers
        from articles.background import periodically, tidy
        from articles.desk.preflight.archive import run_often
        from articles.models import reads
        from articles.pictures.inspection import look_after

        offers.MOST_READ.append(reads.most_read)
        periodically(tidy, every=timedelta(days=1))
        periodically(reads.forget, every=timedelta(days=1))
        periodically(reads.tell_most_read, every=timedelta(hours=1))
        periodically(look_after, every=timedelta(days=1))
        periodically(run_often, every=timedelta(minutes=10))
