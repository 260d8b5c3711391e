"""A picture that must not be shown any more: gone from pages and from the disk, kept in the
library with the reason."""

from django.db import transaction
from django.utils import timezone

from articles.models import Edition, Image, LogLine
from articles.pictures.renditions import delete_files, make_renditions
from articles.pictures.uses import refresh


def withdraw(image, reason, by=None):
    """Take it off every page now. No cache brings it back: its files are deleted."""
    with transaction.atomic():
        row = Image.objects.select_for_update().get(pk=image.pk)
        if row.withdrawn_at is not None:
            return
        listed, row.renditions = row.renditions, {}
        row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason
        row.save(update_fields=["withdrawn_at", "withdrawn_reason", "renditions"])
        refresh(row, portraits=True)
        Edition.objects.move()
        LogLine.objects.remark(row, "withdrew", by, detail=reason)
        transaction.on_commit(lambda: delete_files(listed))


def bring_back(image, by=None):
    """Show it again; its files are made anew behind the scenes."""
    with transaction.atomic():
        row = Image.objects.select_for_update().get(pk=image.pk)
        if row.withdrawn_at is None:
            return
        row.withdrawn_at, row.withdrawn_reason = None, ""
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        refresh(row, portraits=True)
        Edition.objects.move()
        LogLine.objects.remark(row, "brought back", by)
        make_renditions.enqueue(row.pk)
