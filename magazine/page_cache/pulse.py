"""A number that every process of this machine sees change at once, kept in a mapped file."""

import mmap
import os
import struct
from pathlib import Path

SIZE = 8


class Pulse:
    """Beats when readers' pages may have changed: before the change commits, and after.

    Looking at it costs no system call, so the cache can look at every request. It says when to
    ask the database for the edition, never what the edition is: a lost beat delays, and for no
    longer than the cache trusts an answer.
    """

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(file).st_size < SIZE:
                os.ftruncate(file, SIZE)
            self._map = mmap.mmap(file, SIZE)
        finally:
            os.close(file)

    def now(self) -> bytes:
        return self._map[:SIZE]

    def beat(self) -> None:
        (number,) = struct.unpack("<Q", self._map[:SIZE])
        # The process's number keeps two that beat at once from writing the same value.
        step = 1 + (os.getpid() << 20)
        self._map[:SIZE] = struct.pack("<Q", (number + step) % 2**64)
