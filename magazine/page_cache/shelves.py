"""Where pages are kept: in this process, and where all processes find them."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import time
from collections import OrderedDict
from pathlib import Path

from magazine.page_cache.page import Page

PATIENCE = 5
LOCKS = 64


def digest_of(key):
    return hashlib.sha256("\n".join(key).encode("utf-8", "surrogateescape"))


class Memory:
    """The pages asked for last, up to so many bytes."""

    def __init__(self, limit):
        self.limit, self.size, self.pages = limit, 0, OrderedDict()

    def get(self, key):
        page = self.pages.get(key)
        if page is not None:
            self.pages.move_to_end(key)
        return page

    def put(self, key, page):
        self.drop(key)
        self.pages[key] = page
        self.size += page.size()
        while self.size > self.limit and self.pages:
            _, oldest = self.pages.popitem(last=False)
            self.size -= oldest.size()

    def drop(self, key):
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size()

    def clear(self):
        self.pages.clear()
        self.size = 0


class Files:
    """A folder for each edition on this machine's disk; older editions are swept away."""

    MOST = 20_000

    def __init__(self, folder: Path, release=""):
        self.folder, self.count, self.edition, self.release = folder, 0, None, release

    def get(self, key, edition):
        with contextlib.suppress(OSError):
            return Page.from_bytes(self._path(key, edition).read_bytes())
        return None

    def put(self, key, page):
        """Keep the page; a full or broken disk keeps nothing, and readers notice nothing."""
        with contextlib.suppress(OSError):
            path = self._path(key, page.edition)
            if page.edition != self.edition:
                self._begin(page.edition, path.parent)
            if self.count >= self.MOST:
                return
            draft = path.with_suffix(f".{os.getpid()}")
            draft.write_bytes(page.to_bytes())
            draft.replace(path)
            self.count += 1

    def _begin(self, edition, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.edition, self.count = edition, sum(1 for _ in os.scandir(folder))
        for other in self.folder.iterdir():
            if other.name.isdigit() and int(other.name) < edition:
                shutil.rmtree(other, ignore_errors=True)

    def _path(self, key, edition):
        return self.folder / str(edition) / digest_of((*key, self.release)).hexdigest()

    @contextlib.contextmanager
    def one_at_a_time(self, key):
        """Hold this page for making, among all processes; after PATIENCE seconds go on anyway."""
        digest = digest_of(key).digest()
        folder = self.folder / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / str(digest[0] % LOCKS)).open("w") as file:
            tired = time.monotonic() + PATIENCE
            while time.monotonic() < tired:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(0.01)
            yield


class Shared:
    """Django's cache: Redis in production, so that several machines make a page once."""

    def __init__(self, cache, release=""):
        self.cache, self.release = cache, release

    def get(self, key, edition):
        data = self.cache.get(self._name(key, edition))
        return Page.from_bytes(data) if isinstance(data, bytes) else None

    def put(self, key, page):
        seconds = max(1, int(page.until - time.time()))
        self.cache.set(self._name(key, page.edition), page.to_bytes(), seconds)

    def _name(self, key, edition):
        return f"page:{edition}:{digest_of((*key, self.release)).hexdigest()}"

    @contextlib.contextmanager
    def one_at_a_time(self, key):
        """As for files, by a mark that goes by itself if its holder dies."""
        name = self._name(key, "lock")
        tired = time.monotonic() + PATIENCE
        held = self.cache.add(name, b"1", PATIENCE)
        while not held and time.monotonic() < tired:
            time.sleep(0.01)
            held = self.cache.add(name, b"1", PATIENCE)
        try:
            yield
        finally:
            if held:
                self.cache.delete(name)
