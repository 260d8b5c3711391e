"""Pictures of waiting and watching: a camp, a watchtower, masts and dishes."""

import itertools

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
from .stencil import (
    HEIGHT,
    Stencil,
    around,
    bend,
    blend,
    box,
    disc,
    ground,
    hills,
    path,
    placed,
    polygon,
    ridge,
)


def refugee_tents() -> Sheet:
    """Paint a camp at first light, and a child's kite above it."""
    sheet = Sheet("refugee-tents", CREAM)
    sheet.shade(None, APRICOT, fall(0, 560, 0, 235))
    sheet.flat(disc(1420, 470, 150), PAPER, 4, OCHRE)
    sheet.flat(polygon(ground(ridge(sheet.chance, 520, 90, 0.5))), EMBER)
    sheet.shade(polygon(ground(hills(sheet.chance, 540, 20))), APRICOT, fall(500, 640, 60, 240))
    sheet.flat(polygon(ground(hills(sheet.chance, 600, 14, 1500))), SAND, 4, CREAM)
    sheet.shade(box(0, 580, 1920, HEIGHT), OCHRE, fall(640, 1350, 0, 230))
    pieces: list = []
    shadows = Stencil()
    for row in range(8):
        near = row / 7
        y, size = 630 + 560 * near**1.5, 34 + 150 * near**1.4
        for n in range(-9, 10):
            x = 960 + (n + 0.5 * (row % 2)) * size * 2.75
            if abs(x - 960 + 60 * near) < 40 + 200 * near or not -300 < x < 2200:
                continue
            shadows.polygon(
                [
                    (x - size, y),
                    (x + size, y),
                    (x - size * 1.2, y + size * 0.3),
                    (x - size * 2.1, y + size * 0.3),
                ]
            )
            pieces += _tent(x, y, size, sheet.chance.choice((PAPER, CREAM, PAPER, MIST, SAND)))
    sheet.shade(shadows, PRUSSIAN, level(150))
    sheet.pieces(pieces)
    sheet.shade(box(0, 620, 1920, HEIGHT), PRUSSIAN, fall(950, 1500, 0, 150))
    _kite(sheet)
    return sheet


def _tent(x: float, y: float, size: float, ink: tuple) -> list:
    """Return the pieces of one ridge tent, its door towards us and its side in shade."""
    peak, back = (x - size * 0.25, y - size * 1.05), (x + size * 0.55, y - size * 1.22)
    left, right, far = (x - size, y), (x + size * 0.42, y), (x + size * 1.12, y - size * 0.3)
    door = [
        (peak[0] + size * 0.02, peak[1] + size * 0.3),
        (x - size * 0.48, y),
        (x + size * 0.02, y),
    ]
    flap = [door[0], (x + size * 0.02, y), (x + size * 0.2, y - size * 0.08)]
    return [
        ([peak, back, far, right], tint(ink, PRUSSIAN, 0.42)),
        ([left, peak, right], ink),
        (door, tint(PRUSSIAN, INK, 0.4)),
        (flap, tint(ink, PRUSSIAN, 0.2)),
    ]


def _kite(sheet: Sheet) -> None:
    """Add a grown-up and a child on the path, and the kite they are flying."""
    kite = polygon(path("720 150, 800 230, 772 380, 664 262"))
    sheet.flat(kite, RUST, 6, PAPER)
    sheet.flat(polygon([(720, 150), (664, 262), (772, 380)]), OCHRE)
    tail = bend(path("772 380, 800 430, 780 480, 820 530, 806 580"))
    thread = bend(path("742 270, 830 520, 905 760, 1000 1006"))
    sheet.flat(Stencil().line(tail, 5).line(thread, 2.5), RUST)
    bows = Stencil()
    for x, y in ((790, 430), (786, 490), (816, 545)):
        bows.polygon([(x - 22, y - 12), (x, y), (x - 20, y + 14)]).polygon(
            [(x + 22, y - 12), (x, y), (x + 20, y + 14)]
        )
    sheet.flat(bows, RUST)
    folk = person(person(Stencil(), 912, 1190, 300, 0.06), 1040, 1196, 190, 0.2)
    folk.polygon(path("878 1000, 946 1000, 966 1124, 858 1124"))
    folk.line([(1054, 1050), (1000, 1006)], 15).line([(944, 990), (978, 1060), (1026, 1080)], 17)
    sheet.shade(polygon(path("890 1184, 1060 1190, 760 1290, 500 1290")), INK, level(150))
    sheet.flat(folk, NIGHT, 4, CREAM)
    scarf = polygon(path("876 990, 946 990, 936 922, 912 884, 886 922"))
    sheet.flat(scarf.disc(912, 915, 25, 30), RUST)


