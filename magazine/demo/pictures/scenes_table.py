"""Pictures seen close: an old map, an endgame, a press, a switchboard."""

import itertools

from .figures import blob
from .palette import APRICOT, CREAM, INK, NIGHT, OCHRE, PAPER, PRUSSIAN, RUST, SAGE, SAND, SKY, tint
from .press import Sheet, both, fall, glow, level, spread, sweep
from .stencil import HEIGHT, Stencil, around, bend, blend, box, disc, path, polygon, ribbon


def old_map() -> Sheet:
    """Paint a folded chart of a coast that does not exist, with dividers laid across it."""
    sheet = Sheet("old-map", SAND)
    sheet.shade(None, CREAM, glow(900, 600, 1250, 235))
    rays = Stencil()
    for n in range(32):
        rays.line([(1330, 830), around(1330, 830, 2400, n * 11.25)], 2)
    sheet.clean(rays, RUST, 0.45)
    coast = path(
        "-20 980, 130 900, 190 780, 330 760, 380 640, 520 600, 560 470, 700 430, "
        "690 330, 820 280, 960 300, 1040 200, 1180 170, 1230 80, 1380 60, 1460 -20"
    )
    land = polygon([*bend(coast, 20), (-20, -20)])
    for x, y, r in path(
        "900 640 76, 1080 500 48, 760 830 58, 1560 420 110, 1680 300 44, 520 1060 96, 1010 1090 62"
    ):
        land.polygon(blob(sheet.chance, x, y, r, 0.3, 0.8))
    _shoreline(sheet, land)
    _relief(sheet)
    knots = "400 800, 620 760, 840 960, 1160 940, 1290 640, 1480 560, 1760 620, 1950 520"
    route = bend(path(knots), 30)
    dashes = Stencil()
    for start in range(0, len(route) - 6, 9):
        dashes.line(route[start : start + 5], 8)
    dashes.line([(1738, 590), (1786, 650)], 13).line([(1786, 590), (1738, 650)], 13)
    sheet.flat(dashes, RUST)
    _rose(sheet, 1330, 830)
    _folds(sheet)
    _dividers(sheet)
    return sheet


def _folds(sheet: Sheet) -> None:
    """Add the creases of a sheet that has lived folded in a pocket."""
    for n, x in enumerate((480, 960, 1440)):
        sheet.shade(box(x - 90, 0, x, HEIGHT), RUST, sweep(x - 90, x, 0, 105 if n % 2 else 70))
        sheet.clean(box(x, 0, x + 5, HEIGHT), PAPER, 0.8)
    for y in (430, 855):
        sheet.shade(box(0, y, 1920, y + 80), RUST, fall(y, y + 80, 95, 0))
        sheet.clean(box(0, y - 4, 1920, y), PAPER, 0.8)


def _shoreline(sheet: Sheet, land: Stencil) -> None:
    """Add the land and, seawards of it, the ruled shading old engravers gave a coast."""
    ruled = Stencil().lines([((0, y), (1920, y)) for y in range(4, HEIGHT, 9)], 3.4)
    sheet.shade(ruled, PRUSSIAN, spread(land, 34))
    sheet.flat(land, tint(OCHRE, CREAM, 0.35), 6, PRUSSIAN)
    sheet.shade(land, SAGE, glow(300, 200, 900, 240))


