"""Pictures of rooms: a conference table, an archive, a newsroom at dusk, a podium."""

import itertools
import math

from .figures import person
from .palette import (
    APRICOT,
    CREAM,
    EMBER,
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
from .stencil import HEIGHT, Stencil, around, bend, blend, box, disc, path, polygon


def conference_table() -> Sheet:
    """Paint a round of talks from straight above, one red chair pushed back and empty."""
    sheet = Sheet("conference-table", SAGE)
    carpet = Stencil()
    for n in range(-20, 60):
        carpet.polygon([(n * 64, 0), (n * 64 + 32, 0), (n * 64 - 708, 1280), (n * 64 - 740, 1280)])
    sheet.flat(carpet, tint(SAGE, PRUSSIAN, 0.1))
    sheet.shade(None, NIGHT, both(sweep(0, 1920, 40, 200), fall(0, 1280, 120, 255)))
    light = Stencil()
    for n in range(4):
        x = 60 + n * 520
        light.polygon([(x, -10), (x + 300, -10), (x - 380, 1300), (x - 680, 1300)])
    sheet.shade(light, CREAM, fall(0, 1400, 150, 70))
    seats = [(*around(960, 640, 770, angle, 455), angle) for angle in range(15, 375, 30)]
    shadows, chairs = Stencil(), Stencil()
    for n, (x, y, _) in enumerate(seats):
        if n != 7:
            shadows.disc(x + 26, y + 34, 76)
            chairs.disc(x, y, 74)
    sheet.shade(shadows, INK, level(190))
    sheet.flat(chairs, PRUSSIAN, 4, SAND)
    backs = Stencil()
    for n, (x, y, _angle) in enumerate(seats):
        if n != 7:
            way = math.degrees(math.atan2(y - 640, x - 960))
            backs.arc(x, y, 74, way - 75, way + 75, 20)
    sheet.flat(backs, INK)
    _empty_chair(sheet)
    sheet.shade(disc(990, 690, 700, 370), INK, level(215))
    sheet.flat(disc(960, 640, 700, 370), RUST, 6, APRICOT)
    sheet.shade(
        disc(960, 640, 700, 370), INK, both(sweep(400, 1750, 0, 200), fall(200, 1000, 120, 255))
    )
    sheet.shade(light.within(disc(960, 640, 700, 370)), APRICOT, level(165))
    sheet.flat(disc(960, 640, 400, 160), NIGHT, 4, APRICOT)
    sheet.flat(disc(960, 640, 372, 140), tint(SAGE, PRUSSIAN, 0.15))
    _papers(sheet)
    return sheet


def _empty_chair(sheet: Sheet) -> None:
    """Add the chair somebody left, pushed away from its place at the table."""
    x, y = around(960, 640, 880, 225, 540)
    x, y = x + 60, y + 10
    sheet.shade(disc(x + 28, y + 38, 84), INK, level(200))
    sheet.flat(disc(x, y, 80), APRICOT, 5, PAPER)
    sheet.flat(Stencil().arc(x, y, 80, 130, 290, 22), RUST)


def _papers(sheet: Sheet) -> None:
    """Add papers, pens, glasses and a microphone before each seat, and flags in the middle."""
    shade, papers, print_, pens, cups = (Stencil() for _ in range(5))
    for n, angle in enumerate(range(15, 375, 30)):
        x, y = around(960, 640, 552, angle, 268)
        way = math.degrees(math.atan2((y - 640) * 3.2, x - 960)) + 90 + sheet.chance.uniform(-7, 7)

        def at(dx: float, dy: float, x: float = x, y: float = y, way: float = way) -> tuple:
            """Return a point of the leaf, given across and along it."""
            turn = math.radians(way)
            return x + dx * math.cos(turn) - dy * math.sin(turn), y + dx * math.sin(
                turn
            ) + dy * math.cos(turn)

        leaf = [at(-38, -50), at(38, -50), at(38, 50), at(-38, 50)]
        papers.polygon(leaf)
        shade.polygon((a + 10, b + 12) for a, b in leaf)
        for row in range(6):
            print_.line([at(-27, -34 + row * 13), at(27 if row % 3 else 10, -34 + row * 13)], 4)
        if n != 7:
            pens.line([at(54, -34), at(62, 36)], 7)
            cups.disc(*at(-66, -30), 19)
    sheet.shade(shade, INK, level(200))
    sheet.flat(papers, PAPER)
    sheet.clean(print_, tint(PAPER, PRUSSIAN, 0.6))
    sheet.flat(pens, INK)
    sheet.flat(cups, SKY, 3, PAPER)
    _bouquet(sheet)


def _bouquet(sheet: Sheet) -> None:
    """Add the flowers in the middle of the table, leaves below and blossoms above."""
    sheet.shade(disc(985, 668, 250, 96), INK, level(200))
    for reach, ink, start in ((1.0, NIGHT, 0), (0.8, MOSS, 11), (0.56, SAGE, 3)):
        leaves = Stencil()
        for angle in range(start, 360 + start, 20):
            tip = around(960, 640, 255 * reach, angle, 112 * reach)
            sides = [around(960, 640, 150 * reach, angle + turn, 66 * reach) for turn in (-9, 9)]
            leaves.polygon([(960, 640), sides[0], tip, sides[1]])
        sheet.flat(leaves, ink, 3, tint(ink, CREAM, 0.5))
    for x, y, r, ink in (
        (880, 612, 34, OCHRE),
        (1040, 618, 38, CREAM),
        (960, 590, 30, CREAM),
        (930, 668, 40, CREAM),
        (1010, 672, 32, OCHRE),
        (1100, 660, 24, OCHRE),
        (826, 654, 24, CREAM),
        (968, 634, 34, OCHRE),
    ):
        blossom = Stencil()
        for angle in range(0, 360, 60):
            blossom.disc(*around(x, y, r * 0.55, angle), r * 0.5)
        sheet.flat(blossom, ink, 4, NIGHT)
        sheet.flat(disc(x, y, r * 0.28), RUST)


def archive_stacks() -> Sheet:
    """Paint an aisle of the archive narrowing to a lamp and a reader at its far end."""
    sheet = Sheet("archive-stacks", INK)
    goal = (960, 600)
    sheet.shade(None, OCHRE, glow(*goal, 520, 255))
    pieces: list = []
    edges = [0.93 - 0.93 * (n / 9) ** 1.5 for n in range(10)]
    for far, near in itertools.pairwise(edges):
        for side in (-1, 1):
            pieces += _bay(sheet, goal, side, far, near - 0.002)
    floor = [(960 - 68, 690), (960 + 68, 690), (2200, 1640), (-280, 1640)]
    pieces.append((floor, tint(RUST, INK, 0.5)))
    pieces.append((path("900 690, 1020 690, 1350 1300, 570 1300"), tint(OCHRE, RUST, 0.35)))
    pieces.append((path("908 690, 1012 690, 1290 1300, 630 1300"), RUST))
    sheet.pieces(pieces)
    sheet.shade(box(0, 690, 1920, HEIGHT), OCHRE, glow(960, 690, 420, 235))
    shelves = polygon(path("-10 -10, 900 560, 900 700, -10 1290")).polygon(
        path("1930 -10, 1020 560, 1020 700, 1930 1290")
    )
    sheet.shade(shelves, INK, sweep(0, 700, 80, 0))
    sheet.shade(shelves, INK, sweep(1220, 1920, 0, 80))
    sheet.shade(box(0, 690, 1920, HEIGHT), INK, fall(820, 1330, 0, 235))
    _lamps(sheet, goal)
    _ladder(sheet)
    return sheet


def _bay(sheet: Sheet, goal: tuple, side: int, far: float, near: float) -> list:
    """Return one bay of shelves between two depths (1 is the vanishing point), boxes and all."""

    def face(start: float, end: float, top: float, floor: float) -> list:
        """Return a quarter of the wall between two depths and two heights."""
        upright = ((start, top), (end, top), (end, floor), (start, floor))
        return [
            blend((960 + side * 1000, 600 + high * 700), goal, depth) for depth, high in upright
        ]

    gloom = 0.62 * (1 - far) ** 1.6
    pieces = [(face(far, near, -1.1, 1.04), tint(INK, RUST, 0.25 - 0.3 * gloom))]
    for row in range(6):
        shelf = -0.75 + row * 0.335
        depth = far
        while depth > near + 0.004:
            step = (far - near) * sheet.chance.uniform(0.2, 0.46)
            after = max(near, depth - step)
            tall = sheet.chance.choice((0.25, 0.26, 0.28, 0.21))
            ink = sheet.chance.choice((RUST, OCHRE, CREAM, PRUSSIAN, EMBER, SAND, PRUSSIAN, RUST))
            mark = tint(ink, INK if ink in (CREAM, SAND) else CREAM, 0.7)
            if sheet.chance.random() < 0.9:
                front = face(depth, after + step * 0.08, shelf - tall, shelf)
                tag = face(depth - step * 0.28, after + step * 0.34, shelf - 0.13, shelf - 0.07)
                pieces += [(front, tint(ink, INK, gloom)), (tag, tint(mark, INK, gloom))]
            depth = after
        pieces.append((face(far, near, shelf, shelf + 0.04), INK))
    post = near + (far - near) * 0.06
    pieces.append((face(post, near, -1.1, 1.04), tint(INK, OCHRE, 0.2 + 0.4 * far)))
    return pieces


def _lamps(sheet: Sheet, goal: tuple) -> None:
    """Add the hanging lamps, and the reader at the desk under the last of them."""
    sheet.flat(disc(*goal, 74), SAND, 4, OCHRE)
    reader = person(Stencil(), 960, 704, 112, 0.05)
    sheet.flat(reader, INK, 2, PAPER)
    for depth in (0.34, 0.68):
        x, y = blend((960, -110), goal, depth)
        size = 150 * (1 - depth)
        sheet.shade(
            polygon([(x, y), (x - size * 3.4, y + size * 8), (x + size * 3.4, y + size * 8)]),
            OCHRE,
            fall(y, y + size * 7, 105, 0),
        )
        shade = polygon(
            [
                (x - size * 0.3, y - size * 0.5),
                (x + size * 0.3, y - size * 0.5),
                (x + size, y + size * 0.1),
                (x - size, y + size * 0.1),
            ]
        )
        sheet.flat(shade.line([(x, -20), (x, y)], 5), PRUSSIAN, 4, SAND)
        sheet.clean(disc(x, y + size * 0.1, size * 0.9, size * 0.16), PAPER)


def _ladder(sheet: Sheet) -> None:
    """Add the library ladder leaning on the right-hand shelves."""
    rails = Stencil().lines([((1270, 1150), (1385, 190)), ((1370, 1190), (1462, 150))], 17)
    for n in range(1, 12):
        rails.line(
            [blend((1270, 1150), (1385, 190), n / 12), blend((1370, 1190), (1462, 150), n / 12)], 12
        )
    sheet.flat(rails, SAND, 5, INK)


def newsroom_window() -> Sheet:
    """Paint a desk by a tall window, the last story being written as the city lights up."""
    sheet = Sheet("newsroom-window", APRICOT)
    sheet.shade(None, PRUSSIAN, fall(40, 620, 225, 0))
    sheet.shade(None, CREAM, glow(1120, 760, 480, 205))
    sheet.flat(disc(1153, 500, 118), PAPER, 4, RUST)
    for base, ink, lit in (
        (560, tint(RUST, APRICOT, 0.5), 0.08),
        (690, RUST, 0.25),
        (790, PRUSSIAN, 0.5),
    ):
        roofs, panes, x = Stencil(), Stencil(), 100.0
        while x < 1860:
            wide, top = sheet.chance.uniform(70, 170), base + sheet.chance.uniform(-110, 90)
            roofs.box(x, top, x + wide, 1100)
            if sheet.chance.random() < 0.3:
                roofs.box(x + wide * 0.3, top - 44, x + wide * 0.55, top)
            for n in range(int(wide / 26) - 1):
                for row in range(5):
                    if sheet.chance.random() < lit:
                        panes.box(
                            x + 18 + n * 26,
                            top + 20 + row * 34,
                            x + 29 + n * 26,
                            top + 38 + row * 34,
                        )
            x += wide + 3
        sheet.flat(roofs, ink, 3, APRICOT)
        sheet.clean(panes, SAND)
    _casement(sheet)
    _desk(sheet)
    return sheet


def _casement(sheet: Sheet) -> None:
    """Add the wall around the window, its glazing bars, blinds and sill."""
    wall = box(-10, -10, 1930, 1290)
    wall.box(190, 70, 1730, 960, on=False)
    sheet.flat(wall, NIGHT, 5, OCHRE)
    bars = Stencil().lines([((x, 60), (x, 970)) for x in (575, 960, 1345)], 22)
    bars.lines([((180, y), (1740, y)) for y in (340, 650)], 14)
    sheet.flat(bars.box(150, 950, 1770, 986), INK, 4, APRICOT)
    blind = Stencil()
    for n in range(7):
        blind.box(586, 72 + n * 32, 950, 92 + n * 32).box(1356, 72 + n * 22, 1724, 86 + n * 22)
    sheet.flat(blind, INK)
    sheet.shade(wall, INK, both(fall(0, 1280, 120, 255), sweep(0, 1920, 255, 120)))
    clock = disc(96, 330, 66)
    sheet.flat(clock, CREAM, 4, OCHRE)
    sheet.flat(Stencil().lines([((96, 330), (96, 284)), ((96, 330), (128, 346))], 7), INK)


def _desk(sheet: Sheet) -> None:
    """Add the desk, the writer at the screen, the lamp, the paper and a cold coffee."""
    sheet.flat(box(-10, 1110, 1930, 1290), INK, 5, OCHRE)
    sheet.shade(box(-10, 1110, 1930, 1290), OCHRE, glow(590, 1110, 620, 230))
    _writer(sheet)
    screen = Stencil().pill(1150, 800, 1560, 1070, 14)
    screen.box(1330, 1070, 1380, 1112).box(1270, 1100, 1440, 1116)
    sheet.flat(screen, INK, 5, APRICOT)
    sheet.flat(box(1172, 820, 1538, 1046), MIST)
    text = Stencil().box(1196, 842, 1420, 868)
    for n in range(6):
        text.box(1196, 890 + n * 24, 1500 - (n * 67) % 120, 900 + n * 24)
    sheet.clean(text, PRUSSIAN)
    beam = polygon(path("500 830, 330 1120, 850 1120, 700 830"))
    sheet.shade(beam, SAND, fall(800, 1140, 240, 120))
    arm = Stencil().line([(470, 1110), (400, 920), (590, 760)], 16).box(410, 1096, 540, 1116)
    sheet.flat(arm.polygon(path("540 730, 660 730, 740 840, 470 840")), OCHRE, 5, INK)
    stack = Stencil()
    for n in range(7):
        stack.box(150 + (n * 37) % 22, 1094 - n * 20, 350 + (n * 53) % 30, 1108 - n * 20)
    sheet.flat(stack, CREAM, 3, RUST)
    mug = Stencil().pill(700, 1040, 770, 1112, 10).ring(778, 1072, 22, 9)
    sheet.flat(mug, PAPER, 3, RUST)


def _writer(sheet: Sheet) -> None:
    """Add the writer's back and knotted hair, lit by the lamp on the left."""
    back = "800 1290, 790 1140, 830 1000, 930 930, 1040 930, 1140 1000, 1190 1140, 1190 1290"
    writer = polygon(bend(path(back))).disc(985, 826, 88, 100).box(950, 890, 1020, 950)
    sheet.flat(writer, RUST, 6, APRICOT)
    sheet.shade(writer, INK, sweep(840, 1160, 0, 245))
    hair = "896 840, 890 750, 950 706, 1030 710, 1084 770, 1078 850, 1040 880, 930 880, 896 840"
    sheet.flat(polygon(bend(path(hair))).disc(988, 700, 44), INK)


def empty_podium() -> Sheet:
    """Paint a lectern in a spotlight, microphones ready and nobody there."""
    sheet = Sheet("empty-podium", RUST)
    for n in range(16):
        x = n * 128 - 30
        fold = polygon(
            bend([(x, -10), (x + 10, 400), (x - 6, 800), (x + 6, 1010)])
            + bend([(x + 128, 1010), (x + 120, 800), (x + 136, 400), (x + 128, -10)])
        )
        sheet.shade(fold, INK, sweep(x + 8, x + 130, 0, 235))
        sheet.shade(fold, EMBER, both(sweep(x, x + 46, 150, 0), level(255)))
    sheet.shade(None, INK, both(fall(0, 520, 235, 0), level(255)))
    sheet.shade(box(0, 0, 420, 1010), INK, sweep(0, 420, 240, 0))
    sheet.shade(box(1500, 0, 1920, 1010), INK, sweep(1500, 1920, 0, 240))
    beam = polygon(path("880 -10, 1040 -10, 1500 1080, 420 1080"))
    sheet.shade(beam, OCHRE, fall(0, 1100, 150, 95))
    sheet.flat(box(0, 1000, 1920, HEIGHT), INK, 4, APRICOT)
    sheet.shade(disc(960, 1062, 560, 66), OCHRE, level(245))
    sheet.clean(disc(960, 1062, 470, 48), SAND)
    _lectern(sheet)
    for y, r, count, ink in ((1172, 48, 18, tint(RUST, INK, 0.45)), (1232, 70, 12, NIGHT)):
        seats, gap = Stencil(), 1920 / count
        for n in range(count + 1):
            x = n * gap + (y % 7) * 8
            seats.pill(x - r * 0.92, y - r * 0.7, x + r * 0.92, y + 200, r * 0.6)
        sheet.flat(seats, ink, 4, EMBER if ink != NIGHT else SKY)
        sheet.shade(seats, INK, fall(y - 30, y + 70, 0, 250))
    return sheet


def _lectern(sheet: Sheet) -> None:
    """Add the lectern, its blank seal and the cluster of microphones."""
    sheet.shade(polygon(path("760 1080, 1176 1060, 1460 1098, 1190 1116")), INK, level(215))
    desk = polygon(path("790 610, 1130 610, 1196 690, 1196 722, 724 722, 724 690"))
    body = box(812, 716, 1108, 1030).box(770, 1026, 1150, 1050).box(744, 1050, 1176, 1082)
    sheet.flat(body, PRUSSIAN, 6, CREAM)
    sheet.shade(body, INK, sweep(900, 1110, 0, 250))
    sheet.flat(desk, CREAM, 5, OCHRE)
    sheet.shade(desk, PRUSSIAN, sweep(940, 1170, 0, 200))
    sheet.flat(box(724, 690, 1196, 722), tint(OCHRE, CREAM, 0.3), 3, INK)
    panel = Stencil().box(836, 744, 1084, 1006).box(842, 750, 1078, 1000, on=False)
    sheet.flat(panel, SKY)
    sheet.flat(Stencil().ring(960, 875, 88, 10), OCHRE)
    sheet.flat(disc(960, 875, 62), OCHRE, 3, INK)
    mics, heads, bands = Stencil(), Stencil(), Stencil()
    for foot, x, y in path(
        "860 800 500, 900 862 440, 940 930 486, 976 988 410, 1020 1056 470, 1060 1124 520"
    ):
        mics.line(bend([(foot, 630), ((foot + x) / 2, (630 + y) / 2 + 16), (x, y + 30)]), 8)
        heads.pill(x - 17, y - 30, x + 17, y + 34, 16)
        bands.box(x - 19, y + 14, x + 19, y + 24)
    sheet.flat(mics, INK)
    sheet.flat(heads, INK, 5, CREAM)
    sheet.flat(bands, OCHRE)
