"""Pictures of the sea: a lighthouse, the ice, an island chain and a ferry."""

import itertools
from random import Random

from .figures import blob, glints, gull, ripples, stars
from .palette import (
    APRICOT,
    CREAM,
    INK,
    MIST,
    MOSS,
    NIGHT,
    OCHRE,
    PAPER,
    PRUSSIAN,
    RUST,
    SAGE,
    SAND,
    SKY,
    tint,
)
from .press import Sheet, both, fall, glow, level, sweep
from .stencil import HEIGHT, Stencil, around, bend, box, disc, ground, path, polygon, ridge


def lighthouse_night() -> Sheet:
    """Paint a lighthouse sweeping a dark sea."""
    sheet = Sheet("lighthouse-night", NIGHT)
    sheet.shade(None, PRUSSIAN, fall(180, 900, 0, 235))
    sheet.clean(stars(sheet.chance, 150, 760), CREAM)
    lamp = (1060, 372)
    wide = polygon([lamp, (-80, 30), (-80, 560)]).polygon([lamp, (2000, 250), (2000, 560)])
    sheet.shade(wide, OCHRE, glow(*lamp, 1350, 190))
    narrow = polygon([lamp, (-80, 190), (-80, 430)]).polygon([lamp, (2000, 350), (2000, 470)])
    sheet.shade(narrow, SAND, glow(*lamp, 1500, 250))
    sheet.flat(box(0, 860, 1920, HEIGHT), tint(PRUSSIAN, INK, 0.35))
    sheet.shade(box(0, 860, 1920, HEIGHT), PRUSSIAN, fall(860, 1150, 220, 0))
    sheet.clean(ripples(sheet.chance, 868, 1270, 170), tint(PRUSSIAN, SKY, 0.45))
    sheet.clean(glints(sheet.chance, 866, 1000, 1060, 420, 14), SAND, 0.8)
    _trawler(sheet, 430, 900)
    _lighthouse(sheet, *lamp)
    return sheet


def _trawler(sheet: Sheet, x: float, y: float) -> None:
    """Add a small boat making for the light, its own lamp lit."""
    hull = polygon([(x - 96, y - 34), (x + 104, y - 46), (x + 76, y + 8), (x - 78, y + 8)])
    hull.box(x - 50, y - 84, x + 8, y - 34).lines([((x + 30, y - 150), (x + 30, y - 40))], 6)
    sheet.flat(
        hull.line([(x + 30, y - 140), (x - 92, y - 40)], 3), INK, 4, tint(PRUSSIAN, SKY, 0.5)
    )
    sheet.clean(box(x - 38, y - 72, x - 6, y - 52), OCHRE)
    sheet.shade(None, OCHRE, glow(x + 30, y - 152, 60, 220))
    sheet.clean(disc(x + 30, y - 152, 9), PAPER)
    sheet.clean(glints(sheet.chance, y + 12, y + 150, x + 10, 70, 12), SAND, 0.8)


