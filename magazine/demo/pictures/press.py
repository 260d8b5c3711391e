"""A small printing press: stencils are cut, inked and laid on a sheet of grainy paper."""

import math
from collections.abc import Iterable
from functools import cache, lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .palette import PAPER, Ink
from .stencil import FINE, HEIGHT, WIDTH, Point, Stencil

SIZE = (WIDTH, HEIGHT)


@cache
def blotches() -> Image.Image:
    """Return even-toned noise in blobs of about two pixels, the grain of every shaded area."""
    chance = Random("blotches")  # noqa: S311 - paints, keeps no secret
    small = Image.frombytes("L", (1280, 854), chance.randbytes(1280 * 854))
    even = ImageOps.equalize(small.resize(SIZE, Image.Resampling.BICUBIC))
    return even.point([round(value * 0.9) for value in range(256)])


@cache
def tooth() -> Image.Image:
    """Return how well the paper takes ink at each point: nearly everywhere fully."""
    chance = Random("tooth")  # noqa: S311 - paints, keeps no secret
    fine = Image.frombytes("L", (1600, 1066), chance.randbytes(1600 * 1066))
    fine = fine.filter(ImageFilter.BoxBlur(1)).resize(SIZE, Image.Resampling.BILINEAR)
    broad = Image.frombytes("L", (48, 32), chance.randbytes(48 * 32))
    broad = broad.resize(SIZE, Image.Resampling.BICUBIC)
    worn = Image.blend(fine, broad, 0.22)
    return worn.point([min(255, max(40, (value - 60) * 9)) for value in range(256)])


@lru_cache(maxsize=1)
def dot_screen(cell: int) -> Image.Image:
    """Return a halftone screen of dots `cell` pixels apart, turned by 45 degrees."""
    turn = 2 * math.pi / cell
    levels = bytes(
        round(122 + 57 * (math.cos(turn * (x + y)) + math.cos(turn * (x - y))))
        for y in range(cell)
        for x in range(cell)
    )
    tile = Image.frombytes("L", (cell, cell), levels)
    sheet = Image.new("L", SIZE)
    sheet.paste(tile, (0, 0))
    reach = cell
    while reach < WIDTH:
        sheet.paste(sheet.crop((0, 0, reach, cell)), (reach, 0))
        reach *= 2
    reach = cell
    while reach < HEIGHT:
        sheet.paste(sheet.crop((0, 0, WIDTH, reach)), (0, reach))
        reach *= 2
    return sheet


