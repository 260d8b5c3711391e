"""Draws a picture in a place of a page, from what exists of it, so that nothing ever shifts."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.core.files.storage import default_storage

from articles.html import picture_tag
from articles.pictures.shapes import RATIOS, current, name_of, same_ratio

# Tags of about 1 kB each.
MOST_KEPT = 2048


@dataclass(frozen=True)
class Place:
    """How wide a picture stands there (the CSS agrees), and the widest file worth offering."""

    sizes: str
    widest: int
    ratio: str | None = None


# Text column and margin together, where the page is wide enough to have a margin.
MARGIN = "(min-width: 78rem) 54.75rem, (min-width: 64rem) calc(100vw - 20rem)"
# The one table of places. 40rem is the text column, 80rem the container of the pages.
PLACES = {
    "hero": Place(f"{MARGIN}, (min-width: 44rem) 40rem, 100vw", 1920),
    "figure": Place("(min-width: 44rem) 40rem, 100vw", 1280),
    "wide": Place(f"{MARGIN}, (min-width: 44rem) 40rem, 100vw", 1920),
    "lead": Place("(min-width: 78rem) 43rem, (min-width: 64rem) 44vw, 100vw", 1280, "3x2"),
    "card": Place("(min-width: 64rem) 24rem, (min-width: 48rem) 46vw, 100vw", 960, "3x2"),
    "second": Place("(min-width: 64rem) 15rem, (min-width: 40rem) 46vw, 100vw", 960, "3x2"),
    "band": Place("(min-width: 64rem) 24rem, (min-width: 40rem) 46vw, 100vw", 960, "3x2"),
    "row": Place("(min-width: 78rem) 18.5rem, (min-width: 48rem) 15rem, 100vw", 960, "3x2"),
    "list": Place("(min-width: 40rem) 12rem, 7rem", 480, "3x2"),
    "portrait": Place("4.5rem", 320, "1x1"),
    "logo": Place("15rem", 640),
    "author": Place("9rem", 640, "1x1"),
    "library": Place("12rem", 480),
    "preview": Place("(min-width: 64rem) 40rem, 100vw", 1280),
}


def facts(image):
    """What drawing needs of a picture, as JSON: it may be kept where the row is not at hand."""
    return {
        "size": [image.width, image.height],
        "alt": "" if image.is_decorative else image.alt.strip(),
        "made": current(image.renditions),
    }


def picture(image, *, place, ratio=None, eager=False):
    """A <picture> for a place, of an Image or of the facts kept from one; empty for nothing."""
    if not image:
        return ""
    known = image if isinstance(image, dict) else facts(image)
    where = PLACES[place]
    ratio = ratio or where.ratio
    shape, key, widths = offered(known, ratio, where.widest)
    file = File(tuple(known["size"]), known["alt"], shape, key, tuple(widths))
    return _drawn(file, where, ratio, eager)


class File(NamedTuple):
    """What there is of a picture in the shape that a place wants best."""

    size: tuple
    alt: str
    shape: str
    key: str
    widths: tuple


@lru_cache(maxsize=MOST_KEPT)
def _drawn(file, where, ratio, eager):
    """Made from its arguments alone, so a tag that was made once is good at any time."""
    width, height = box(file.size, ratio, where.widest)
    attributes = {
        "alt": file.alt,
        "width": width,
        "height": height,
        "loading": "eager" if eager else "lazy",
        "decoding": "async",
    }
    if eager:
        attributes["fetchpriority"] = "high"
    if file.shape == "whole" and ratio and not same_ratio(*file.size, ratio):
        attributes["class"] = f"cut-{ratio}"  # until its cuts are made, the page cuts it
    if not file.widths:
        return picture_tag([], {"src": blank(width, height), **attributes})
    sources = [
        {
            "type": f"image/{extension}",
            "srcset": ", ".join(
                f"{address(file.key, file.shape, width, extension)} {width}w"
                for width in file.widths
            ),
            "sizes": where.sizes,
        }
        for extension in ("avif", "webp")
    ]
    # The few browsers that read neither get one file of middling size.
    plain = min(file.widths, key=lambda each: abs(each - min(where.widest, 960)))
    return picture_tag(sources, {"src": address(file.key, file.shape, plain, "jpg"), **attributes})


def offered(known, ratio, widest):
    """The best shape that exists for a ratio, its key and its widths up to the widest useful."""
    for shape in (ratio, "whole"):
        key, widths = known["made"].get(shape, ("", []))
        if widths:
            useful = [width for width in widths if width <= widest]
            return shape, key, useful or widths[:1]
    return "whole", "", []


def box(size, ratio, widest):
    """The width and height that the place gives a picture of a size, whatever of it exists yet."""
    width, height = size
    if ratio:
        height = min(height, width / RATIOS[ratio])
        width = height * RATIOS[ratio]
    scale = min(1, widest / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def blank(width, height):
    """An empty drawing of the right shape: it holds the place and shows nothing."""
    drawing = f"%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'/%3E"
    return f"data:image/svg+xml,{drawing}"


def address(key, shape, width, extension):
    return default_storage.url(name_of(key, shape, width, extension))


@dataclass(frozen=True)
class Jpeg:
    """One plain file, for what takes no choice: mail, feeds, shared links, search engines."""

    url: str
    width: int
    height: int


def jpeg(image, *, width=640, ratio=None):
    """The JPEG nearest to a width, cut to a ratio if that exists; None if nothing does."""
    known = image if isinstance(image, dict) else facts(image)
    shape, key, widths = offered(known, ratio, 10_000)
    if not widths:
        return None
    best = min(widths, key=lambda each: abs(each - width))
    wide, high = known["size"]
    proportion = RATIOS[ratio] if shape == ratio else wide / high
    return Jpeg(address(key, shape, best, "jpg"), best, max(1, round(best / proportion)))


def shared(image):
    """The picture's JPEGs for search engines and shared links, best first: 16:9, 4:3, 1:1."""
    known = image if isinstance(image, dict) else facts(image)
    found = []
    for shape in ("share-16x9", "share-4x3", "share-1x1"):
        key, widths = known["made"].get(shape, ("", []))
        for width in widths[-1:]:
            ratio = RATIOS[shape.removeprefix("share-")]
            found.append(
                Jpeg(address(key, shape, width, "jpg"), width, max(1, round(width / ratio)))
            )
    whole = jpeg(known, width=1280)
    return found or ([whole] if whole else [])
