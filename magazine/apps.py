from django.apps import AppConfig
from django.core.checks import Tags, register


class MagazineConfig(AppConfig):
    name = "magazine"

    def ready(self):
        from articles.models import edition
        from magazine.checks import no_demo_in_production, redis_can_be_asked
        from magazine.page_cache.opening import beat

        edition.LISTENERS.append(beat)
        register(redis_can_be_asked, Tags.caches)
        register(no_demo_in_production, Tags.database)