def _relief(sheet: Sheet) -> None:
    """Add hills drawn as little tents, rivers, towns and the neat line of the frame."""
    lit, dark, rivers = Stencil(), Stencil(), Stencil()
    for x, y in path(
        "140 330, 210 370, 290 330, 350 390, 430 330, 500 250, 590 210, 660 260, 760 "
        "150, 850 180, 250 440, 120 460"
    ):
        size = sheet.chance.uniform(34, 56)
        lit.polygon([(x - size, y), (x, y - size * 1.3), (x + size, y)])
        dark.polygon(
            [
                (x, y - size * 1.3),
                (x + size, y),
                (x + size * 0.1, y),
                (x - size * 0.12, y - size * 0.5),
            ]
        )
    for knots in (
        path("300 420, 250 540, 330 610, 330 760"),
        path("620 270, 560 340, 610 400, 570 470"),
        [(900, 180), (1000, 130), (1060, 190)],
    ):
        rivers.line(bend(knots), 8)
    sheet.flat(rivers, PRUSSIAN)
    sheet.flat(lit, CREAM, 3, RUST)
    sheet.flat(dark, RUST)
    towns = Stencil()
    for x, y in path("330 690, 480 560, 640 390, 110 780, 1120 150, 180 620, 900 640, 1560 420"):
        towns.ring(x, y, 15, 5).disc(x, y, 6)
    sheet.flat(towns, INK)
    frame = Stencil().box(40, 40, 1880, 1240).box(46, 46, 1874, 1234, on=False)
    for n in range(0, 46, 2):
        frame.box(46 + n * 40, 46, 86 + n * 40, 60).box(46 + n * 40, 1220, 86 + n * 40, 1234)
    for n in range(0, 30, 2):
        frame.box(46, 46 + n * 40, 60, 86 + n * 40).box(1860, 46 + n * 40, 1874, 86 + n * 40)
    sheet.clean(frame, INK)


def _rose(sheet: Sheet, x: float, y: float) -> None:
    """Add the compass rose, every point split into a light and a dark half."""
    sheet.flat(disc(x, y, 196), CREAM, 4, RUST)
    sheet.flat(Stencil().ring(x, y, 196, 7).ring(x, y, 178, 3).ring(x, y, 96, 4), INK)
    for reach, start, ink, wide in (
        (150, 22.5, SAGE, 60),
        (200, 45, OCHRE, 62),
        (262, 0, RUST, 70),
    ):
        light, dark = Stencil(), Stencil()
        for n in range(4 if start != 22.5 else 8):
            angle = start + n * (90 if start != 22.5 else 45)
            tip = around(x, y, reach, angle - 90)
            left, right = around(x, y, wide, angle - 135), around(x, y, wide, angle - 45)
            light.polygon([(x, y), left, tip])
            dark.polygon([(x, y), tip, right])
        sheet.flat(light, PAPER, 3, INK)
        sheet.flat(dark, ink)
    sheet.flat(disc(x, y, 20), INK, 2)
    lily = polygon([(x, y - 330), (x - 26, y - 272), (x + 26, y - 272)])
    sheet.flat(lily, INK)


def _dividers(sheet: Sheet) -> None:
    """Add a pair of brass dividers, open across the strait, and the shadow they cast."""
    top, one, two = (900, 180), (700, 770), (1085, 560)
    for dx, dy, ink in ((34, 46, None), (0, 0, PRUSSIAN)):
        legs = Stencil()
        for tip in (one, two):
            points = [(a + dx, b + dy) for a, b in (top, blend(top, tip, 0.55), tip)]
            legs.polygon(
                ribbon(
                    [blend(points[0], points[2], n / 10) for n in range(11)],
                    [30 - 2.7 * n for n in range(11)],
                )
            )
        legs.disc(top[0] + dx, top[1] + dy, 38).pill(
            top[0] - 11 + dx, top[1] - 96 + dy, top[0] + 11 + dx, top[1] + dy, 10
        )
        if ink:
            sheet.flat(legs, ink, 5, PAPER)
        else:
            sheet.shade(legs, INK, level(175))
    sheet.flat(disc(*top, 24), OCHRE, 2)
    sheet.flat(disc(*top, 9), INK)


