"""Shapes to print: stencils cut at twice the size, and the outlines that are cut into them."""

import itertools
import math
from collections.abc import Iterable
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1920, 1280
FINE = 2

Point = tuple[float, float]
Box = tuple[int, int, int, int]


def _fine(points: Iterable[Point]) -> list[Point]:
    """Return the points on the stencil's finer grid."""
    return [(x * FINE, y * FINE) for x, y in points]


class Stencil:
    """A mask of the whole sheet; every method cuts one more hole, or with `on=False` fills it."""

    def __init__(self) -> None:
        """Start with a stencil that lets nothing through."""
        self.image = Image.new("L", (WIDTH * FINE, HEIGHT * FINE))
        self.draw = ImageDraw.Draw(self.image)

    def cut(self) -> tuple[Image.Image, Box] | None:
        """Return the smooth mask and its place on the sheet, or None if nothing was cut."""
        found = self.image.getbbox()
        if found is None:
            return None
        left, top = found[0] // FINE, found[1] // FINE
        right, bottom = -(-found[2] // FINE), -(-found[3] // FINE)
        mask = self.image.reduce(FINE, (left * FINE, top * FINE, right * FINE, bottom * FINE))
        return mask, (left, top, right, bottom)

    def polygon(self, points: Iterable[Point], on: bool = True) -> "Stencil":
        """Cut the area within the points."""
        self.draw.polygon(_fine(points), fill=255 if on else 0)
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float, on: bool = True) -> "Stencil":
        """Cut an upright rectangle."""
        self.draw.rectangle(_fine([(x0, y0), (x1, y1)]), fill=255 if on else 0)
        return self

    def pill(
        self, x0: float, y0: float, x1: float, y1: float, r: float, on: bool = True
    ) -> "Stencil":
        """Cut an upright rectangle with corners rounded by `r`."""
        corners = _fine([(x0, y0), (x1, y1)])
        self.draw.rounded_rectangle(corners, r * FINE, fill=255 if on else 0)
        return self

    def disc(
        self, x: float, y: float, r: float, ry: float | None = None, on: bool = True
    ) -> "Stencil":
        """Cut a disc, or an ellipse when its height is given."""
        ry = r if ry is None else ry
        self.draw.ellipse(_fine([(x - r, y - ry), (x + r, y + ry)]), fill=255 if on else 0)
        return self

    def ring(
        self, x: float, y: float, r: float, width: float, ry: float | None = None
    ) -> "Stencil":
        """Cut the outline of a disc or an ellipse."""
        ry = r if ry is None else ry
        edges = _fine([(x - r, y - ry), (x + r, y + ry)])
        self.draw.ellipse(edges, outline=255, width=max(1, round(width * FINE)))
        return self

    def arc(
        self, x: float, y: float, r: float, start: float, end: float, width: float
    ) -> "Stencil":
        """Cut a part of a circle's outline, between two angles clockwise from the right."""
        edges = _fine([(x - r, y - r), (x + r, y + r)])
        self.draw.arc(edges, start, end, fill=255, width=max(1, round(width * FINE)))
        return self

    def line(self, points: Iterable[Point], width: float, on: bool = True) -> "Stencil":
        """Cut a line through the points."""
        thick = max(1, round(width * FINE))
        self.draw.line(_fine(points), fill=255 if on else 0, width=thick, joint="curve")
        return self

    def lines(self, pairs: Iterable[tuple[Point, Point]], width: float) -> "Stencil":
        """Cut many straight lines."""
        for pair in pairs:
            self.line(pair, width)
        return self

    def within(self, other: "Stencil") -> "Stencil":
        """Keep only what the other stencil lets through as well."""
        self.image.paste(0, None, other.image.point([255] + [0] * 255))
        return self

    def without(self, other: "Stencil") -> "Stencil":
        """Close whatever the other stencil lets through."""
        self.image.paste(0, None, other.image)
        return self


