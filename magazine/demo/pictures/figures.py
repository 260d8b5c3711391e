"""Small things that recur: people, birds, ships' wakes, stars and cranes."""

from random import Random

from .stencil import Point, Stencil, around, bend


def person(cut: Stencil, x: float, foot: float, height: float, stride: float = 0.16) -> Stencil:
    """Cut a standing or walking person whose feet touch `foot`."""
    top, hip, shoulder = foot - height, foot - height * 0.46, height * 0.13
    step = height * stride
    cut.disc(x, top + height * 0.08, height * 0.075, height * 0.088)
    cut.polygon(
        [
            (x - shoulder, top + height * 0.24),
            (x - shoulder * 0.5, top + height * 0.175),
            (x + shoulder * 0.5, top + height * 0.175),
            (x + shoulder, top + height * 0.24),
            (x + shoulder * 0.95, hip + height * 0.12),
            (x - shoulder * 0.95, hip + height * 0.12),
        ]
    )
    leg = height * 0.1
    cut.line([(x - leg * 0.4, hip), (x - step / 2 - leg * 0.2, foot)], leg)
    return cut.line([(x + leg * 0.4, hip), (x + step / 2 + leg * 0.2, foot)], leg)


def gull(cut: Stencil, x: float, y: float, span: float) -> Stencil:
    """Cut a bird on the wing."""
    wing = span / 2
    for side in (-1, 1):
        tip = (x + side * wing, y - wing * 0.28)
        over = bend([(x, y), (x + side * wing * 0.45, y - wing * 0.42), tip])
        under = bend([tip, (x + side * wing * 0.45, y - wing * 0.22), (x, y + wing * 0.14)])
        cut.polygon(over + under)
    return cut


def stars(chance: Random, count: int, floor: float, ceiling: float = 0) -> Stencil:
    """Return stars strewn over the sky above `floor`, a few of them large."""
    cut = Stencil()
    for _ in range(count):
        x, y = chance.uniform(0, 1920), chance.uniform(ceiling, floor)
        cut.disc(x, y, chance.choice((1.4, 1.6, 2, 2, 2.6, 4)))
    return cut


def glints(
    chance: Random, top: float, floor: float, x: float, reach: float, rows: int = 30
) -> Stencil:
    """Return the broken bars of light a bright thing leaves on water, wider as they near."""
    cut = Stencil()
    for row in range(rows):
        share = (row / rows) ** 1.5
        y, thick = top + (floor - top) * share, 2 + 9 * share
        for _ in range(2):
            half = chance.uniform(0.15, 1) * reach * (0.5 + share)
            middle = x + chance.uniform(-0.35, 0.35) * reach
            cut.pill(middle - half, y, middle + half, y + thick, thick / 2)
    return cut


def ripples(chance: Random, top: float, floor: float, count: int, length: float = 120) -> Stencil:
    """Return short flat strokes scattered over water, small far away and large near."""
    cut = Stencil()
    for _ in range(count):
        share = chance.random() ** 1.6
        y = top + (floor - top) * share
        half = chance.uniform(0.3, 1) * length * (0.15 + share)
        x, thick = chance.uniform(0, 1920), 1 + 4 * share
        cut.polygon([(x - half, y), (x, y - thick), (x + half, y), (x, y + thick)])
    return cut


def blob(
    chance: Random, x: float, y: float, r: float, rough: float = 0.3, squash: float = 1.0
) -> list[Point]:
    """Return an irregular rounded outline such as an island's or a cloud's."""
    knots = [
        around(x, y, r * far, angle, r * far * squash)
        for angle in range(0, 360, 30)
        for far in [1 + chance.uniform(-rough, rough)]
    ]
    return bend([*knots, *knots[:3]], 8)[8:-8]


def gantry(cut: Stencil, x: float, base: float, size: float, raised: float = 0.0) -> Stencil:
    """Cut a ship-to-shore crane standing at `x`, its boom reaching left or `raised`."""

    def at(dx: float, dy: float) -> Point:
        """Return a point of the crane, in shares of its size from its foot."""
        return x + dx * size, base - dy * size

    beam = 0.026 * size
    boom = at(-1.25, 0.62 + raised * 1.1) if raised < 0.5 else at(-0.8, 1.75)
    cut.lines([(at(-0.2, 0), at(-0.14, 0.62)), (at(0.3, 0), at(0.24, 0.62))], beam * 1.6)
    cut.lines([(at(-0.2, 0.02), at(0.3, 0.02)), (at(-0.17, 0.3), at(0.27, 0.3))], beam * 1.2)
    cut.lines([(at(-0.17, 0.3), at(0.24, 0.62)), (at(0.27, 0.3), at(-0.14, 0.62))], beam * 0.55)
    cut.lines([(at(-0.2, 0.62), at(0.62, 0.62)), (at(-0.2, 0.62), boom)], beam * 1.7)
    peak = at(-0.1, 1.05)
    cut.lines([(at(-0.14, 0.62), peak), (at(0.24, 0.62), peak)], beam)
    middle = ((boom[0] + at(-0.2, 0.62)[0]) / 2, (boom[1] + at(-0.2, 0.62)[1]) / 2)
    cut.lines([(peak, boom), (peak, middle), (peak, at(0.6, 0.64))], beam * 0.45)
    return cut.box(*at(0.3, 0.76), *at(0.56, 0.62))