def watchtower() -> Sheet:
    """Paint a watchtower in the snow, a fence, and footprints that pass beneath it."""
    sheet = Sheet("watchtower", MIST)
    sheet.shade(None, SAGE, fall(0, 560, 245, 0))
    sheet.flat(disc(1125, 460, 250), APRICOT, 5)
    sheet.dots(disc(1125, 460, 250), RUST, fall(440, 760, 0, 190), 16)
    woods = Stencil()
    for x in range(-20, 1960, 22):
        tall = sheet.chance.uniform(50, 130)
        woods.polygon([(x - 20, 690), (x, 690 - tall), (x + 20, 690)])
    sheet.flat(woods, tint(SAGE, PRUSSIAN, 0.4))
    sheet.shade(woods, MIST, fall(560, 690, 0, 225))
    snow = polygon(ground(bend(path("-20 680, 500 664, 1000 690, 1500 660, 1940 690"))))
    sheet.flat(snow, PAPER)
    sheet.shade(snow, SKY, fall(740, 1400, 0, 170))
    shadow = polygon(path("1010 905, 1250 905, 1900 1190, 1980 1300, 1560 1300"))
    sheet.shade(
        shadow.polygon(path("1700 1130, 2060 1180, 2060 1320, 1640 1320")), PRUSSIAN, level(120)
    )
    _tower(sheet)
    _fence(sheet)
    prints = Stencil()
    track = bend(path("250 1290, 420 1150, 640 1060, 800 950, 840 850, 780 770, 700 705"), 9)
    for n, (x, y) in enumerate(track):
        near = (y - 660) / 640
        prints.disc(x + (22 if n % 2 else -22) * near, y, 3 + 13 * near, 2 + 8 * near)
    sheet.flat(prints, PRUSSIAN)
    sheet.flat(gull(gull(Stencil(), 420, 300, 70), 500, 250, 50), INK)
    return sheet


def _tower(sheet: Sheet) -> None:
    """Add the tower on its braced legs, its cabin, its ladder and its lamp."""
    legs = Stencil()
    for foot, top in ((1000, 1050), (1250, 1200)):
        legs.polygon([(foot - 13, 910), (foot + 13, 910), (top + 10, 430), (top - 10, 430)])
    for n in range(3):
        high, low = n / 3, (n + 1) / 3
        a, b = blend((1050, 440), (1000, 910), high), blend((1200, 440), (1250, 910), high)
        c, d = blend((1050, 440), (1000, 910), low), blend((1200, 440), (1250, 910), low)
        legs.lines([(a, d), (b, c), (c, d)], 8)
    legs.lines([((1120, 440), (1110, 920)), ((1150, 440), (1148, 920))], 5)
    legs.lines([((1112, y), (1150, y)) for y in range(450, 920, 24)], 4)
    sheet.flat(legs, INK, 4)
    cabin = box(1010, 280, 1240, 420)
    sheet.flat(cabin, RUST, 5)
    sheet.shade(cabin, INK, sweep(1080, 1260, 0, 240))
    sheet.flat(box(1026, 296, 1224, 352), SAND)
    sheet.flat(Stencil().lines([((x, 290), (x, 356)) for x in (1075, 1125, 1175)], 8), INK)
    person(bust := Stencil(), 1098, 396, 96)
    sheet.flat(bust.within(box(1080, 296, 1120, 352)), INK)
    sheet.flat(polygon(path("970 286, 1060 212, 1190 212, 1280 286")), INK, 4)
    sheet.flat(polygon(path("1052 218, 1064 206, 1188 206, 1206 228, 1150 222, 1100 232")), PAPER)
    deck = box(960, 416, 1290, 438).lines([((960, 376), (1290, 376))], 5)
    sheet.flat(deck.lines([((x, 376), (x, 420)) for x in range(962, 1300, 36)], 4), INK)
    beam = polygon([(962, 372), (-60, 700), (-60, 1010)])
    sheet.shade(beam, OCHRE, glow(962, 372, 1150, 165))
    sheet.flat(Stencil().disc(956, 372, 20).box(950, 380, 964, 420), INK)
    sheet.clean(disc(950, 374, 11), SAND)