def _lighthouse(sheet: Sheet, x: float, y: float) -> None:
    """Add the tower, its lamp, the keeper's house and the rock."""
    far = ridge(sheet.chance, 872, 34, 0.55, 1500, 1940)
    sheet.flat(polygon(ground(far, 900)), NIGHT)
    rock = path("610 1300, 690 1130, 760 1085, 800 1010, 880 985, 930 935, 1000 922")
    rock += path("1330 926, 1400 985, 1500 1010, 1560 1090, 1680 1140, 1760 1300")
    sheet.flat(polygon(rock), INK, 5, PRUSSIAN)
    sheet.shade(polygon(rock), PRUSSIAN, both(sweep(600, 1250, 235, 0), fall(900, 1300, 255, 60)))
    house = box(1170, 838, 1330, 940).polygon([(1150, 842), (1250, 762), (1350, 842)])
    sheet.flat(house, tint(INK, PRUSSIAN, 0.25))
    sheet.clean(box(1204, 868, 1236, 908).box(1262, 868, 1294, 908), OCHRE)
    tower = polygon([(x - 58, y + 70), (x + 58, y + 70), (x + 92, 945), (x - 92, 945)])
    sheet.flat(tower, CREAM, 4, OCHRE)
    bands = box(0, 545, 1920, 650).box(0, 760, 1920, 860).within(tower)
    sheet.flat(bands, RUST)
    sheet.shade(tower, INK, sweep(x - 50, x + 110, 0, 240))
    sheet.clean(box(x - 14, 690, x + 14, 732).box(x - 12, 490, x + 12, 522), INK)
    sheet.flat(box(x - 84, y + 58, x + 84, y + 76).box(x - 50, y - 52, x + 50, y - 40), INK)
    sheet.clean(box(x - 40, y - 42, x + 40, y + 60), SAND)
    sheet.clean(disc(x, y + 4, 33), PAPER)
    frame = Stencil().lines([((x + d, y - 45), (x + d, y + 62)) for d in (-40, 0, 40)], 5)
    sheet.flat(frame.lines([((x - 84, y + 30), (x + 84, y + 30))], 4), INK)
    sheet.flat(
        polygon([(x - 56, y - 48), (x, y - 112), (x + 56, y - 48)]).disc(x, y - 116, 9), RUST
    )
    sheet.shade(None, OCHRE, glow(x, y, 150, 130))


def arctic_ice() -> Sheet:
    """Paint an icebreaker at the head of its dark channel through broken ice."""
    sheet = Sheet("arctic-ice", CREAM)
    sheet.shade(None, APRICOT, fall(40, 420, 0, 225))
    sheet.clean(disc(1180, 372, 128), PAPER)
    sheet.flat(disc(1180, 372, 118), APRICOT, 4)
    sheet.flat(polygon(ground(ridge(sheet.chance, 392, 34, 0.55), 470)), SKY)
    sheet.shade(box(0, 300, 1920, 470), MIST, fall(350, 440, 0, 230))
    sheet.flat(box(0, 430, 1920, HEIGHT), PRUSSIAN)
    sheet.shade(box(0, 430, 1920, HEIGHT), NIGHT, fall(500, 1280, 0, 210))
    sheet.pieces(_floes(sheet))
    sheet.shade(box(0, 430, 1920, HEIGHT), APRICOT, glow(1180, 420, 620, 105))
    _icebreaker(sheet)
    return sheet


def _channel(y: float) -> tuple[float, float]:
    """Return the middle and half the width of the open channel at a height."""
    share = (y - 430) / 850
    return 930 + 330 * share * share - 110 * share, 14 + 165 * share**1.3


def _floes(sheet: Sheet) -> list:
    """Return floes in rows towards the horizon, each with a blue edge, clear of the channel."""
    chance, pieces = sheet.chance, []
    edges = [430 + 900 * (row / 17) ** 1.9 for row in range(1, 19)]
    for top, floor in itertools.pairwise(edges):
        deep = floor - top
        x = -260 + chance.uniform(0, 120)
        while x < 2100:
            wide = deep * chance.uniform(1.5, 3.4) + 14
            middle, half = _channel((top + floor) / 2)
            y = (top + floor) / 2 + chance.uniform(-0.14, 0.14) * deep
            around_it = sorted(chance.uniform(0, 360) for _ in range(9))
            reach = chance.uniform(0.46, 0.56)
            floe = [around(x + wide / 2, y, wide * reach, a, deep * reach * 1.1) for a in around_it]
            clear = floor < 600 or abs(x + wide / 2 - middle) > half + wide * 0.42
            if clear and around_it[-1] - around_it[0] > 250:
                ink = chance.choice((PAPER, PAPER, CREAM, MIST))
                thick = 2 + deep * 0.11
                pieces += [([(a, b + thick) for a, b in floe], SKY), (floe, ink)]
            x += wide * 1.02
    return pieces


