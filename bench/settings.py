"""The magazine's own settings, with an address that answers always the same."""

import magazine.settings

globals().update({name: getattr(magazine.settings, name) for name in dir(magazine.settings)})

ROOT_URLCONF = "bench.urls"
# It asks each log-in for an address, which a measurement has not.
AXES_ENABLED = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":  # noqa: F821
    # One connection all along: its process on the server is what we watch.
    DATABASES["default"]["CONN_MAX_AGE"] = None  # noqa: F821
