import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")

# Loads the apps; what follows needs them.
django_application = get_wsgi_application()

from magazine.page_cache.opening import front_door  # noqa: E402

application = front_door(django_application)
