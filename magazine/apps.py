from django.apps import AppConfig


class MagazineConfig(AppConfig):
    name = "magazine"

    def ready(self):
        from articles.models import edition
        from magazine.page_cache.opening import beat

        edition.LISTENERS.append(beat)