def chess_endgame() -> Sheet:
    """Paint two kings and a last pawn on a board that runs to the edge of the light."""
    sheet = Sheet("chess-endgame", OCHRE)
    sheet.shade(None, RUST, fall(0, 640, 250, 30))
    sheet.flat(disc(960, 520, 420), SAND, 6, RUST)
    sheet.dots(disc(960, 520, 420), APRICOT, fall(280, 760, 0, 255), 20)
    squares, dark = Stencil().box(0, 640, 1920, HEIGHT), Stencil()
    rows = [640 + 34 * 1.43**n - 34 for n in range(10)]
    for n, (top, floor) in enumerate(itertools.pairwise(rows)):
        for column in range(-16, 16):
            if (n + column) % 2:
                a, b = (130 + (y - 640) * 0.62 for y in (top, floor))
                dark.polygon(
                    [
                        (960 + column * a, top),
                        (960 + (column + 1) * a, top),
                        (960 + (column + 1) * b, floor),
                        (960 + column * b, floor),
                    ]
                )
    sheet.flat(squares, CREAM, 5, RUST)
    sheet.flat(dark, INK)
    sheet.shade(squares, RUST, both(fall(640, 1000, 210, 0), level(255)))
    sheet.shade(squares, RUST, fall(980, 1330, 0, 220))
    for x, foot, size in ((560, 1090, 800), (1330, 960, 600), (985, 860, 250)):
        shadow = polygon(
            [
                (x - size * 0.13, foot - 10),
                (x + size * 0.15, foot),
                (x + size * 0.95, foot + size * 0.42),
                (x + size * 0.62, foot + size * 0.46),
            ]
        )
        sheet.shade(shadow, INK, level(205))
    _piece(sheet, 985, 860, 250, PAPER, SAND, crown=False)
    _piece(sheet, 1330, 960, 600, INK, RUST, crown=True)
    _piece(sheet, 560, 1090, 800, PAPER, SAND, crown=True)
    return sheet


def _piece(
    sheet: Sheet, x: float, foot: float, size: float, ink: tuple, rim: tuple, crown: bool
) -> None:
    """Add a king with its cross, or a pawn, turned on a lathe and lit from the left."""
    profile = path("0.2 0, 0.2 0.06, 0.16 0.1, 0.17 0.13, 0.11 0.2, 0.07 0.36, 0.062 0.5")
    king = path("0.12 0.56, 0.12 0.585, 0.075 0.61, 0.1 0.72, 0.135 0.82, 0.11 0.85, 0.03 0.885")
    pawn = [(0.2, 0.56), (0.2, 0.6), (0.08, 0.63)]
    if not crown:
        profile = [(w * 1.35, h) for w, h in profile]
    edge = [(w * size, foot - h * size) for w, h in profile + (king if crown else pawn)]
    body = polygon([(x - w, y) for w, y in edge] + [(x + w, y) for w, y in edge[::-1]])
    body.disc(x, foot, edge[0][0], edge[0][0] * 0.2)
    if crown:
        body.box(x - size * 0.018, foot - size, x + size * 0.018, foot - size * 0.87)
        body.box(x - size * 0.055, foot - size * 0.965, x + size * 0.055, foot - size * 0.93)
    else:
        body.disc(x, foot - size * 0.79, size * 0.19)
    sheet.flat(body, ink, 6, OCHRE if ink == INK else RUST)
    sheet.shade(
        body,
        rim if ink == INK else PRUSSIAN,
        sweep(x - size * 0.02, x + size * 0.17, 0, 250)
        if ink != INK
        else sweep(x - size * 0.16, x, 235, 0),
    )
    grooves = Stencil()
    for high, wide in (
        ((0.1, 0.16), (0.585, 0.12), (0.85, 0.11)) if crown else ((0.1, 0.21), (0.6, 0.2))
    ):
        grooves.box(
            x - wide * size, foot - high * size - 3, x + wide * size, foot - high * size + 3
        )
    sheet.clean(grooves.within(body), PRUSSIAN if ink != INK else OCHRE)


