"""Which addresses a file has had before, however many it has."""

import hashlib
import sqlite3


class Seen:
    """Kept on the disk, in a file without a name that is gone with us: memory stays as it is."""

    def __init__(self):
        self.file = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -4000"):
            self.file.execute(f"PRAGMA {setting}")
        self.file.execute("CREATE TABLE seen (number INTEGER PRIMARY KEY)")

    def add(self, keys):
        """Remember these; answers those of them that were known before."""
        known = set()
        self.file.execute("BEGIN")
        for key in keys:
            row = [_number(key)]
            if not self.file.execute("INSERT OR IGNORE INTO seen VALUES (?)", row).rowcount:
                known.add(key)
        self.file.execute("COMMIT")
        return known

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


def _number(key):
    # Two of a million alike: once in forty million files.
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