class Sheet:
    """A sheet of paper on which inks are laid one after another."""

    def __init__(self, key: str, paper: Ink) -> None:
        """Start a sheet of plain `paper`, with the luck that belongs to `key`."""
        self.chance = Random(key)  # noqa: S311 - paints, keeps no secret
        self.image = Image.new("RGB", SIZE, paper)

    def flat(self, shape: Stencil, ink: Ink, slip: int = 0, bare: Ink = PAPER) -> None:
        """Cover `shape` with `ink`; a `slip` leaves a sliver of `bare` paper along one edge."""
        cut = shape.cut()
        if cut is None:
            return
        mask, box = cut
        if slip:
            self.image.paste(bare, (box[0] - slip, box[1] - slip // 2), mask)
        self.image.paste(ink, box, ImageChops.multiply(mask, tooth().crop(box)))

    def clean(self, shape: Stencil, ink: Ink, strength: float = 1.0) -> None:
        """Cover `shape` with an even film of `ink` that hides `strength` of what is below."""
        cut = shape.cut()
        if cut:
            mask, box = cut
            self.image.paste(ink, box, mask.point(lambda value: round(value * strength)))

    def lay(self, shape: Stencil, ink: Ink) -> None:
        """Overprint `shape` with see-through `ink`, which darkens what is below."""
        cut = shape.cut()
        if cut:
            mask, box = cut
            below = self.image.crop(box)
            film = Image.new("RGB", below.size, ink)
            self.image.paste(ImageChops.multiply(below, film), box, mask)

    def shade(self, shape: Stencil | None, ink: Ink, tone: Image.Image) -> None:
        """Sprinkle `ink` over `shape` (or the whole sheet), as dense as `tone` is bright."""
        self._screened(shape, ink, tone, blotches(), 0.3)

    def dots(self, shape: Stencil | None, ink: Ink, tone: Image.Image, cell: int = 14) -> None:
        """Print `ink` over `shape` in halftone dots, as large as `tone` is bright."""
        self._screened(shape, ink, tone, dot_screen(cell), 0.16)

    def pieces(self, pieces: Iterable[tuple[list[Point], Ink]]) -> None:
        """Lay many small cut-outs, each an outline and its ink, one over another."""
        fine = self.image.resize((WIDTH * FINE, HEIGHT * FINE), Image.Resampling.NEAREST)
        draw = ImageDraw.Draw(fine)
        for points, ink in pieces:
            draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=ink)
        worn = tooth().point([value // 3 + 170 for value in range(256)])
        self.image = Image.composite(fine.reduce(FINE), self.image, worn)

    def _screened(
        self, shape: Stencil | None, ink: Ink, tone: Image.Image, screen: Image.Image, soft: float
    ) -> None:
        """Print `ink` wherever `tone` is brighter than `screen`."""
        cut = shape.cut() if shape else (None, (0, 0, WIDTH, HEIGHT))
        if cut is None:
            return
        mask, box = cut
        grain = ImageChops.subtract(tone.crop(box), screen.crop(box), scale=soft)
        self.image.paste(ink, box, ImageChops.multiply(grain, mask) if mask else grain)

    def finish(self) -> Image.Image:
        """Return the sheet with the grain of its paper showing through."""
        grain = blotches().filter(ImageFilter.BoxBlur(1))
        grain = grain.point([round(128 + (value - 115) * 0.17) for value in range(256)])
        return ImageChops.soft_light(self.image, Image.merge("RGB", (grain, grain, grain)))


def level(value: int) -> Image.Image:
    """Return a tone that is `value` everywhere."""
    return Image.new("L", SIZE, value)


def _ramp(length: int, start: float, end: float, first: int, last: int) -> bytes:
    """Return `length` levels, `first` up to `start`, `last` from `end` on, even between."""
    span = (end - start) or 1
    shares = (min(1.0, max(0.0, (place - start) / span)) for place in range(length))
    return bytes(round(first + (last - first) * share) for share in shares)


def fall(start: float, end: float, first: int = 255, last: int = 0) -> Image.Image:
    """Return a tone going from `first` to `last` between two heights."""
    column = Image.frombytes("L", (1, HEIGHT), _ramp(HEIGHT, start, end, first, last))
    return column.resize(SIZE)


def sweep(start: float, end: float, first: int = 255, last: int = 0) -> Image.Image:
    """Return a tone going from `first` to `last` between two places left to right."""
    row = Image.frombytes("L", (WIDTH, 1), _ramp(WIDTH, start, end, first, last))
    return row.resize(SIZE)


def glow(x: float, y: float, reach: float, peak: int = 255) -> Image.Image:
    """Return a tone that is `peak` at a point and dies away within `reach` pixels of it."""
    disc = Image.radial_gradient("L").point(
        [round(peak * max(0.0, 1 - value / 252)) for value in range(256)]
    )
    disc = disc.resize((round(2 * reach),) * 2, Image.Resampling.BICUBIC)
    tone = Image.new("L", SIZE)
    tone.paste(disc, (round(x - reach), round(y - reach)))
    return tone


def spread(shape: Stencil, reach: float) -> Image.Image:
    """Return a tone that is bright on `shape` and dies away around it."""
    tone = Image.new("L", SIZE)
    cut = shape.cut()
    if cut:
        tone.paste(255, cut[1], cut[0])
    tone = tone.filter(ImageFilter.GaussianBlur(reach))
    return tone.point([min(255, value * 2) for value in range(256)])


def both(first: Image.Image, second: Image.Image) -> Image.Image:
    """Return the tone that is bright only where both tones are."""
    return ImageChops.multiply(first, second)
