"""Draws a card for shared links where an article has no picture: its headline on paper.

The file is named after everything that is drawn on it, so a changed headline has a new card.
"""

import hashlib
import io
import re
from functools import lru_cache

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from articles.pictures.storage import put

FOLDER = "cards"
NAME = re.compile(rf"{FOLDER}/[0-9a-f]{{24}}\.jpg")
# Part of the name: raise it when the drawing changes.
RECIPE = 1
WIDTH, HEIGHT = 1200, 630
MARGIN = 84
PAPER, INK, GREY, SIGNAL, RULE = "#FCFBF8", "#17191C", "#64686F", "#96390F", "#DAD5CA"
SIZES = (92, 84, 76, 68, 60, 54, 48, 42)
LINES = 5
LEADING = 1.12
SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese")
# What no font has; its drawing is the sign for “missing”.
NOWHERE = "\U0010fffd"


def words_on(article):
    """What the article's card says: kicker, headline, names."""
    names = ", ".join(byline["name"] for byline in article.derived.get("bylines", []))
    return article.section.name, article.title_for_sharing, names


def name_of(words):
    digest = hashlib.sha256(repr((RECIPE, words)).encode()).hexdigest()
    return f"{FOLDER}/{digest[:24]}.jpg"


def name_in(address):
    """The name of the card at that address; empty if another picture is there."""
    found = NAME.search(address)
    return found[0] if found else ""


def standing(article):
    """The article's card if it has been drawn, as JSON; else empty."""
    words = words_on(article)
    name = name_of(words)
    if not default_storage.exists(name):
        return {}
    address = default_storage.url(name)
    return {"url": address, "width": WIDTH, "height": HEIGHT, "alt": words[1]}


def make(article):
    """Draw and store the article's card; False if it stands already or our fonts lack its letters.

    Safe to repeat.
    """
    words = words_on(article)
    name = name_of(words)
    if not can_write(words[1]) or default_storage.exists(name):
        return False
    put(name, drawn(*words))
    return True


def can_write(text):
    """Whether nearly all of it can be drawn: half a headline is worse than none."""
    letters = [letter for letter in text if letter.isalnum()]
    known = [letter for letter in letters if _file_for(letter, "source-serif-4")]
    return len(known) > len(letters) * 0.9


def drawn(kicker, headline, names):
    """The bytes of a card."""
    image = Pillow.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=SIGNAL)
    _write(draw, (MARGIN, 64), kicker, "libre-franklin", 30, 600, SIGNAL)
    size, lines = _set(headline)
    top = 128
    for number, line in enumerate(lines):
        at = (MARGIN, top + number * size * LEADING)
        _write(draw, at, line, "source-serif-4", size, 650, INK)
    draw.line((MARGIN, HEIGHT - 104, WIDTH - MARGIN, HEIGHT - 104), fill=RULE, width=2)
    names = _cut(names, "libre-franklin", 28, 400, WIDTH - 2 * MARGIN)
    _write(draw, (MARGIN, HEIGHT - 84), names, "libre-franklin", 28, 400, GREY)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=88, optimize=True, progressive=True)
    return file.getvalue()


def _set(headline):
    """The largest size at which the headline fits, and its lines."""
    for size in SIZES:
        lines = _lines(headline, size)
        if len(lines) * size * LEADING <= HEIGHT - 128 - 136 and len(lines) <= LINES:
            return size, lines
    kept = lines[:LINES]
    kept[-1] = _cut(f"{kept[-1]} …", "source-serif-4", size, 650, WIDTH - 2 * MARGIN)
    return size, kept


def _lines(text, size):
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _length(longer, "source-serif-4", size, 650) > WIDTH - 2 * MARGIN:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _cut(text, family, size, weight, room):
    """The text, shortened from its end until it fits."""
    while text and _length(text, family, size, weight) > room:
        text = text[: -2 if text.endswith("…") else -1].rstrip(" ,…") + "…"
        if text == "…":
            return ""
    return text


def _write(draw, at, text, family, size, weight, fill):
    x, y = at
    for font, part in _runs(text, family, size, weight):
        draw.text((x, y), part, font=font, fill=fill)
        x += font.getlength(part)


def _length(text, family, size, weight):
    return sum(font.getlength(part) for font, part in _runs(text, family, size, weight))


def _runs(text, family, size, weight):
    """The text in parts, each with the font that holds its letters; others are left out."""
    runs = []
    for letter in text:
        file = _file_for(letter, family)
        if file is None:
            continue
        if runs and runs[-1][0] == file:
            runs[-1][1] += letter
        else:
            runs.append([file, letter])
    return [(_font(file, size, weight), part) for file, part in runs]


@lru_cache(maxsize=4096)
def _file_for(letter, family):
    """The font file that can draw the letter, of this family or of the text's; None if none can."""
    for name in (family, "source-serif-4"):
        for script in SCRIPTS:
            path = settings.BASE_DIR / "static/fonts" / f"{name}-{script}-wght-normal.woff2"
            if path.exists() and _holds(_font(path, 40, 400), letter):
                return path
    return None


def _holds(font, letter):
    return bytes(font.getmask(letter)) != bytes(font.getmask(NOWHERE))


@lru_cache(maxsize=64)
def _font(path, size, weight):
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font