def _fence(sheet: Sheet) -> None:
    """Add the fence from the near right to the far left, its wires drawn post to post."""
    posts, wires = Stencil(), Stencil()
    tops = []
    for n in range(15):
        near = 0.8**n
        x, foot = 120 + 2050 * near, 690 + 560 * near
        tall = 420 * near
        posts.polygon(
            [
                (x - 17 * near, foot),
                (x + 17 * near, foot),
                (x + 12 * near, foot - tall),
                (x - 12 * near, foot - tall),
            ]
        )
        posts.line([(x, foot - tall), (x + 60 * near, foot - tall - 70 * near)], 18 * near)
        tops.append((x, foot, tall, near))
    for (ax, af, at, an), (bx, bf, bt, _) in itertools.pairwise(tops):
        for high in (0.16, 0.36, 0.56, 0.76, 0.95):
            wires.line([(ax, af - at * high), (bx, bf - bt * high)], 1 + 4 * an)
    sheet.clean(wires, INK)
    sheet.flat(posts, INK, 3, APRICOT)


def radio_masts() -> Sheet:
    """Paint radio masts at dusk with their signal spreading in rings."""
    sheet = Sheet("radio-masts", APRICOT)
    top = (860, 300)
    rings = Stencil()
    for r in range(90, 1500, 120):
        rings.ring(*top, r, 46)
    sheet.shade(rings, RUST, glow(*top, 1500, 225))
    sheet.shade(None, OCHRE, fall(500, 1100, 0, 200))
    sheet.flat(disc(*top, 74), PAPER, 5, RUST)
    for y, tall, ink in ((980, 70, EMBER), (1050, 60, RUST)):
        edge = ridge(sheet.chance, y, tall, 0.5)
        sheet.flat(polygon(ground(edge)), ink, 4, APRICOT)
    far = Stencil()
    for x, foot, tall, wide in path("250 1000 520 34, 1480 1040 660 42, 1730 1010 430 30"):
        _mast(far, x, foot, tall, wide, 2, ((0.9, tall * 0.34),))
    sheet.flat(far, RUST)
    near = Stencil()
    _mast(near, 860, 1120, 820, 78, 3.5, ((0.93, 700), (0.62, 500), (0.34, 300)))
    sheet.flat(near, INK, 4, CREAM)
    slope = ground(bend(path("-20 1180, 400 1120, 860 1090, 1300 1130, 1940 1190")))
    sheet.flat(polygon(slope), INK, 5, RUST)
    hut = box(1010, 1030, 1180, 1130).polygon(path("990 1036, 1040 990, 1180 990, 1200 1036"))
    sheet.flat(hut, INK, 4, APRICOT)
    sheet.clean(box(1040, 1060, 1078, 1096).box(1106, 1060, 1144, 1096), PAPER)
    flock = Stencil()
    for x, y, span in path("1190 560 70, 1260 520 52, 1120 500 44, 560 700 60, 500 740 44"):
        gull(flock, x, y, span)
    sheet.flat(flock, INK)
    sheet.clean(disc(860, 286, 16).disc(1480, 376, 8).disc(250, 476, 7).disc(1730, 576, 6), RUST)
    return sheet


def _mast(
    cut: Stencil, x: float, foot: float, tall: float, wide: float, wire: float, stays: tuple
) -> None:
    """Cut a tapering lattice mast with a whip aerial, two drums and its stays."""
    steps = 14
    edges = []
    for n in range(steps + 1):
        half = wide / 2 * (1 - 0.75 * n / steps)
        edges.append(((x - half, foot - tall * n / steps), (x + half, foot - tall * n / steps)))
    rod = max(2.0, wide * 0.08)
    for (a, b), (c, d) in itertools.pairwise(edges):
        cut.lines([(a, c), (b, d), (a, d), (b, c), (c, d)], rod)
    cut.line([(x, foot - tall), (x, foot - tall * 1.12)], rod * 1.3)
    cut.disc(x + wide * 0.36, foot - tall * 0.72, wide * 0.2)
    cut.disc(x - wide * 0.3, foot - tall * 0.8, wide * 0.16)
    for high, reach in stays:
        ends = [(x + side * reach, foot + 10 + reach * 0.04) for side in (-1, 1)]
        cut.lines([((x, foot - tall * high), end) for end in ends], wire)


