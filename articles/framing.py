"""Which of our pages our own pages may show in a frame: previews, and nothing else."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.views.decorators.clickjacking import xframe_options_sameorigin


def shown_in_our_frame(view):
    """Let the admin show this view beside a form. No other site can."""
    return csp_replace({"frame-ancestors": [SELF]})(xframe_options_sameorigin(view))