def path(written: str) -> list:
    """Return the tuples of numbers written like `"12 40, 8 -3"`."""
    return [tuple(float(number) for number in spot.split()) for spot in written.split(",")]


def placed(x: float, y: float, written: str, size: float = 1.0) -> list[Point]:
    """Return the written points, enlarged `size` times and moved so that 0 0 lies at x, y."""
    return [(x + dx * size, y + dy * size) for dx, dy in path(written)]


def polygon(points: Iterable[Point]) -> Stencil:
    """Return a stencil of one polygon."""
    return Stencil().polygon(points)


def box(x0: float, y0: float, x1: float, y1: float) -> Stencil:
    """Return a stencil of one upright rectangle."""
    return Stencil().box(x0, y0, x1, y1)


def disc(x: float, y: float, r: float, ry: float | None = None) -> Stencil:
    """Return a stencil of one disc or ellipse."""
    return Stencil().disc(x, y, r, ry)


def ground(edge: Iterable[Point], floor: float = HEIGHT + 10) -> list[Point]:
    """Return the outline of everything below an edge that runs from left to right."""
    edge = list(edge)
    return [*edge, (edge[-1][0], floor), (edge[0][0], floor)]


def ridge(
    chance: Random, y: float, height: float, rough: float = 0.5, x0: float = -20, x1: float = 1940
) -> list[Point]:
    """Return a jagged skyline around `y`, as a mountain range would draw it."""
    steps = max(1, round((x1 - x0) / 260))
    line = [
        (x0 + (x1 - x0) * n / steps, y + chance.uniform(-1, 1) * height) for n in range(steps + 1)
    ]
    reach = height * 0.6
    for _ in range(5):
        finer = [line[0]]
        for (ax, ay), (bx, by) in itertools.pairwise(line):
            middle = (ax + bx) / 2 + chance.uniform(-0.12, 0.12) * (bx - ax)
            finer += [(middle, (ay + by) / 2 + chance.uniform(-1, 1) * reach), (bx, by)]
        line, reach = finer, reach * rough
    return line


def hills(chance: Random, y: float, height: float, length: float = 700) -> list[Point]:
    """Return a softly rolling skyline around `y`."""
    waves = [
        (height / (n + 1), length / (n + 1) * chance.uniform(0.8, 1.2), chance.uniform(0, 6.3))
        for n in range(3)
    ]
    return [
        (x, y + sum(a * math.sin(x / wave * 2 * math.pi + start) for a, wave, start in waves))
        for x in range(-20, 1950, 10)
    ]


def bend(points: list[Point], steps: int = 16) -> list[Point]:
    """Return a smooth curve through the points."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(tuple(_between(*pair, t) for pair in zip(a, b, c, d, strict=True)))
    return [*curve, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    """Return the Catmull-Rom value a share `t` of the way from `b` to `c`."""
    rise, turn, twist = c - a, 2 * a - 5 * b + 4 * c - d, 3 * b - a - 3 * c + d
    return b + 0.5 * t * (rise + t * (turn + t * twist))


def ribbon(points: list[Point], widths: list[float]) -> list[Point]:
    """Return the outline of a band along the points, as wide at each as `widths` says."""
    left, right = [], []
    for place, (x, y) in enumerate(points):
        ax, ay = points[max(0, place - 1)]
        bx, by = points[min(len(points) - 1, place + 1)]
        length = math.hypot(bx - ax, by - ay) or 1
        half = widths[place] / 2
        dx, dy = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + dx, y + dy))
        right.append((x - dx, y - dy))
    return left + right[::-1]


def around(x: float, y: float, r: float, angle: float, ry: float | None = None) -> Point:
    """Return the point at `angle` degrees, clockwise from the right, on a circle or ellipse."""
    turn = math.radians(angle)
    return x + r * math.cos(turn), y + (r if ry is None else ry) * math.sin(turn)


def blend(a: Point, b: Point, share: float) -> Point:
    """Return the point a `share` of the way from one point to another."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
