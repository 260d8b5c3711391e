"""Pages as plain files, so that a web server in front answers hot ones without asking us.

`now` links to the folder of the standing edition, and in it are folders for five seconds each: a
server that builds the folder's name from its clock and falls back to us where there is no file
can never serve a page for longer, even if every process of ours were killed. Unlinking `now`
takes all of them away at once.
"""

import contextlib
import gzip
import os
import re
import shutil
from pathlib import Path

SLOT = 5
# Addresses that need no quoting on a disk: the sections, articles and lists that readers ask for.
PLAIN = re.compile(r"(?:/[a-zA-Z0-9_-]{1,200}){0,4}/")


class Exports:
    """Keeps pages under `folder`/now/<slot>/<path>/index.html while they are good."""

    def __init__(self, folder: Path, pulse):
        self.folder, self.pulse = folder, pulse
        self.slot, self.linked, self.edition = None, set(), None

    def keep(self, key, page, now):
        """Put the page where the server looks during this slot. A failing disk is no one's harm."""
        _, path, query = key
        slot = int(now) // SLOT * SLOT
        if query or not PLAIN.fullmatch(path) or page.until < slot + SLOT or not is_html(page):
            return
        if (slot, page.edition) != (self.slot, self.edition):
            self.slot, self.edition, self.linked = slot, page.edition, set()
        if path in self.linked:
            return
        self.linked.add(path)
        with contextlib.suppress(OSError):
            self._link(path, page, slot)

    def slot_end(self, now):
        return int(now) // SLOT * SLOT + SLOT

    def point_to(self, edition, beat):
        """Let the server see this edition's folder, if nothing has moved since the given beat."""
        now = self.folder / "now"
        with contextlib.suppress(OSError):
            (self.folder / str(edition)).mkdir(parents=True, exist_ok=True)
            if not (now.is_symlink() and os.readlink(now) == str(edition)):
                draft = self.folder / f"now.{os.getpid()}"
                draft.unlink(missing_ok=True)
                draft.symlink_to(str(edition))
                draft.replace(now)
                self._sweep(edition)
            if self.pulse.now() != beat:
                now.unlink(missing_ok=True)

    def withdraw(self):
        """Take all files out of the server's sight."""
        with contextlib.suppress(OSError):
            (self.folder / "now").unlink(missing_ok=True)

    def _link(self, path, page, slot):
        home = self.folder / str(page.edition)
        base = home / "base" / path.strip("/") / "index.html"
        if not base.exists():
            base.parent.mkdir(parents=True, exist_ok=True)
            for name, data in (("index.html.gz", gzip.compress(page.body, 7)), (base.name, None)):
                draft = base.with_name(f"{name}.{os.getpid()}")
                draft.write_bytes(page.body if data is None else data)
                draft.replace(base.with_name(name))
        place = home / str(slot) / path.strip("/")
        if not place.parent.exists() and not (home / str(slot)).exists():
            self._drop_slots(home, slot)
        place.mkdir(parents=True, exist_ok=True)
        for name in ("index.html.gz", "index.html"):
            with contextlib.suppress(FileExistsError):
                os.link(base.with_name(name), place / name)

    def _drop_slots(self, home, slot):
        for other in home.iterdir():
            if other.name.isdigit() and int(other.name) < slot - SLOT:
                shutil.rmtree(other, ignore_errors=True)

    def _sweep(self, edition):
        for other in self.folder.iterdir():
            if other.name.isdigit() and int(other.name) < edition:
                shutil.rmtree(other, ignore_errors=True)


def is_html(page):
    return any(
        name.lower() == "content-type" and value.startswith("text/html")
        for name, value in page.headers
    )
