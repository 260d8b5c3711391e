import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")

# Loads the apps; what follows needs them.
django_application = get_wsgi_application()

from magazine.page_cache.opening import front_door  # noqa: E402

application = front_door(django_application)

# No page may keep a database busy for longer. Commands and the worker may take their time.
for database in connections.settings.values():
    if database["ENGINE"] == "django.db.backends.postgresql":
        database["OPTIONS"]["options"] = "-c statement_timeout=15000"