def _icebreaker(sheet: Sheet) -> None:
    """Add the ship, seen from astern, and its long shadow on the ice."""
    sheet.shade(polygon(path("870 640, 930 640, 520 900, 330 900")), PRUSSIAN, level(70))
    hull = polygon(path("846 560, 988 560, 976 640, 950 662, 884 662, 858 640"))
    sheet.flat(hull, RUST, 4)
    sheet.shade(hull, INK, sweep(850, 1000, 230, 0))
    sheet.flat(box(866, 486, 968, 562).box(880, 436, 954, 490), PAPER, 3, RUST)
    sheet.shade(box(866, 436, 968, 562), PRUSSIAN, sweep(866, 970, 215, 0))
    sheet.flat(box(874, 504, 960, 516).box(888, 452, 946, 464), INK)
    sheet.flat(box(900, 392, 934, 440), RUST)
    mast = Stencil().lines([((917, 320), (917, 400)), ((892, 352), (942, 352))], 6)
    sheet.flat(mast, INK)
    smoke = polygon(bend(path("906 388, 860 330, 740 300, 560 312, 720 276, 880 290, 930 388")))
    sheet.shade(smoke, INK, sweep(500, 930, 0, 130))


def island_chain() -> Sheet:
    """Paint an archipelago from high above, ringed by its shallows like contours on a chart."""
    sheet = Sheet("island-chain", PRUSSIAN)
    chance = sheet.chance
    sheet.shade(None, NIGHT, sweep(0, 1500, 190, 0))
    grid = Stencil().lines([((x, -10), (x - 260, 1300)) for x in range(120, 2400, 320)], 1.5)
    grid.lines([((-10, y), (1930, y + 150)) for y in range(-100, 1300, 300)], 1.5)
    sheet.clean(grid, SKY, 0.4)
    spots = path("240 1120 110, 500 935 74, 640 800 46, 905 690 200, 1215 470 96")
    spots += path("1395 350 54, 1590 245 130, 1790 90 60, 1180 745 40, 760 1010 34")
    outlines = [(x, y, r, chance.getrandbits(32)) for x, y, r in spots]
    for far, share in path("120 0.18, 84 0.36, 52 0.56, 26 0.8"):
        sheet.flat(_shores(outlines, far), tint(PRUSSIAN, SKY, share))
    sheet.clean(_shores(outlines, 6, 10), NIGHT, 0.6)
    sheet.flat(_shores(outlines, 7), SAND)
    land = _shores(outlines, -3)
    sheet.flat(land, SAGE)
    for far, ink in ((0.66, MOSS), (0.36, tint(MOSS, PRUSSIAN, 0.5))):
        high = Stencil()
        for x, y, r, seed in outlines:
            if r > 60:
                high.polygon(_shore(x - r * 0.08, y - r * 0.1, r * far, seed))
        sheet.flat(high.within(land), ink, 3, SAND)
    sheet.shade(land, NIGHT, both(sweep(0, 1920, 120, 120), fall(0, 1280, 150, 190)))
    _claims(sheet)
    return sheet


def _shore(x: float, y: float, r: float, seed: int) -> list:
    """Return the coastline that belongs to a seed, at any size."""
    chance = Random(seed)  # noqa: S311 - paints, keeps no secret
    return blob(chance, x, y, r, 0.2, 0.8)


def _shores(outlines: list, grow: float, drop: float = 0) -> Stencil:
    """Return every island, grown seawards by `grow` and moved down by `drop`."""
    cut = Stencil()
    for x, y, r, seed in outlines:
        cut.polygon(_shore(x + drop, y + drop, r + grow * (0.6 + r / 300), seed))
    return cut


