"""Which renditions a picture has: shapes, widths, names. Knows neither models nor pixels.

Every rendition is named after what it was made from, so a changed file or focal point has new
addresses and old ones stay true. A picture's `renditions` says what exists: {shape: [key,
[widths]]}, where the shape is "whole", a ratio, or a ratio for sharing.
"""

import hashlib
import re
from dataclasses import dataclass

from articles.pictures.darkroom import MASTER

# Part of every name: raise it when the recipe below changes, and all are made anew.
RECIPE = 1
RATIOS = {"3x2": 3 / 2, "1x1": 1, "16x9": 16 / 9, "4x3": 4 / 3}
WIDTHS = {
    "whole": (320, 480, 640, 960, 1280, 1600, 1920),
    "3x2": (320, 480, 640, 960, 1280),
    "1x1": (160, 320, 640),
    "16x9": (640, 1280),
}
# For search engines, shared links and mail, which take one JPEG each.
SHARED = {"share-1x1": (1200,), "share-4x3": (1200,), "share-16x9": (1200,)}
FORMATS = ("avif", "webp", "jpg")
# A picture this near to a ratio is not cut to it: its whole renditions serve.
TOLERANCE = 0.004


@dataclass(frozen=True)
class Source:
    """What renditions are made from: which file, of what size, cut around which point."""

    content_hash: str
    width: int
    height: int
    focal: tuple

    @classmethod
    def of(cls, image):
        return cls(image.content_hash, image.width, image.height, (image.focal_x, image.focal_y))

    def master_size(self):
        """The size that the darkroom gives: Pillow's thumbnail() keeps to it."""
        scale = min(1, MASTER[0] / self.width, MASTER[1] / self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))

    def key(self, shape):
        """The stem of the names of one shape."""
        parts = [self.content_hash, str(RECIPE), shape]
        if shape != "whole":
            parts += [f"{value:.4f}" for value in self.focal]
        digest = hashlib.sha256(":".join(parts).encode()).hexdigest()
        return f"{digest[:2]}/{digest[2:24]}"

    def box(self, shape, size=None):
        """The part of a picture of that size that the shape shows: left, top, right, bottom."""
        width, height = size or self.master_size()
        ratio = ratio_of(shape)
        if ratio is None:
            return 0, 0, width, height
        cut_width = min(width, round(height * ratio))
        cut_height = min(height, round(width / ratio))
        left = min(max(round(self.focal[0] * width - cut_width / 2), 0), width - cut_width)
        top = min(max(round(self.focal[1] * height - cut_height / 2), 0), height - cut_height)
        return left, top, left + cut_width, top + cut_height

    def widths(self, shape):
        """The widths to make of a shape: never larger than the picture, and at least one."""
        left, _, right, _ = self.box(shape)
        available = right - left
        fixed = {**WIDTHS, **SHARED}[shape]
        return [width for width in fixed if width <= available] or [available]

    def shapes(self):
        """The shapes worth making, the one that pages need most first."""
        return [
            shape
            for shape in (*WIDTHS, *SHARED)
            if shape in SHARED or shape == "whole" or not self.is_already(shape)
        ]

    def is_already(self, shape):
        """Whether the picture has that ratio by itself."""
        return same_ratio(self.width, self.height, shape)


def same_ratio(width, height, shape):
    return abs(width / height / ratio_of(shape) - 1) < TOLERANCE


def ratio_of(shape):
    return RATIOS.get(shape.removeprefix("share-"))


def formats_of(shape):
    return ["jpg"] if shape in SHARED else FORMATS


def name_of(key, shape, width, extension):
    """A rendition's name: ab/cdef…-3x2-640.avif."""
    cut = "" if shape == "whole" else f"-{shape.removeprefix('share-')}"
    return f"{key}{cut}-{width}.{extension}"


def current(record):
    """What a record lists but for what only letters and feeds of former days still show."""
    return {shape: made for shape, made in record.items() if shape != "old"}


def names(record):
    """The names of all files that a picture's `renditions` lists."""
    for shape, made in current(record).items():
        yield from names_in(shape, *made)
    for shape, key, widths, _ in record.get("old", []):
        yield from names_in(shape, key, widths)


def names_in(shape, key, widths):
    for width in widths:
        for extension in formats_of(shape):
            yield name_of(key, shape, width, extension)


def missing(image):
    """{shape: [widths]} that the picture should have and has not."""
    source, lacking = Source.of(image), {}
    for shape in source.shapes():
        key, have = image.renditions.get(shape, ("", []))
        if key != source.key(shape):
            have = []
        if wanted := [width for width in source.widths(shape) if width not in have]:
            lacking[shape] = wanted
    return lacking


NAME = re.compile(
    r"(?:[0-9a-f]{2}/[0-9a-f]{22}(?:-\d{1,2}x\d)?-\d{1,4}|cards/[0-9a-f]{24})\.(avif|webp|jpg)"
)
MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


def media_type(name):
    """The media type of a rendition's name; None if it is no such name."""
    match = NAME.fullmatch(name)
    return MEDIA_TYPES[match[1]] if match else None