def satellite_dishes() -> Sheet:
    """Paint listening dishes turned one way under the first stars."""
    sheet = Sheet("satellite-dishes", PRUSSIAN)
    sheet.shade(None, NIGHT, fall(0, 520, 255, 0))
    sheet.shade(None, SKY, fall(520, 1010, 0, 235))
    sheet.shade(None, CREAM, fall(800, 1060, 0, 200))
    sheet.clean(stars(sheet.chance, 170, 640), PAPER)
    sheet.flat(disc(1420, 250, 84).disc(1456, 228, 76, on=False), PAPER)
    trail = Stencil()
    for r in range(420, 1500, 108):
        trail.arc(1420, 250, r, 100, 190, 2.5)
    sheet.clean(trail, SKY, 0.35)
    sheet.flat(polygon(ground(ridge(sheet.chance, 985, 60, 0.5))), tint(PRUSSIAN, SKY, 0.35))
    plain = polygon(ground(hills(sheet.chance, 1040, 10, 1500)))
    sheet.flat(plain, NIGHT, 4, OCHRE)
    sheet.shade(plain, PRUSSIAN, fall(1030, 1260, 200, 0))
    for x, foot, size in ((1790, 1050, 84), (1600, 1060, 120), (1345, 1080, 180)):
        _dish(sheet, x, foot, size)
    _dish(sheet, 800, 1150, 400)
    people = person(person(Stencil(), 1150, 1170, 84), 1210, 1166, 80, 0.1)
    sheet.flat(people, INK, 2, OCHRE)
    return sheet


def _dish(sheet: Sheet, x: float, foot: float, size: float) -> None:
    """Add one dish, tilted up to the right, with its feed on three struts."""
    hub = (x, foot - size * 1.25)
    legs = polygon(placed(x, foot, "-0.42 0, -0.12 -1.25, 0.12 -1.25, 0.42 0", size))
    legs.polygon(placed(x, foot, "-0.2 0.02, 0 -0.65, 0.2 0.02", size), on=False)
    legs.polygon(placed(x, foot, "-0.56 -0.08, 0.56 -0.08, 0.56 0.04, -0.56 0.04", size))
    sheet.flat(legs, INK)

    def curve(reach: float, deep: float, lift: float, end: int) -> list:
        """Return an arc about the axis of the dish."""
        spots = (around(0, lift * size, reach * size, a, deep * size) for a in range(0, end, 6))
        return [_turned(hub, across, along, 42) for across, along in spots]

    back, rim = curve(1, 0.6, -0.16, 181), curve(1, 0.42, -0.16, 361)
    sheet.flat(polygon(back), tint(PRUSSIAN, INK, 0.3), 3, SKY)
    keel = _turned(hub, 0, size * 0.46, 42)
    sheet.clean(Stencil().lines([(spot, keel) for spot in back[4:30:4]], size * 0.012), SKY, 0.7)
    bowl = polygon(rim)
    sheet.flat(bowl, CREAM, 4, OCHRE)
    lit = both(sweep(x - size, x + size, 60, 225), fall(hub[1] - size, hub[1] + size, 60, 255))
    sheet.shade(bowl, OCHRE, lit)
    hollow = polygon(curve(0.84, 0.3, -0.22, 361))
    sheet.shade(hollow, PRUSSIAN, sweep(x - size * 0.9, x + size * 0.5, 225, 10))
    feed = _turned(hub, 0, -size * 0.95, 42)
    struts = Stencil().lines([(rim[n], feed) for n in (2, 28, 45)], size * 0.022)
    sheet.flat(struts.disc(*feed, size * 0.07), INK)
    sheet.clean(disc(feed[0] - size * 0.015, feed[1] - size * 0.015, size * 0.03), RUST)


def _turned(centre: tuple, across: float, along: float, angle: float) -> tuple:
    """Return a point given across and along an axis turned by `angle` about `centre`."""
    x, y = around(0, 0, across, angle)
    dx, dy = around(0, 0, along, angle + 90)
    return centre[0] + x + dx, centre[1] + y + dy