def _claims(sheet: Sheet) -> None:
    """Add the dashed line two states disagree about, and two ships on either side of it."""
    claim = bend(path("-20 620, 420 560, 700 380, 1010 260, 1290 120, 1420 -20"), 40)
    dashes = Stencil()
    for start in range(0, len(claim) - 4, 7):
        dashes.line(claim[start : start + 4], 9)
    sheet.flat(dashes, APRICOT, 3, NIGHT)
    for x, y, turn in ((560, 250, 1), (1390, 940, -1)):
        wake = polygon([(x, y), (x - 150 * turn, y + 92), (x - 128 * turn, y + 50)])
        wake.polygon([(x, y), (x - 176 * turn, y + 44), (x - 150 * turn, y + 88)])
        sheet.clean(wake, PAPER, 0.35)
        hull = [(x + 34 * turn, y - 20), (x + 8 * turn, y - 18), (x - 30 * turn, y + 6)]
        hull += [(x - 22 * turn, y + 20), (x + 16 * turn, y + 2)]
        sheet.flat(polygon(hull), RUST if turn > 0 else PAPER)


def ferry_crossing() -> Sheet:
    """Paint a white ferry crossing in front of a setting sun."""
    sheet = Sheet("ferry-crossing", CREAM)
    sheet.shade(None, APRICOT, fall(60, 760, 20, 185))
    sun = disc(960, 590, 360)
    sheet.flat(sun, APRICOT, 6)
    sheet.shade(sun, RUST, fall(360, 900, 0, 235))
    hills = ridge(sheet.chance, 730, 44, 0.5, 1180, 1960)
    sheet.flat(polygon(ground(hills, 800)), SKY)
    near = ridge(sheet.chance, 742, 46, 0.5, -30, 560)
    sheet.flat(polygon(ground(near, 800)), tint(SKY, PRUSSIAN, 0.5))
    sea = box(0, 770, 1920, HEIGHT)
    sheet.flat(sea, PRUSSIAN)
    sheet.shade(sea, SKY, fall(770, 1120, 235, 0))
    sheet.clean(ripples(sheet.chance, 790, 1275, 230, 160), tint(PRUSSIAN, INK, 0.4), 0.8)
    sheet.flat(glints(sheet.chance, 860, 1270, 960, 260, 22), APRICOT)
    _ferry(sheet)
    birds = Stencil()
    for x, y, span in path("640 330 92, 520 410 60, 1330 250 74, 1420 300 46"):
        gull(birds, x, y, span)
    sheet.flat(birds, INK)
    return sheet


def _ferry(sheet: Sheet) -> None:
    """Add the ferry with its decks, funnel and smoke."""
    smoke = polygon(
        bend(
            path(
                "850 500, 900 420, 1080 380, 1330 392, 1620 350, 1300 330, 1020 322, 840 400, "
                "800 500"
            )
        )
    )
    sheet.shade(smoke, INK, sweep(820, 1640, 215, 0))
    hull = polygon(path("566 772, 1330 772, 1306 866, 650 866, 596 830"))
    sheet.flat(hull, INK, 5)
    sheet.flat(box(640, 846, 1312, 866), RUST)
    decks = polygon(path("560 712, 1332 712, 1332 774, 580 774"))
    decks.polygon(path("640 650, 1290 650, 1290 714, 625 714"))
    decks.polygon(path("690 596, 1010 596, 1010 652, 676 652"))
    sheet.flat(decks, PAPER, 5, RUST)
    sheet.shade(decks, PRUSSIAN, sweep(760, 1400, 0, 190))
    rows = Stencil()
    for x in range(640, 1300, 46):
        rows.box(x, 728, x + 26, 750).box(x + 16, 668, x + 38, 690)
    sheet.flat(rows.box(690, 612, 990, 628).box(1290, 640, 1310, 700), INK)
    sheet.flat(polygon(path("800 500, 872 500, 890 598, 810 598")), RUST, 3)
    sheet.flat(box(800, 520, 878, 544), PAPER)
    mast = Stencil().lines([((720, 500), (720, 600)), ((700, 530), (740, 530))], 6)
    sheet.flat(mast.lines([((1240, 570), (1240, 650))], 6), INK)
    sheet.clean(polygon(path("566 868, 1480 868, 1700 882, 566 878")), PAPER, 0.8)
