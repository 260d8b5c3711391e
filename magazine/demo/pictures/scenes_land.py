"""Pictures of open country: mountains, a desert road, a pipeline."""

import itertools
import math

from .figures import blob, gull
from .palette import (
    APRICOT,
    CREAM,
    EMBER,
    INK,
    MOSS,
    NIGHT,
    OCHRE,
    PAPER,
    PRUSSIAN,
    RUST,
    SAGE,
    SKY,
    tint,
)
from .press import Sheet, both, fall, glow, level, sweep
from .stencil import (
    HEIGHT,
    Stencil,
    bend,
    blend,
    box,
    disc,
    ground,
    hills,
    path,
    placed,
    polygon,
    ribbon,
    ridge,
)


def mountain_border() -> Sheet:
    """Paint a frontier drawn as a red dashed line over ranges that take no notice of it."""
    sheet = Sheet("mountain-border", CREAM)
    chance = sheet.chance
    sheet.shade(None, SAGE, fall(0, 620, 190, 0))
    sheet.flat(disc(1210, 330, 170), APRICOT, 5)
    sheet.dots(disc(1210, 330, 170), RUST, fall(250, 560, 0, 200), 15)
    far = ridge(chance, 560, 120, 0.52)
    sheet.flat(polygon(ground(far)), tint(SAGE, CREAM, 0.5))
    _peak(sheet)
    lines = []
    for place, ink in enumerate((tint(SAGE, PRUSSIAN, 0.15), MOSS, tint(MOSS, PRUSSIAN, 0.6))):
        edge = ridge(chance, 830 + place * 105, 74 - place * 10, 0.55)
        lines.append(edge)
        sheet.flat(polygon(ground(edge)), ink, 4 if place else 0, CREAM)
        haze = fall(880 + place * 105, 1010 + place * 105, 0, 210)
        sheet.shade(polygon(ground(edge)), tint(ink, CREAM, 0.55), haze)
    front = ridge(chance, 1170, 70, 0.5)
    sheet.flat(polygon(ground(front)), NIGHT, 5, SAGE)
    _frontier(sheet)
    return sheet


def _peak(sheet: Sheet) -> None:
    """Add the great summit in the middle, snow on its lit side and shadow on the other."""
    left = path("880 230, 800 330, 735 380, 640 520, 560 570, 420 740, 180 960")
    right = path("880 230, 950 320, 1010 350, 1120 500, 1220 560, 1400 760, 1640 960")
    spine = path("880 230, 850 340, 900 430, 860 560, 930 690, 900 960")
    sheet.flat(polygon([*left, *right[::-1]]), tint(SAGE, CREAM, 0.1), 5)
    dark = polygon([*spine, *right[::-1]])
    sheet.flat(dark, PRUSSIAN)
    sheet.shade(dark, SAGE, fall(420, 900, 0, 240))
    snow = path(
        "880 230, 800 330, 735 380, 660 492, 720 470, 742 530, 790 450, 815 540, "
        "846 480, 862 560, 900 430, 850 340"
    )
    sheet.flat(polygon(snow), PAPER)
    lee = path(
        "880 230, 850 340, 900 430, 880 500, 930 450, 960 530, 1000 440, 1050 500, "
        "1080 452, 1010 350, 950 320"
    )
    sheet.flat(polygon(lee), SKY)


def _frontier(sheet: Sheet) -> None:
    """Add the dashed border over every range, and the striped post it starts from."""
    way = bend(
        path(
            "700 1180, 860 1090, 760 1000, 960 930, 1130 850, 1020 760, 1150 670, 1290 640, "
            "1370 590, 1530 560, 1700 500"
        ),
        24,
    )
    dashes = Stencil()
    for start in range(0, len(way) - 8, 10):
        near = 1 - start / len(way)
        dashes.line(way[start : start + 6], 4 + 11 * near)
    sheet.flat(dashes, RUST, 3, CREAM)
    post = box(668, 960, 716, 1230).polygon([(668, 962), (692, 930), (716, 962)])
    sheet.flat(post, PAPER, 4, RUST)
    bands = Stencil()
    for y in range(985, 1230, 84):
        bands.polygon([(660, y + 24), (724, y - 8), (724, y + 34), (660, y + 66)])
    sheet.flat(bands.within(post), RUST)
    sheet.shade(post, INK, sweep(680, 722, 0, 220))
    sheet.flat(polygon(ground(ridge(sheet.chance, 1222, 14, 0.5, 560, 830))), NIGHT)