def printing_press() -> Sheet:
    """Paint the paper's way through a rotary press, from the roll to the folded page."""
    sheet = Sheet("printing-press", PRUSSIAN)
    sheet.shade(None, NIGHT, both(sweep(0, 1920, 255, 90), fall(0, 1280, 160, 255)))
    frame = Stencil().box(0, 1130, 1920, HEIGHT).box(80, 90, 1840, 150)
    for x in (330, 1110, 1600):
        frame.box(x, 90, x + 70, 1140)
    sheet.flat(frame, INK, 4, SKY)
    bolts = Stencil()
    for x in range(110, 1840, 90):
        bolts.disc(x, 120, 9)
    sheet.clean(bolts, SKY, 0.6)
    wheels = (
        (330, 830, 265, CREAM),
        (730, 380, 175, OCHRE),
        (800, 800, 215, RUST),
        (1160, 480, 215, SAGE),
        (1230, 900, 165, OCHRE),
        (1570, 560, 165, RUST),
    )
    _web(sheet)
    for x, y, r, ink in wheels:
        _wheel(sheet, x, y, r, ink)
    small = Stencil().disc(1005, 650, 62).disc(985, 260, 54).disc(560, 560, 58).disc(1420, 760, 60)
    sheet.flat(small, CREAM, 5, RUST)
    sheet.flat(
        Stencil().disc(1005, 650, 22).disc(985, 260, 20).disc(560, 560, 20).disc(1420, 760, 22), INK
    )
    _sheets(sheet)
    return sheet


def _wheel(sheet: Sheet, x: float, y: float, r: float, ink: tuple) -> None:
    """Add one cylinder with its shading, spokes and axle."""
    sheet.flat(disc(x, y, r), ink, 6, PAPER if ink != CREAM else OCHRE)
    sheet.shade(
        disc(x, y, r), INK, both(sweep(x - r * 0.5, x + r, 0, 235), fall(y - r, y + r, 90, 255))
    )
    if ink == CREAM:
        coil = Stencil()
        for n in range(1, 9):
            coil.ring(x, y, r * (0.3 + n * 0.077), 3)
        sheet.clean(coil, tint(CREAM, PRUSSIAN, 0.45))
    else:
        sheet.flat(Stencil().ring(x, y, r * 0.84, 6), INK)
        holes = Stencil()
        for n in range(6):
            holes.disc(*around(x, y, r * 0.56, n * 60 + x), r * 0.15)
        sheet.flat(holes, INK)
    sheet.flat(disc(x, y, r * 0.26), INK, 4, PAPER)
    sheet.flat(disc(x, y, r * 0.12), OCHRE if ink != OCHRE else CREAM)


def _web(sheet: Sheet) -> None:
    """Add the endless sheet, threaded over and under the cylinders."""
    path = [around(330, 830, 278, a) for a in range(236, 300, 12)]
    path += [around(730, 380, 188, a) for a in range(175, 330, 12)]
    path += [around(800, 800, 228, a) for a in range(-50, -200, -12)]
    path += [around(800, 800, 228, a) for a in range(-200, -330, -12)]
    path += [around(1160, 480, 228, a) for a in range(170, 390, 12)]
    path += [around(1230, 900, 178, a) for a in range(-60, -250, -12)]
    path += [around(1230, 900, 178, a) for a in range(-250, -360, -12)]
    path += [around(1570, 560, 178, a) for a in range(190, 370, 12)]
    path += [(1747, 800), (1744, 985)]
    shadow = [(x + 22, y + 30) for x, y in path]
    sheet.shade(Stencil().line(shadow, 34), INK, level(225))
    sheet.flat(Stencil().line(path, 32), PAPER, 4, RUST)
    marks = Stencil()
    for (ax, ay), (bx, by) in zip(path[::2], path[1::2], strict=False):
        if ax > 560:
            marks.line([(ax, ay), (bx, by)], 10)
    sheet.clean(marks, INK)


