"""Decides on an uploaded file by what it holds, never by its name, and says what it is."""

import hashlib
import json
import struct
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from django.template.defaultfilters import pluralize
from PIL import Image

from articles.pictures.darkroom import MAX_BYTES, SECONDS, TOO_HEAVY, Refused

__all__ = ["Intake", "Refused", "develop", "take_in"]

PROJECT = Path(__file__).resolve().parent.parent.parent
# A stalled machine, not a heavy file: that one is stopped by the darkroom's own limit, in seconds
# of work.
PATIENCE = 30
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
TOO_LARGE = f"This file is larger than {MAX_BYTES >> 20} MB: save it smaller."
TAKEN = "JPEG, PNG, WebP, GIF and AVIF pictures are taken"


@dataclass
class Intake:
    """A file that can become a picture: what a row of the library needs to know of it."""

    content_hash: str
    format: str
    width: int
    height: int
    size: int
    metadata: dict
    master: Image.Image = field(repr=False)
    notes: list = field(default_factory=list)

    @property
    def name(self):
        """Where the original is kept: made by us, from its content."""
        return f"{self.content_hash[:2]}/{self.content_hash}.{EXTENSIONS[self.format]}"


def take_in(file):
    """Look at an open file (or Django's UploadedFile); return an Intake or raise Refused."""
    content_hash, size, head = fingerprint(file)
    form = sniff(head)
    facts, master = develop(file, form)
    notes = []
    if facts["animated"]:
        notes.append("This picture moves: readers see its first frame.")
    if facts["width"] < 1280:
        wide = f"{facts['width']} pixel{pluralize(facts['width'])} wide"
        notes.append(f"Only {wide}: it will look soft at the top of a page.")
    return Intake(
        content_hash=content_hash,
        format=form,
        width=facts["width"],
        height=facts["height"],
        size=size,
        metadata=facts["metadata"],
        master=master,
        notes=notes,
    )


def fingerprint(file):
    """Return (SHA-256, size, first bytes), reading the file once, a piece at a time."""
    if getattr(file, "is_too_large", False):  # see uploads.BoundedUpload
        raise Refused(TOO_LARGE)
    file.seek(0)
    digest, size, head = hashlib.sha256(), 0, b""
    while piece := file.read(256 * 1024):
        head = head or piece[:512]
        digest.update(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise Refused(TOO_LARGE)
    if not size:
        raise Refused("This file is empty (0 bytes): it may not have been copied whole.")
    return digest.hexdigest(), size, head


def sniff(head):
    """Return the format's name for a file's first bytes, or refuse it, naming what it is."""
    brands = head[8:16] + head[16 : int.from_bytes(head[:4], "big")]
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and (b"avif" in brands or b"avis" in brands):
        return "AVIF"
    raise Refused(f"This is {what_it_is(head)}: only {TAKEN}.")


def what_it_is(head):
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head[4:8] == b"ftyp":
        is_heic = head[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"}
        return "a phone's HEIC picture (share it as JPEG)" if is_heic else "a video"
    if text.startswith(b"<svg") or (text.startswith(b"<?xml") and b"<svg" in text):
        return "an SVG drawing (export it as PNG)"
    if text.startswith((b"<!doctype", b"<html", b"<head", b"<script")):
        return "a web page, not a picture"
    known = {
        b"%PDF": "a PDF document",
        b"II*\x00": "a TIFF or raw picture (export it as JPEG)",
        b"MM\x00*": "a TIFF or raw picture (export it as JPEG)",
        b"8BPS": "a Photoshop document (export it as JPEG)",
        b"BM": "a BMP picture (save it as PNG)",
        b"\x00\x00\x00\x0cJXL ": "a JPEG XL picture (export it as JPEG)",
        b"\xff\x0a": "a JPEG XL picture (export it as JPEG)",
        b"PK\x03\x04": "a ZIP archive or office document",
    }
    for magic, name in known.items():
        if head.startswith(magic):
            return name
    is_text = not any(byte < 9 or 14 <= byte < 32 for byte in head)
    return "a text, whatever its name says" if is_text else "not a picture that we can read"


def develop(file, form, seconds=SECONDS):
    """Return (facts, master) of a file, opened in a process apart; or raise Refused."""
    file.seek(0)
    answer = ask_the_darkroom(file, form, seconds)
    if len(answer) < 4:
        raise Refused(TOO_HEAVY)  # it died of its limits, or a decoder crashed
    (length,) = struct.unpack_from(">I", answer)
    facts = json.loads(answer[4 : 4 + length])
    if "refused" in facts:
        raise Refused(facts["refused"])
    pixels = memoryview(answer)[4 + length :]
    return facts, Image.frombytes(facts["mode"], tuple(facts["size"]), pixels)


def ask_the_darkroom(file, form, seconds):
    command = [sys.executable, "-E", "-s", "-m", "articles.pictures.darkroom", form, str(seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; only one of five words varies
            command,
            input=file.read(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env={"MALLOC_ARENA_MAX": "2"},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(TOO_HEAVY) from None
    return done.stdout
