"""Makes what readers get of a picture, in the background: never while a reader waits.

A file is stored before it is listed in `Image.renditions`, so that what is listed exists. All of
it can be killed at any point and run again.
"""

import contextlib
import io

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from PIL import Image as Pillow

from articles.background import task
from articles.models.image import Image, originals
from articles.pictures.intake import develop
from articles.pictures.shapes import Source, current, formats_of, missing, name_of, names, names_in
from articles.pictures.storage import put
from articles.pictures.uses import refresh

# What an upload makes at once.
FIRST_WIDTH = 960
# Wide pictures bear more compression: each of their pixels is seen smaller.
WIDE, WIDE_QUALITY = 960, 45
ENCODERS = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 75, "method": 2}),
    "jpg": ("JPEG", {"quality": 78, "progressive": True, "optimize": True}),
}
# In the worker nobody waits.
SECONDS = 30


def encoded(master, box, width, extension):
    """The bytes of one rendition, with nothing in them but pixels."""
    left, top, right, bottom = box
    height = max(1, round(width * (bottom - top) / (right - left)))
    small = master.resize((width, height), Pillow.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    if extension == "jpg" and small.mode == "RGBA":
        ground = Pillow.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    form, options = ENCODERS[extension]
    if extension == "avif" and width >= WIDE:
        options = options | {"quality": WIDE_QUALITY}
    file = io.BytesIO()
    small.save(file, form, **options)
    return file.getvalue()


def store(source, master, shape, width):
    """Write the files of one width of one shape."""
    box = source.box(shape, master.size)
    for extension in formats_of(shape):
        put(
            name_of(source.key(shape), shape, width, extension),
            encoded(master, box, width, extension),
        )


def first(source, master):
    """Make one size now; return the record of it."""
    widths = source.widths("whole")
    width = max((width for width in widths if width <= FIRST_WIDTH), default=widths[0])
    store(source, master, "whole", width)
    return {"whole": [source.key("whole"), [width]]}


def make_all(image):
    """Make what is missing; stop without harm if the picture changes meanwhile.

    Returns how many widths were made. Killed at any point, it goes on from there next time.
    """
    lacking = missing(image)
    if not lacking:
        return 0
    source, master, made = Source.of(image), open_original(image), 0
    for shape, widths in lacking.items():
        for width in widths:
            store(source, master, shape, width)
        if not record(image, source, {shape: [source.key(shape), widths]}):
            return made
        made += len(widths)
    return made


def open_original(image):
    """The master of a picture in the library."""
    with originals().open(image.file.name) as file:
        _, master = develop(file, image.format, SECONDS)
    return master


def record(image, source, made):
    """Add what was made to the picture's row; False if the row no longer asks for it."""
    with transaction.atomic():
        row = Image.objects.select_for_update().filter(pk=image.pk).first()
        if row is None or Source.of(row) != source:
            return False
        for shape, (key, widths) in made.items():
            listed, have = row.renditions.get(shape, (key, []))
            if listed != key:
                retire(row.renditions, shape)
                have = []
            row.renditions[shape] = [key, sorted({*have, *widths})]
        row.save(update_fields=["renditions"])
    image.renditions = row.renditions
    return True


def retire(listed, shape):
    """Keep a shape's former files for a while: letters and feeds still point at them."""
    if shape in listed:
        key, widths = listed.pop(shape)
        listed.setdefault("old", []).append([shape, key, widths, timezone.now().date().isoformat()])


def forget(image, lost, outdated):
    """Take lost files and outdated shapes off a picture's list; delete what is outdated."""
    with transaction.atomic():
        row = Image.objects.select_for_update().get(pk=image.pk)
        for shape, (key, widths) in current(row.renditions).items():
            left = [each for each in widths if lost.isdisjoint(names_in(shape, key, [each]))]
            row.renditions[shape] = [key, left]
            if not left:
                del row.renditions[shape]
        old = [entry for entry in row.renditions.pop("old", []) if entry not in outdated]
        old = [entry for entry in old if lost.isdisjoint(names_in(*entry[:3]))]
        if old:
            row.renditions["old"] = old
        row.save(update_fields=["renditions"])
        transaction.on_commit(lambda: delete_files({"old": outdated}))
    image.renditions = row.renditions


def delete_files(listed):
    """Delete the files of a record that no row holds any more."""
    for name in names(listed):
        with contextlib.suppress(FileNotFoundError):
            default_storage.delete(name)


@task
def make_renditions(image_id):
    """Make what is missing of one picture, then draw anew the articles that show it."""
    image = Image.objects.usable().filter(pk=image_id).first()
    if image is None:
        return
    if make_all(image):
        refresh(image)
