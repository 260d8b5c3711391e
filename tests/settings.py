"""The magazine's own settings, in surroundings that are the same on every machine."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HERE = Path(tempfile.mkdtemp(prefix="magazine-tests-"))
atexit.register(shutil.rmtree, HERE, ignore_errors=True)
for name in ("SITE_URL", "PORT", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "DEBUG"):
    os.environ.pop(name, None)
os.environ["DATA_DIR"] = str(HERE)
# Playwright runs an event loop in the thread of the test, which Django would take for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import magazine.settings  # noqa: E402 - it reads the environment made above

globals().update({name: getattr(magazine.settings, name) for name in dir(magazine.settings)})

# Fast, because no test depends on its strength.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Straight from the sources, so that no test needs `collectstatic` first.
STORAGES = {
    **magazine.settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

DATABASES = {"default": {**magazine.settings.DATABASES["default"]}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file and not memory: threads and processes then meet as they do in the real magazine.
    DATABASES["default"]["TEST"] = {"NAME": HERE / "test.sqlite3"}
    options = DATABASES["default"]["OPTIONS"]
    DATABASES["default"]["OPTIONS"] = options | {
        "init_command": options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF"),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
