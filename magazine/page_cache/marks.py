"""Says inside Django which responses are for everyone, and for how long."""

from datetime import datetime, timedelta

from django.utils import timezone

# Sent to the cache alone, which takes them off.
EDITION, UNTIL = "X-Page-Edition", "X-Page-Until"
# Set in the environment of a request that the cache made for nobody in particular.
FLAG = "magazine.page_cache"
LONGEST = timedelta(days=1)


class MarkPages:
    """Middleware, the outermost: marks what it is certain may be shared."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if FLAG in request.environ and is_for_everyone(request, response):
            frame = request._frame
            response[EDITION] = str(frame["edition"])
            response[UNTIL] = str(good_until(frame["moments"]).timestamp())
            response["Cache-Control"] = "max-age=0, must-revalidate"
        return response


def is_for_everyone(request, response):
    """True if nothing in the response can depend on who asked."""
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and hasattr(request, "_frame")
        and "cookie" not in response.get("Vary", "").lower()
        and "no-store" not in control
        and "private" not in control
        and "nonce-" not in response.get("Content-Security-Policy", "")
    )


def good_until(moments):
    """The next moment at which something is published or taken down by schedule."""
    now = timezone.now()
    ahead = (at for at in map(datetime.fromisoformat, moments) if at > now)
    return min([now + LONGEST, *ahead])
