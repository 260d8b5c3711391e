"""Who shows whom in a frame: our pages their previews, and what a reader's click embeds."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.views.decorators.clickjacking import xframe_options_sameorigin


def shown_in_our_frame(view):
    """Let the admin show this view beside a form. No other site can."""
    return csp_replace({"frame-ancestors": [SELF]})(xframe_options_sameorigin(view))


def may_frame(response, articles):
    """Let the page open, at a reader's click, the frames of these articles' embeds; no others."""
    origins = sorted({each for article in articles for each in article.derived.get("frames", [])})
    if origins:
        # As django-csp's own decorators leave it for its middleware.
        response._csp_update = {"frame-src": origins}
    return response