def desert_road() -> Sheet:
    """Paint a road running dead straight to a mesa, telegraph poles keeping it company."""
    sheet = Sheet("desert-road", OCHRE)
    sheet.shade(None, CREAM, fall(0, 660, 30, 245))
    sheet.flat(disc(960, 560, 210), PAPER, 6, APRICOT)
    mesas = polygon(path("230 700, 300 560, 330 548, 560 548, 590 570, 660 690"))
    mesas.polygon(path("1180 700, 1290 470, 1310 452, 1600 452, 1625 480, 1700 610, 1800 690"))
    mesas.polygon(path("690 700, 730 630, 800 630, 850 700"))
    sheet.flat(mesas, RUST, 5, APRICOT)
    sheet.shade(
        box(600, 548, 670, 700).box(1440, 450, 1800, 700).within(mesas),
        INK,
        sweep(1380, 1800, 90, 210),
    )
    strata = Stencil()
    for y in (580, 616, 500, 540, 652):
        strata.box(-10, y, 1930, y + 7)
    sheet.shade(strata.within(mesas), APRICOT, level(150))
    sheet.flat(box(0, 690, 1920, HEIGHT), APRICOT)
    sheet.shade(box(0, 690, 1920, HEIGHT), RUST, fall(760, 1330, 0, 215))
    dunes = polygon(
        ground(bend(path("-20 820, 260 770, 520 840, 760 800, 420 900, -20 960")), 1000)
    )
    sheet.shade(dunes, RUST, both(fall(790, 990, 225, 0), sweep(0, 800, 255, 60)))
    _road(sheet)
    _poles(sheet)
    birds = gull(gull(Stencil(), 720, 300, 100), 800, 352, 60)
    sheet.flat(birds, INK)
    return sheet


def _road(sheet: Sheet) -> None:
    """Add the tarmac, its broken centre line and one car with its dust."""
    sheet.flat(polygon(path("948 692, 972 692, 1560 1300, 360 1300")), INK, 6, CREAM)
    sheet.shade(
        polygon(path("948 692, 972 692, 1560 1300, 360 1300")), RUST, fall(690, 980, 190, 0)
    )
    dashes, y = Stencil(), 700.0
    while y < 1290:
        near = (y - 690) / 610
        end = min(1300.0, y + 6 + 100 * near)
        after = (end - 690) / 610
        half, wide = 2 + 12 * near, 2 + 12 * after
        dashes.polygon([(960 - half, y), (960 + half, y), (960 + wide, end), (960 - wide, end)])
        y = end + 8 + 96 * near
    sheet.flat(dashes, CREAM)
    dust = blob(sheet.chance, 1010, 776, 105, 0.2, 0.42)
    sheet.shade(polygon(dust), CREAM, glow(1010, 782, 170, 240))
    car = Stencil().pill(990, 776, 1066, 822, 10).pill(1002, 752, 1054, 790, 9)
    sheet.flat(car.box(996, 812, 1010, 836).box(1046, 812, 1060, 836), PRUSSIAN, 3)
    sheet.clean(box(1009, 760, 1047, 778).box(994, 800, 1006, 808).box(1050, 800, 1062, 808), PAPER)


def _poles(sheet: Sheet) -> None:
    """Add telegraph poles shrinking towards the horizon, with wires and shadows."""
    poles, wires, shadows = Stencil(), Stencil(), Stencil()
    before = None
    for step in range(9):
        near = 0.66**step
        x, foot = 945 - 740 * near, 692 + 540 * near
        top = foot - 980 * near
        thick = 24 * near
        poles.polygon(
            [
                (x - thick / 2, foot),
                (x - thick / 3, top),
                (x + thick / 3, top),
                (x + thick / 2, foot),
            ]
        )
        ends = []
        for high, arm in ((0.06, 118), (0.14, 92)):
            y = top + 980 * near * high
            poles.box(x - arm * near, y, x + arm * near, y + 15 * near)
            ends += [(x + side * arm * near, y - 12 * near) for side in (-0.9, 0.9)]
        shadows.polygon([(x, foot), (x + thick, foot), (x - 900 * near, foot + 150 * near)])
        for here, there in zip(ends, before or [], strict=False):
            sag = blend(here, there, 0.42)
            wires.line(bend([here, (sag[0], sag[1] + 60 * near), there]), 1.4 + 2.6 * near)
        before = ends
    sheet.shade(shadows, PRUSSIAN, level(190))
    sheet.flat(poles, INK, 3, APRICOT)
    sheet.clean(wires, INK)


