"""Makes every size that the library's pictures lack, in the background or at a terminal."""

import time

from django.db import transaction

from articles.background import task
from articles.models import Image, Rebuild
from articles.pictures import renditions
from articles.pictures.inspection import look_after
from articles.pictures.intake import Refused
from articles.pictures.uses import refresh

# One turn of a round; then whatever else is queued has its turn, such as a new upload.
SECONDS = 10
CHUNK = 50


def remake(image):
    """Make what one picture lacks: (how many widths, what was wrong)."""
    try:
        made = renditions.make_all(image)
    except (Refused, OSError) as error:
        return 0, str(error)
    if made:
        refresh(image)
    return made, ""


def start():
    """Begin a round, unless one is under way; files that were lost are found first."""
    with transaction.atomic():
        if Rebuild.objects.under_way() is None:
            look_after.enqueue()
            rebuild = Rebuild.objects.create(total=Image.objects.usable().count())
            run_rebuild.enqueue(rebuild.pk)


@task
def run_rebuild(key):
    """One turn of a round. Killed and run again, it goes on where it was."""
    rebuild = Rebuild.objects.filter(pk=key, finished_at=None).first()
    if rebuild is None:
        return
    until = time.monotonic() + SECONDS
    while batch := _next(rebuild):
        for image in batch:
            made, refusal = remake(image)
            rebuild.tell(image, made, refusal)
            if made or refusal:
                rebuild.moved()
        rebuild.moved()
        if time.monotonic() > until:
            run_rebuild.enqueue(rebuild.pk)
            return
    rebuild.finish()


def _next(rebuild):
    """The next few pictures, the newest first."""
    images = Image.objects.usable().order_by("-pk")
    if rebuild.reached is not None:
        images = images.filter(pk__lt=rebuild.reached)
    return list(images[:CHUNK])
