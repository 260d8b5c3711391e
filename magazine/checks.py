"""What `manage.py check` says about this magazine; `production.py` holds what stops it at once."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import Error

from magazine.demo import logins


def redis_can_be_asked(app_configs, **kwargs):
    caches = settings.CACHES.values()
    wanted = any(cache["BACKEND"] == "magazine.cache.PatientCache" for cache in caches)
    if not wanted or find_spec("redis"):
        return []
    hint = "bin/environment --extra redis"
    return [Error("REDIS_URL is set, but the redis package is missing.", hint, id="magazine.E006")]


def no_demo_in_production(app_configs, databases=None, **kwargs):
    """Runs where a database is named: `check --database default`, and before serving https."""
    if not databases or not settings.SECURE:
        return []
    open_to_all = [
        person.username
        for person in User.objects.filter(username__in=logins.NAMES, is_active=True)
        if person.check_password(logins.PASSWORD)
    ]
    if not open_to_all:
        return []
    return [
        Error(
            f"Everybody knows the demo's password, and it opens: {', '.join(open_to_all)}.",
            "Give these accounts other passwords, or delete them.",
            id="magazine.E007",
        )
    ]