def pipeline_steppe() -> Sheet:
    """Paint a pipeline zigzagging over the steppe beneath a very large sky."""
    sheet = Sheet("pipeline-steppe", SKY)
    chance = sheet.chance
    sheet.shade(None, CREAM, fall(60, 620, 0, 245))
    for x, y, size in path("420 250 240, 1260 180 330, 1770 400 150, 860 430 120, 60 440 130"):
        cloud = Stencil()
        for n in range(6):
            dx = (n - 2.5) / 2.5 * size
            cloud.disc(x + dx, y, size * (0.5 - 0.06 * abs(n - 2.5)) * chance.uniform(0.7, 1.1))
        cloud.box(-10, y + size * 0.1, 1930, y + size, on=False)
        sheet.flat(cloud, PAPER)
        sheet.dots(cloud, SKY, fall(y - size * 0.35, y + size * 0.25, 0, 215), 13)
    sheet.flat(polygon(ground(hills(chance, 634, 12, 900))), MOSS)
    sheet.flat(polygon(ground(hills(chance, 672, 10, 1300))), SAGE)
    field = polygon(ground(hills(chance, 740, 16, 1500)))
    sheet.flat(field, OCHRE, 5)
    sheet.shade(field, SAGE, fall(720, 1000, 235, 0))
    sheet.shade(field, RUST, fall(980, 1380, 0, 215))
    grass = Stencil()
    for _ in range(420):
        near = chance.random() ** 1.3
        x, y, tall = chance.uniform(0, 1920), 750 + 540 * near, 5 + 38 * near
        grass.polygon(
            [
                (x - tall * 0.1, y),
                (x + chance.uniform(0.1, 0.7) * tall, y - tall),
                (x + tall * 0.1, y),
            ]
        )
    sheet.clean(grass, tint(OCHRE, RUST, 0.55))
    _pipe(sheet)
    return sheet


def _pipe(sheet: Sheet) -> None:
    """Add the pipe with its highlight, its shade, its legs and the shadow it throws."""
    knots = path(
        "1130 640 5, 1240 668 8, 1010 704 13, 1330 762 24, 720 872 50, 1560 1060 98, 560 1420 190"
    )
    line, wide = [], []
    for (ax, ay, a), (bx, by, b) in itertools.pairwise(knots):
        for share in (n / 12 for n in range(12)):
            line.append(blend((ax, ay), (bx, by), share))
            wide.append(a + (b - a) * share)
    places = [(x, y, w) for (x, y), w in zip(line, wide, strict=True)]
    shadow = [(x - w * 0.5, y + w * 1.35) for x, y, w in places]
    sheet.shade(polygon(ribbon(shadow, [w * 0.8 for w in wide])), PRUSSIAN, level(185))
    legs = Stencil()
    for x, y, w in places[2::4]:
        legs.polygon(placed(x, y, "-0.5 0, -0.36 0, -0.36 1.25, -0.5 1.25", w))
        legs.polygon(placed(x, y, "0.36 0, 0.5 0, 0.5 1.25, 0.36 1.25", w))
        legs.box(x - w * 0.62, y + w * 0.6, x + w * 0.62, y + w * 0.74)
    sheet.flat(legs, INK)
    pipe = polygon(ribbon(line, wide))
    for x, y, w in places[12::12]:
        pipe.disc(x, y, w * 0.56)
    sheet.flat(pipe, RUST, 5, CREAM)
    lights = ((-0.24, 0.26, EMBER), (-0.3, 0.1, APRICOT), (0.32, 0.36, tint(RUST, INK, 0.6)))
    for drop, share, ink in lights:
        moved = [(x, y + w * drop) for x, y, w in places]
        sheet.flat(polygon(ribbon(moved, [w * share for w in wide])), ink)
    collars = Stencil()
    for n in range(6, len(line) - 1, 12):
        share = 0.32 * wide[n] / math.dist(line[n - 1], line[n + 1])
        ends = [blend(line[n], line[n + 1], side * share) for side in (-1, 1)]
        collars.polygon(ribbon(ends, [wide[n] * 1.24] * 2))
    sheet.flat(collars, PRUSSIAN, 3)
