"""Compares rows and files of the library, and mends what a kill, a full disk or a hand left."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models.image import Image, originals
from articles.pictures import renditions, shapes

# Headlines drawn for shared links: named after their words, known to no row of the library.
DRAWN = "cards/"
# Younger files may belong to an upload that is just being written.
GRACE = timedelta(hours=1)
# Letters and feeds may show a former cut for so long.
KEEP_OLD = timedelta(days=30)


@dataclass
class Findings:
    """What was wrong, in names."""

    lost_originals: list = field(default_factory=list)
    lost_renditions: list = field(default_factory=list)
    unmade: list = field(default_factory=list)
    outdated: list = field(default_factory=list)
    stray_originals: list = field(default_factory=list)
    stray_renditions: list = field(default_factory=list)

    @property
    def is_clean(self):
        return not any(vars(self).values())


def inspect(*, mend=True, today=None):
    """Look at every row and every file; with `mend`, put right what can be put right.

    A lost original cannot: it is reported each time until a person replaces the file.
    """
    today = today or timezone.localdate()
    have = {"originals": set(listing(originals())), "files": set(listing(default_storage))}
    findings, known = Findings(), {"originals": set(), "files": set()}
    for image in Image.objects.order_by("pk").iterator(chunk_size=500):
        known["originals"].add(image.file.name)
        known["files"].update(shapes.names(image.renditions))
        _look_at(image, have, findings, mend=mend, today=today)
    findings.stray_originals = _strays(originals(), have["originals"], known["originals"], mend)
    findings.stray_renditions = _strays(default_storage, have["files"], known["files"], mend)
    return findings


def listing(storage, folder=""):
    """The name of every file in a storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from listing(storage, f"{folder}/{name}" if folder else name)


def _look_at(image, have, findings, *, mend, today):
    if image.file.name not in have["originals"]:
        findings.lost_originals.append(image.pk)
    lost = [name for name in shapes.names(image.renditions) if name not in have["files"]]
    findings.lost_renditions += lost
    old = [entry for entry in image.renditions.get("old", []) if _is_outdated(entry, today)]
    findings.outdated += [name for shape, key, widths, _ in old
                          for name in shapes.names_in(shape, key, widths)]  # fmt: skip
    if mend and (lost or old):
        renditions.forget(image, set(lost), old)
    if image.file.name in have["originals"] and shapes.missing(image):
        findings.unmade.append(image.pk)
        if mend:
            renditions.make_renditions.enqueue(image.pk)


def _is_outdated(entry, today):
    return date.fromisoformat(entry[3]) < today - KEEP_OLD


def _strays(storage, have, known, mend):
    """Files that no row knows, but for those that may be on their way into one."""
    strays = []
    for name in sorted(have - known):
        if name.startswith(DRAWN):
            continue
        if storage.get_modified_time(name) > timezone.now() - GRACE:
            continue
        strays.append(name)
        if mend:
            storage.delete(name)
    return strays
