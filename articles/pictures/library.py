"""The library's verbs: take a file in, replace it, choose what matters in it, let it go.

No row without its file and no file without its row: the file is stored first, the row is written
in one transaction with the order to make its renditions, and a file whose row is gone goes after
the commit. What a kill leaves between the two, `manage.py pictures --check` sweeps up.
"""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models.image import Image, ImageCredit, originals
from articles.pictures import renditions, rights
from articles.pictures.intake import Refused, take_in
from articles.pictures.shapes import Source, current
from articles.pictures.uses import refresh

KNOWN = "This picture is in the library already."


@dataclass
class Stored:
    """What became of an uploaded file."""

    image: Image
    is_new: bool
    notes: list = field(default_factory=list)


def store(file, *, filename="", by=None, credits=None, **fields):
    """Take a file into the library, or find it there; raise Refused if it is no picture.

    What the file says of itself fills what the caller leaves out. `credits` is a list of dicts.
    """
    intake = take_in(file)
    known = Image.objects.filter(content_hash=intake.content_hash).first()
    if known is not None:
        return Stored(known, is_new=False, notes=[KNOWN])
    try:
        with kept(intake, file) as name:
            image = Image(
                file=name,
                filename=clean_filename(filename),
                uploaded_by=by,
                **described(intake),
                **(prefill(intake.metadata) | fields),
            )
            image.renditions = renditions.first(Source.of(image), intake.master)
            with transaction.atomic():
                image.save(force_insert=True)
                rows = credits_from(intake.metadata) if credits is None else credits
                for order, row in enumerate(rows):
                    ImageCredit.objects.create(image=image, order=order, **row)
                renditions.make_renditions.enqueue(image.pk)
    except IntegrityError:  # somebody stored the same file at the same moment
        known = Image.objects.filter(content_hash=intake.content_hash).first()
        if known is None:
            raise
        return Stored(known, is_new=False, notes=[KNOWN])
    return Stored(image, is_new=True, notes=intake.notes)


def described(intake):
    """What a row says of the file behind it."""
    return {
        "content_hash": intake.content_hash,
        "format": intake.format,
        "width": intake.width,
        "height": intake.height,
        "metadata_sources": intake.metadata,
    }


@contextmanager
def kept(intake, file):
    """Store an original for the time of a block; if the block fails and no row has it, drop it."""
    file.seek(0)
    try:
        yield originals().save(intake.name, File(file))
    except BaseException:
        if not Image.objects.filter(content_hash=intake.content_hash).exists():
            originals().delete(intake.name)
        raise


def replace(image, file, *, filename=""):
    """Put another file behind a picture: every use, caption and credit stays."""
    intake = take_in(file)
    if intake.content_hash == image.content_hash:
        return
    if Image.objects.filter(content_hash=intake.content_hash).exists():
        raise Refused("This file is another picture of the library already: use that one.")
    with kept(intake, file) as name:
        focal = (image.focal_x, image.focal_y)
        source = Source(intake.content_hash, intake.width, intake.height, focal)
        made = renditions.first(source, intake.master)
        with transaction.atomic():
            row = Image.objects.select_for_update().get(pk=image.pk)
            old_name = row.file.name
            for shape in current(row.renditions):
                renditions.retire(row.renditions, shape)
            row.renditions |= made
            row.file, row.filename = name, clean_filename(filename)
            for field_name, value in described(intake).items():
                setattr(row, field_name, value)
            row.save()
            refresh(row, portraits=True)
            renditions.make_renditions.enqueue(row.pk)
            transaction.on_commit(lambda: originals().delete(old_name))
    image.refresh_from_db()


def focus(image, x, y):
    """Choose the point that every cut keeps in view, as shares of width and height."""
    x, y = (round(min(max(float(value), 0), 1), 4) for value in (x, y))
    with transaction.atomic():
        row = Image.objects.select_for_update().get(pk=image.pk)
        if (row.focal_x, row.focal_y) != (x, y):
            row.focal_x, row.focal_y = x, y
            row.save(update_fields=["focal_x", "focal_y"])
            renditions.make_renditions.enqueue(row.pk)
    image.refresh_from_db()


def remove(image):
    """Delete a picture that nothing uses, and its files once that is certain."""
    with transaction.atomic():
        row = Image.objects.select_for_update().get(pk=image.pk)
        name, listed = row.file.name, row.renditions
        row.delete()
        transaction.on_commit(lambda: _delete_files(name, listed))


def _delete_files(name, listed):
    originals().delete(name)
    renditions.delete_files(listed)


def clean_filename(filename):
    """The name a file came with, for searching only: nothing is ever stored under it."""
    return re.sub(r"[\x00-\x1f\x7f]", "", filename.replace("\\", "/").rsplit("/", 1)[-1])[:200]


def prefill(metadata):
    """The picture's own fields, as far as the file speaks of them."""
    said = {name: value for name, (value, _) in metadata.items()}
    taken = parse_datetime(said.get("taken_at", ""))
    if taken is not None and timezone.is_naive(taken):
        taken = timezone.make_aware(taken, timezone.get_default_timezone())
    return {
        "caption": said.get("caption", ""),
        "alt": said.get("alt", ""),
        "keywords": said.get("keywords", ""),
        "taken_at": taken,
    }


def credits_from(metadata):
    """The credit rows that a file's metadata amount to: one, or none."""
    said = {name: value for name, (value, _) in metadata.items()}
    creator, agency = said.get("creator", ""), said.get("agency", "")
    if not creator and not agency:
        holder = re.sub(r"(?i)©|\(c\)|copyright|all rights reserved\.?|\b\d{4}\b", "",
                        said.get("copyright", ""))  # fmt: skip
        creator = holder.strip(" ,.-–:")[:200]
    if not creator and not agency:
        return []
    licence_url = said.get("licence_url", "")
    licence = rights.licence_at(licence_url)
    if licence is rights.Licence.UNKNOWN and rights.is_agency(f"{agency} {creator}"):
        licence = rights.Licence.AGENCY
    return [
        {
            "creator": creator,
            "agency": "" if agency == creator else agency,
            "licence": licence,
            "licence_url": licence_url,
            "source_url": said.get("source_url", ""),
        }
    ]
