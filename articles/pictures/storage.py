"""Files that are whole or not there at all, under exactly the names that we made."""

import contextlib
import os
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.deconstruct import deconstructible

# What a killed process may leave beside the files; `manage.py pictures --check` sweeps it up.
UNFINISHED = ".part"


def put(name, content):
    """Store a file under exactly this name."""
    saved = default_storage.save(name, ContentFile(content))
    if saved != name:  # a storage that renames instead of replacing
        default_storage.delete(name)
        default_storage.delete(saved)
        saved = default_storage.save(name, ContentFile(content))
    if saved != name:
        raise OSError(f"The storage of pictures keeps {name} under another name.")


@deconstructible(path="articles.pictures.storage.WholeFiles")
class WholeFiles(FileSystemStorage):
    """Writes aside and renames, so that neither a full disk nor a kill leaves half a file.

    For files named by their content alone: saving a name again replaces the file by its like.
    """

    durable = False

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=UNFINISHED)
        try:
            with open(handle, "wb") as file:
                for piece in content.chunks():
                    file.write(piece)
                file.flush()
                if self.durable:
                    os.fsync(file.fileno())
            os.chmod(aside, self.file_permissions_mode or 0o644)
            os.replace(aside, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(aside)
            raise
        return name


@deconstructible(path="articles.pictures.storage.Originals")
class Originals(WholeFiles):
    """Originals have no address, are no other account's to read, and survive a power cut."""

    durable = True

    def __init__(self, location=None, **options):
        super().__init__(location, **({"file_permissions_mode": 0o600} | options))

    def url(self, name):
        raise ValueError("This file is not accessible via a URL.")
