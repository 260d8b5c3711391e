"""Pictures of the city: parliament, towers at night, a street in the rain."""

from collections.abc import Callable

from .figures import gull, person, stars
from .palette import (
    APRICOT,
    CREAM,
    EMBER,
    INK,
    MIST,
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
from .stencil import HEIGHT, Point, Stencil, bend, box, disc, path, placed, polygon


def parliament_steps() -> Sheet:
    """Paint one figure climbing the long steps of a colonnade."""
    sheet = Sheet("parliament-steps", RUST)
    sheet.shade(None, APRICOT, fall(0, 620, 0, 230))
    sheet.flat(disc(960, 300, 290), OCHRE, 6, CREAM)
    sheet.dots(disc(960, 300, 290), RUST, fall(180, 640, 0, 200), 18)
    dome = Stencil().disc(960, 330, 176, 190).box(0, 330, 1920, 900, on=False)
    dome.box(770, 326, 1150, 400).box(940, 90, 980, 150)
    sheet.flat(dome, PRUSSIAN, 5, CREAM)
    sheet.shade(dome, INK, sweep(900, 1150, 0, 235))
    roof = polygon([(300, 520), (960, 340), (1620, 520)])
    sheet.flat(roof, CREAM, 5, RUST)
    sheet.flat(polygon([(450, 505), (960, 366), (1470, 505)]), tint(OCHRE, CREAM, 0.35))
    sheet.flat(disc(960, 448, 46), RUST)
    sheet.flat(box(270, 520, 1650, 590), CREAM, 4, RUST)
    sheet.flat(box(270, 574, 1650, 590), tint(OCHRE, CREAM, 0.35))
    sheet.flat(box(330, 590, 1590, 900), NIGHT)
    sheet.flat(box(-10, 640, 330, 900).box(1590, 640, 1930, 900), SAND, 4, RUST)
    side = Stencil()
    for x in (40, 140, 240, 1640, 1740, 1840):
        side.pill(x, 700, x + 52, 870, 26)
    sheet.flat(side, NIGHT)
    sheet.shade(box(1590, 640, 1930, 900), PRUSSIAN, sweep(1560, 1920, 80, 200))
    _columns(sheet)
    _stairs(sheet)
    return sheet


def _columns(sheet: Sheet) -> None:
    """Add the eight columns, light on the left and grainy dark on the right."""
    sheet.flat(box(880, 650, 1040, 900), OCHRE)
    sheet.shade(box(880, 650, 1040, 900), RUST, fall(640, 900, 200, 0))
    for n in range(8):
        x = 380 + n * (1160 / 7)
        column = polygon([(x - 40, 626), (x + 40, 626), (x + 46, 876), (x - 46, 876)])
        column.box(x - 60, 592, x + 60, 626).box(x - 60, 874, x + 60, 902)
        sheet.flat(column, CREAM)
        sheet.shade(column, PRUSSIAN, sweep(x - 20, x + 56, 0, 240))
        flutes = Stencil().lines([((x + d, 632), (x + d * 1.1, 870)) for d in (-24, -8, 8)], 3)
        sheet.clean(flutes, tint(CREAM, PRUSSIAN, 0.45))


def _stairs(sheet: Sheet) -> None:
    """Add the flight of steps, the climber and the climber's shadow."""
    y, deep, step = 900.0, 15.0, 0
    while y < HEIGHT:
        spread = (y - 900) * 0.9
        tread = box(230 - spread, y, 1690 + spread, y + deep * 0.5)
        riser = box(230 - spread, y + deep * 0.5, 1690 + spread, y + deep + 1)
        sheet.flat(tread, PAPER)
        sheet.flat(riser, tint(SAND, APRICOT, 0.3))
        y, deep, step = y + deep, deep * 1.12, step + 1
    sheet.shade(
        box(0, 900, 1920, HEIGHT),
        PRUSSIAN,
        both(sweep(900, 1920, 0, 215), fall(880, 1280, 160, 255)),
    )
    walls = polygon(path("-20 880, 240 880, 240 930, -20 1180"))
    walls.polygon(path("1940 880, 1680 880, 1680 930, 1940 1180"))
    sheet.flat(walls, INK, 4, RUST)
    sheet.shade(polygon(path("800 1098, 836 1098, 1330 1290, 1120 1290")), INK, level(225))
    climber = person(Stencil(), 816, 1104, 190, 0.26)
    climber.polygon(path("790 958, 842 958, 858 1050, 776 1050")).box(844, 1030, 884, 1066)
    sheet.flat(climber, INK, 4, RUST)
    sheet.flat(gull(gull(gull(Stencil(), 420, 250, 90), 520, 200, 60), 1480, 290, 70), INK)


def night_city() -> Sheet:
    """Paint a river city at night, one window among thousands burning red."""
    sheet = Sheet("night-city", NIGHT)
    sheet.shade(None, PRUSSIAN, fall(100, 860, 0, 245))
    sheet.clean(stars(sheet.chance, 90, 420), CREAM)
    sheet.flat(disc(1240, 300, 150), CREAM, 5, PRUSSIAN)
    sheet.dots(disc(1240, 300, 150), SKY, both(sweep(1060, 1400), fall(100, 500, 120, 255)), 15)
    sheet.shade(None, EMBER, fall(420, 1000, 0, 215))
    for depth, ink in enumerate((tint(PRUSSIAN, SKY, 0.3), PRUSSIAN, INK)):
        _skyline(sheet, depth, ink)
    water = box(0, 1010, 1920, HEIGHT)
    sheet.flat(water, NIGHT)
    sheet.shade(water, PRUSSIAN, fall(1010, 1280, 60, 220))
    shine = Stencil()
    for x in range(20, 1920, 30):
        if sheet.chance.random() < 0.7:
            y = 1022.0
            while y < 1040 + sheet.chance.uniform(30, 230):
                half = sheet.chance.uniform(4, 15)
                shine.pill(x - half, y, x + half, y + 5, 2)
                y += 13
    sheet.clean(shine, OCHRE, 0.75)
    _quay(sheet)
    return sheet


def _skyline(sheet: Sheet, depth: int, ink: tuple) -> None:
    """Add one row of towers with their lit windows; nearer rows stand lower and darker."""
    chance, towers, panes = sheet.chance, Stencil(), Stencil()
    x = -60.0
    while x < 1940:
        wide = chance.uniform(86, 190)
        centre = 1 - abs(x + wide / 2 - 900) / 1100
        top = 1010 - (chance.uniform(240, 460) + 330 * centre - depth * 150 * (0.5 + centre))
        towers.box(x, top, x + wide, 1014)
        crown = chance.choice(("flat", "step", "spire", "slant"))
        if crown == "step":
            towers.box(x + wide * 0.22, top - 40, x + wide * 0.78, top)
        elif crown == "spire":
            towers.polygon(
                [(x + wide * 0.3, top), (x + wide / 2, top - 130), (x + wide * 0.7, top)]
            )
        elif crown == "slant":
            towers.polygon([(x, top + 1), (x, top - 60), (x + wide, top + 1)])
        size, gap = (9 + depth * 3, 22 + depth * 6)
        lit = chance.uniform(0.15, 0.6)
        for row in range(int((985 - top) / gap)):
            for column in range(int((wide - 16) / gap)):
                if chance.random() < lit:
                    px, py = x + 14 + column * gap, top + 18 + row * gap
                    panes.box(px, py, px + size, py + size * 1.3)
        x += wide + chance.choice((0, 4, 30))
    sheet.flat(towers, ink, 3, tint(ink, SKY, 0.35))
    sheet.shade(towers, NIGHT, fall(500, 1010, 0, 190) if depth < 2 else level(0))
    sheet.clean(panes, (tint(OCHRE, PRUSSIAN, 0.3), OCHRE, SAND)[depth])
    if depth == 2:
        sheet.flat(box(880, 770, 1010, 1014), INK, 3, SKY)
        sheet.shade(None, RUST, glow(946, 850, 170, 240))
        sheet.flat(box(918, 822, 974, 886), APRICOT, 4, RUST)
        reader = person(Stencil(), 946, 930, 92)
        sheet.flat(reader.within(box(918, 822, 974, 886)), INK)


def _quay(sheet: Sheet) -> None:
    """Add the embankment, its lamps and a bridge of lights."""
    sheet.flat(box(0, 1000, 1920, 1020), INK, 2, OCHRE)
    lamps = Stencil()
    for x in range(40, 1920, 160):
        lamps.disc(x, 986, 7)
    sheet.clean(lamps, PAPER)
    boat = polygon(path("720 1120, 1120 1120, 1080 1164, 760 1164")).pill(790, 1080, 1040, 1124, 8)
    sheet.flat(boat, INK, 3, OCHRE)
    cabin = Stencil()
    for x in range(806, 1030, 38):
        cabin.box(x, 1092, x + 24, 1110)
    sheet.clean(cabin, SAND)
    sheet.clean(polygon(path("700 1170, 1130 1170, 1300 1180, 700 1178")), SKY, 0.6)


def monsoon_street() -> Sheet:
    """Paint a lamplit street in heavy rain, crossed under one red umbrella."""
    sheet = Sheet("monsoon-street", SAGE)
    sheet.shade(None, PRUSSIAN, fall(0, 640, 235, 20))
    sheet.shade(None, CREAM, glow(960, 560, 520, 235))
    for side in (-1, 1):
        for step in range(4):
            _shopfront(sheet, side, step)
    road = polygon(path("850 780, 1070 780, 2300 1300, -380 1300"))
    sheet.flat(road, PRUSSIAN)
    sheet.shade(road, NIGHT, fall(800, 1290, 0, 230))
    sheet.shade(road, SAND, glow(960, 800, 420, 220))
    _reflections(sheet)
    _rickshaw(sheet)
    _umbrellas(sheet)
    rain = Stencil()
    for _ in range(430):
        x, y = sheet.chance.uniform(-50, 2000), sheet.chance.uniform(-80, 1280)
        long = sheet.chance.uniform(30, 120)
        rain.line([(x, y), (x - long * 0.22, y + long)], sheet.chance.choice((1.5, 1.5, 2.5)))
    sheet.clean(rain, MIST, 0.7)
    splash = Stencil()
    for _ in range(90):
        near = sheet.chance.random()
        splash.ring(
            sheet.chance.uniform(100, 1820), 900 + 370 * near, 8 + 20 * near, 2, 3 + 6 * near
        )
    sheet.clean(splash, MIST, 0.6)
    return sheet


def _shopfront(sheet: Sheet, side: int, step: int) -> None:
    """Add one house of the street: its windows, its shop with an awning, and its sign."""
    far, back = path("0.84 0.9, 0.72 0.84, 0.5 0.72, -0.1 0.5")[step]
    inks = (tint(PRUSSIAN, SAGE, 0.5), tint(PRUSSIAN, SAGE, 0.2), tint(PRUSSIAN, INK, 0.25), NIGHT)
    roof = (-240, -420, -160, -330)[step]

    def at(x: float, y: float, share: float) -> tuple:
        """Return a point of the house, a share of the way along its front."""
        depth = 1 - far - (back - far) * share
        return 960 + side * x * depth, 740 + (y - 740) * depth

    def wall(top: float, floor: float, a: float, b: float, inner: float = 960) -> list:
        """Return a part of the front; an `inner` edge nearer the middle leans out."""
        return [at(960, top, a), at(960, top, b), at(inner, floor, b), at(inner, floor, a)]

    sheet.flat(polygon(wall(roof, 1010, 0, 1)), inks[step], 3, SAGE)
    panes, stripes, wares = Stencil(), Stencil(), Stencil()
    for row in range(3):
        y = roof + 190 + row * 250
        for a in (0.14, 0.43, 0.72):
            if sheet.chance.random() < 0.62:
                panes.polygon(wall(y, y + 130, a, a + 0.16))
    sheet.flat(panes, OCHRE)
    shop = polygon(wall(700, 990, 0, 1))
    sheet.flat(shop, SAND)
    sheet.shade(shop, RUST, fall(600, 1150, 0, 190))
    sheet.flat(polygon(wall(600, 700, 0, 1, 800)), (SAGE, RUST, SAGE, RUST)[step], 3)
    for n in range(0, 8, 2):
        stripes.polygon(wall(600, 700, n / 8, (n + 1) / 8, 800))
    sheet.flat(stripes, CREAM)
    for n in range(5):
        wares.polygon(wall((800, 860, 760, 860, 800)[n], 990, 0.06 + n * 0.19, 0.18 + n * 0.19))
    sheet.flat(wares, NIGHT)
    _sign(sheet, at, step)


def _sign(sheet: Sheet, at: Callable[[float, float, float], Point], step: int) -> None:
    """Add the shop sign, which has a disc and bars for words, to the front that `at` measures."""
    size = abs(at(961, 740, 0.5)[0] - at(960, 740, 0.5)[0])
    signs = (RUST, CREAM), (OCHRE, INK), (RUST, CREAM), (SAND, RUST)
    sign = [at(x, y, 0.5) for x, y in path("930 130, 780 130, 780 540, 930 540")]
    sheet.flat(polygon(sign), signs[step][0], 3, PAPER)
    marks = Stencil().disc(*at(855, 220, 0.5), 46 * size)
    for y in range(310, 500, 52):
        marks.line([at(905, y, 0.5), at(805, y, 0.5)], 20 * size)
    sheet.flat(marks, signs[step][1])


def _reflections(sheet: Sheet) -> None:
    """Add the broken light of the shops on the wet road."""
    streaks, glare = Stencil(), Stencil()
    for _ in range(150):
        x, y = sheet.chance.uniform(60, 1860), sheet.chance.uniform(830, 1270)
        if abs(x - 960) < (y - 760) * 2.4:
            long, cut = (
                sheet.chance.uniform(20, 90) * (y - 600) / 400,
                sheet.chance.choice((streaks, glare)),
            )
            cut.pill(x - long, y, x + long, y + 2 + (y - 800) / 70, 3)
    sheet.clean(streaks, OCHRE, 0.8)
    sheet.clean(glare, SKY, 0.55)


def _rickshaw(sheet: Sheet) -> None:
    """Add a rickshaw coming up the street with its lamp lit."""
    body = Stencil().pill(1060, 770, 1220, 900, 40).box(1070, 830, 1210, 920)
    body.disc(1094, 924, 26).disc(1190, 924, 26)
    sheet.flat(body, INK, 4, OCHRE)
    sheet.flat(Stencil().pill(1082, 792, 1198, 846, 16), MIST)
    person(driver := Stencil(), 1140, 920, 124)
    sheet.flat(driver.within(Stencil().pill(1082, 792, 1198, 846, 16)), INK)
    sheet.clean(disc(1140, 884, 13).disc(1088, 872, 8).disc(1192, 872, 8), PAPER)
    sheet.shade(None, SAND, glow(1140, 890, 110, 190))


def _umbrellas(sheet: Sheet) -> None:
    """Add the people crossing, the nearest beneath the red umbrella."""
    inks = (OCHRE, SAGE, SKY, RUST)
    folk = path("560 1010 210, 700 960 160, 1420 1030 230, 860 1190 400")
    for (x, foot, tall), ink in zip(folk, inks, strict=True):
        image = polygon(placed(x, foot, "-0.12 0, 0.12 0, 0.2 0.5, -0.2 0.5", tall))
        sheet.shade(image, INK, fall(foot, foot + tall * 0.5, 200, 0))
        body = person(Stencil(), x, foot, tall, 0.22)
        body.polygon(placed(x, foot, "-0.12 -0.72, 0.12 -0.72, 0.17 -0.3, -0.17 -0.3", tall))
        sheet.flat(body, INK, 3, ink)
        y, r = foot - tall * 0.86, tall * 0.44
        dome = Stencil().disc(x, y, r, r * 0.86).box(x - r, y, x + r, y + r, on=False)
        for n in range(4):
            dome.disc(x - r * 0.75 + n * r * 0.5, y + 1, r * 0.25, r * 0.11, on=False)
        sheet.flat(dome.line([(x, y - r), (x, y - r * 0.7)], 5), ink, 4)
        rib = bend(placed(x, y, "0 -0.86, 0.36 -0.5, 0.5 0", r))
        lee = polygon(rib + placed(x, y, "1 0, 0.65 -0.35, 0 -0.9", r)).within(dome)
        sheet.shade(lee, INK, level(120))