def _sheets(sheet: Sheet) -> None:
    """Add the finished pages piling up at the end of the line."""
    pile = Stencil()
    for n in range(9):
        pile.polygon(
            [
                (1560 - n % 3 * 8, 1120 - n * 17),
                (1890 - n % 2 * 12, 1120 - n * 17),
                (1890 - n % 2 * 12, 1107 - n * 17),
                (1560 - n % 3 * 8, 1107 - n * 17),
            ]
        )
    sheet.flat(pile, CREAM, 3, RUST)


def telephone_exchange() -> Sheet:
    """Paint a switchboard, its cords crossing and one line lit up red."""
    sheet = Sheet("telephone-exchange", tint(SAGE, PRUSSIAN, 0.25))
    sheet.shade(None, NIGHT, both(sweep(0, 1920, 30, 190), fall(0, 1280, 110, 255)))
    rims, holes, lamps, labels = (Stencil() for _ in range(4))
    for row in range(7):
        for column in range(15):
            x, y = _jack(column, row)
            rims.disc(x, y, 32)
            holes.disc(x, y, 19)
            labels.pill(x - 34, y + 40, x + 34, y + 56, 5)
            if sheet.chance.random() < 0.24:
                lamps.disc(x + 42, y - 34, 10)
    sheet.flat(rims, OCHRE, 3, CREAM)
    sheet.flat(holes, INK)
    sheet.flat(labels, CREAM)
    sheet.clean(lamps, PAPER)
    shelf = box(-10, 960, 1930, 1290)
    sheet.flat(shelf, INK, 6, OCHRE)
    sheet.shade(shelf, RUST, fall(960, 1250, 235, 0))
    joins = (
        "0 2 3, 1 5 1, 2 1 5, 4 9 2, 5 3 1, 6 12 4, 8 6 4, 9 13 1, 11 8 5, 12 10 3, 13 4 5, 7 7 2"
    )
    inks = [OCHRE, CREAM, SKY, CREAM, PRUSSIAN, SKY, OCHRE, PRUSSIAN, CREAM, OCHRE, SKY, RUST]
    for (socket, column, row), ink in zip(path(joins), inks, strict=True):
        _cord(sheet, (130 + socket * 128, 1120), _jack(column, row), ink)
    keys = Stencil()
    for n in range(14):
        x = 130 + n * 128
        keys.pill(x - 34, 1190, x - 12, 1256, 10).pill(x + 12, 1190, x + 34, 1256, 10)
    sheet.flat(keys, CREAM, 3, RUST)
    sheet.shade(None, APRICOT, glow(1000, 298, 170, 235))
    sheet.flat(disc(1000, 298, 30), RUST)
    sheet.flat(disc(1000, 298, 20), PAPER)
    return sheet


def _jack(column: float, row: float) -> tuple:
    """Return where a jack of the switchboard is."""
    return 90 + column * 124, 96 + row * 118


def _cord(sheet: Sheet, foot: tuple, jack: tuple, ink: tuple) -> None:
    """Add one cord from the shelf up to a jack, sagging on its way, with both its plugs."""
    (fx, fy), (jx, jy) = foot, jack
    side = (jx - fx) * 0.25
    loop = bend(
        [
            (fx, fy - 70),
            (fx + side * 0.2, fy - 230),
            (fx + side * 1.6, (fy + jy) / 2 + 120),
            (jx - side * 0.3, jy + 230),
            (jx, jy + 70),
        ],
        24,
    )
    sheet.shade(Stencil().line([(x + 20, y + 22) for x, y in loop], 16), INK, level(190))
    sheet.flat(Stencil().line(loop, 17), ink, 4, INK)
    plugs = (
        Stencil()
        .pill(jx - 16, jy + 8, jx + 16, jy + 96, 10)
        .pill(fx - 16, fy - 90, fx + 16, fy, 10)
    )
    sheet.flat(plugs, RUST if ink != RUST else APRICOT, 4, INK)
    sheet.flat(Stencil().box(jx - 8, jy - 8, jx + 8, jy + 12), CREAM)
    sheet.flat(disc(fx, fy, 26, 9), OCHRE)
