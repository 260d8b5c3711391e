"""What pages that stand in one frame have in common: made once, and kept in this process.

It holds for one drawing of the frame, until the next scheduled moment, and for an hour at most.
Whatever changes what readers can see draws the frame anew in the same transaction, and whoever
answers a request reads the frame first. So what was kept is gone as soon as the change is there.
"""

from datetime import datetime

from django.utils import timezone

# The forms on pages bear the time at which they were made.
LONGEST = 3600  # seconds

_newest = (None, {})


def kept_with(edition, frame):
    """A dictionary for what pages share; an empty one as soon as anything may look different."""
    global _newest
    now = timezone.now()
    come = sum(datetime.fromisoformat(at) <= now for at in frame["moments"])
    mark = (edition, frame["drawn_at"], come, int(now.timestamp() // LONGEST))
    if _newest[0] != mark:
        _newest = (mark, {})
    return _newest[1]
