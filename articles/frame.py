"""What stands around every public page: one query, kept on the request."""

import zoneinfo
from datetime import datetime

from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from articles.kept import kept_with
from articles.models import Edition

# Served without a frame: nothing in them is dated or named.
BARE = ("/files/", "/static/")
# The desk speaks English, whatever the magazine does.
DESK = "/admin/"


def frame_of(request):
    """The frame as a dictionary, with the edition's number."""
    if not hasattr(request, "_frame"):
        edition = Edition.objects.current()
        frame = edition.current_frame()
        request._frame = {
            **frame,
            "edition": edition.number,
            "notice": _standing_notice(frame),
            "kept": kept_with(edition.number, frame),
        }
    return request._frame


def _standing_notice(frame):
    until = frame["notice_until"]
    ended = until is not None and datetime.fromisoformat(until) <= timezone.now()
    return "" if ended else frame["notice"]


def site(request):
    """Template variable “site”, loaded only where a template asks for it."""
    return {"site": SimpleLazyObject(lambda: frame_of(request))}


def in_its_language(request):
    """A context in which words for readers are in the magazine's language."""
    return translation.override(frame_of(request)["language"])


class HouseLanguage:
    """Middleware: readers' pages speak the magazine's language, which no header changes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith((*BARE, DESK)):
            return self.get_response(request)
        with in_its_language(request):
            return self.get_response(request)


class NewsroomTime:
    """Middleware: dates are shown, and typed, in the newsroom's time zone."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(BARE):
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(frame_of(request)["time_zone"])):
            return self.get_response(request)
