"""Puts the page cache together from the settings."""

from functools import cache

from django.conf import settings
from django.core.cache import caches

from magazine.page_cache.exports import Exports
from magazine.page_cache.front_door import FrontDoor
from magazine.page_cache.pulse import Pulse
from magazine.page_cache.reads import Reads
from magazine.page_cache.release import release
from magazine.page_cache.shelves import Files, Shared


@cache
def pulse():
    """This process's view of the pulse in DATA_DIR."""
    return Pulse(settings.DATA_DIR / "pages" / "pulse")


@cache
def exports():
    """Files for the web server in front, where one was told to look for them."""
    if not settings.PAGE_FILES:
        return None
    return Exports(settings.DATA_DIR / "pages" / "files", pulse())


def beat():
    pulse().beat()
    if exports() is not None:
        exports().withdraw()


def front_door(application):
    """Django's application behind the page cache."""
    shared = "pages" in settings.CACHES
    folder = settings.DATA_DIR / "pages"
    shelf = Shared(caches["pages"], release()) if shared else Files(folder, release())
    return FrontDoor(application, pulse(), shelf, exports(), Reads())
