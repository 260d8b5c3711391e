"""One page as it is kept: its headers, and its bytes in every encoding asked for so far."""

import gzip
import hashlib
import json

import brotli
import zstandard
from django.utils.http import parse_http_date_safe

# Never sent on: lengths and validators are made anew for each encoding.
DROPPED = {"content-length", "content-encoding", "etag", "vary", "connection", "date"}
COMPRESS = {
    "br": lambda body: brotli.compress(body, quality=6, mode=brotli.MODE_TEXT),
    "zstd": lambda body: zstandard.compress(body, 12),
    "gzip": lambda body: gzip.compress(body, 7, mtime=0),
    "": lambda body: body,
}


class Page:
    """A response that anyone may be given while its edition holds and `until` has not come."""

    def __init__(self, headers, body, edition, until):
        self.headers = [pair for pair in headers if pair[0].lower() not in DROPPED]
        self.body, self.edition, self.until = body, edition, until
        self.digest = hashlib.sha256(body).hexdigest()[:24]
        self.encoded = {}

    def size(self):
        """Bytes that keeping it may take, its encodings included."""
        return 2 * len(self.body)

    def in_encoding(self, encoding):
        """(headers, bytes) of the page in one of keys.ENCODINGS, or as it is for an empty name."""
        if encoding not in self.encoded:
            self.encoded[encoding] = COMPRESS[encoding](self.body)
        body = self.encoded[encoding]
        headers = [
            *self.headers,
            ("Vary", "Accept-Encoding"),
            ("ETag", self.etag(encoding)),
            ("Content-Length", str(len(body))),
        ]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return headers, body

    def etag(self, encoding):
        return f'"{self.digest}-{encoding or "id"}"'

    def is_known(self, if_none_match, encoding):
        """True if the client's copy is this very page."""
        if if_none_match.strip() == "*":
            return True
        tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
        return self.etag(encoding) in tags

    def is_unchanged_since(self, if_modified_since):
        """True if the page says when it last changed, as feeds do, and that was no later."""
        since = parse_http_date_safe(if_modified_since)
        changed = next((text for name, text in self.headers if name.lower() == "last-modified"), "")
        changed = parse_http_date_safe(changed)
        return since is not None and changed is not None and changed <= since

    def to_bytes(self):
        """A line of JSON, then the body, compressed. Never pickle: a store may be shared."""
        head = {"headers": self.headers, "edition": self.edition, "until": self.until}
        return zstandard.compress(json.dumps(head).encode() + b"\n" + self.body, 9)

    @classmethod
    def from_bytes(cls, data):
        """The page, or None for anything that is not one whole page."""
        try:
            head, _, body = zstandard.decompress(data).partition(b"\n")
            kept = json.loads(head)
            headers = [(str(name), str(value)) for name, value in kept["headers"]]
            return cls(headers, body, int(kept["edition"]), float(kept["until"]))
        except (zstandard.ZstdError, ValueError, KeyError, TypeError):
            return None
