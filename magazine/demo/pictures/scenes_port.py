"""Pictures of the waterfront: a container yard, cranes, a dry dock and a bridge."""

from PIL import Image

from .figures import gantry, glints, gull, person, ripples
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
    SAND,
    SKY,
    Ink,
    tint,
)
from .press import Sheet, both, fall, glow, level, sweep
from .stencil import (
    HEIGHT,
    Point,
    Stencil,
    around,
    bend,
    blend,
    box,
    disc,
    ground,
    path,
    polygon,
    ridge,
)


def _yard(i: float, j: float, k: float) -> Point:
    """Return where a place in the container yard lies on the sheet, seen from above a corner."""
    return 960 + (i - j) * 62, 700 + (i + j) * 33 - k * 74


def _crate(i: float, j: float, k: float, long: float, ink: Ink) -> list:
    """Return the pieces of one container, lit from the left."""
    a, b, c, d = (
        _yard(x, y, k + 1) for x, y in ((i, j), (i + long, j), (i + long, j + 1), (i, j + 1))
    )
    low = [_yard(x, y, k) for x, y in ((i, j + 1), (i + long, j + 1), (i + long, j))]
    dark, dim = tint(ink, INK, 0.55), tint(ink, INK, 0.18)
    pieces = [([a, b, c, d], tint(ink, PAPER, 0.3)), ([d, c, low[1], low[0]], dim)]
    pieces.append(([c, b, low[2], low[1]], dark))
    for step in range(1, round(long * 4)):
        share = step / (long * 4)
        top, foot = blend(d, c, share), blend(low[0], low[1], share)
        top, foot = blend(top, foot, 0.12), blend(top, foot, 0.88)
        pieces.append(([top, (top[0] + 3, top[1] + 1), (foot[0] + 3, foot[1] + 1), foot], dark))
    return pieces


def container_port() -> Sheet:
    """Paint a container yard from the air, with one crate hanging in the gap."""
    sheet = Sheet("container-port", SAND)
    sheet.shade(None, CREAM, glow(960, 640, 1300, 230))
    lanes = Stencil()
    for j in range(-17, 18, 5):
        lanes.lines([(_yard(-30, j - 0.5, 0), _yard(30, j - 0.5, 0))], 5)
    sheet.clean(lanes, PAPER)
    pieces: list = []
    shade = Stencil()
    inks = (RUST, RUST, PRUSSIAN, PRUSSIAN, SKY, APRICOT, CREAM, INK)
    for row in range(-18, 19):
        for column in range(-20, 20, 5):
            i, j = column + 0.25, row
            if row % 5 in (3, 4) or not -500 < _yard(i, j, 0)[1] < 1700:
                continue
            bare = abs(i + 2) < 3 and abs(j) <= 3
            tall = 0 if bare else sheet.chance.choice((0, 1, 1, 2, 2, 3))
            if tall:
                corners = [(i, j + 1), (i + 4.6, j + 1), (i + 4.6, j + 1 + tall), (i, j + 1 + tall)]
                shade.polygon(_yard(x, y, 0) for x, y in corners)
            for k in range(tall):
                pieces.append((i + j, k, _crate(i, j, k, 4.6, sheet.chance.choice(inks))))
    sheet.shade(shade, PRUSSIAN, level(170))
    hung = [_yard(x, y, 0) for x, y in path("-2 -1, 2.6 -1, 2.6 0, -2 0")]
    ordered = sorted(pieces, key=lambda piece: (piece[0], piece[1]))
    sheet.pieces(part for _, _, parts in ordered for part in parts)
    sheet.shade(polygon(hung), INK, level(190))
    _hanging(sheet)
    return sheet


def _hanging(sheet: Sheet) -> None:
    """Add the crate in mid-air, its ropes and the spreader that holds it."""
    lift = 4.2
    sheet.pieces(_crate(-2, -1, lift, 4.6, OCHRE))
    corners = [_yard(x, y, lift + 1) for x, y in path("-2 -1, 2.6 -1, 2.6 0, -2 0")]
    beam = [_yard(x, -0.5, lift + 2.6) for x in (-1.2, 1.8)]
    ropes = Stencil().lines([(corner, beam[n in (1, 2)]) for n, corner in enumerate(corners)], 4)
    ropes.lines([(end, (end[0], -20)) for end in beam], 7).line(beam, 20)
    sheet.flat(ropes, INK, 3)


def harbour_cranes() -> Sheet:
    """Paint a row of quay cranes working a ship against the morning."""
    sheet = Sheet("harbour-cranes", SKY)
    sheet.shade(None, CREAM, fall(0, 800, 0, 255))
    sheet.flat(disc(1010, 470, 250), PAPER)
    sheet.dots(disc(1010, 470, 250), APRICOT, fall(300, 800, 0, 235), 16)
    for y, x0, x1 in path("250 180 640, 290 60 420, 190 1320 1720, 560 1420 1800"):
        sheet.flat(Stencil().pill(x0, y, x1, y + 34, 17), CREAM)
    faint = Stencil()
    for x in (130, 420, 1500, 1780):
        gantry(faint, x, 900, 300, 1.0 if x in (420, 1780) else 0)
    faint.box(0, 880, 1920, 1000).box(1600, 800, 1760, 890).box(1790, 760, 1960, 890)
    sheet.flat(faint, tint(SKY, PRUSSIAN, 0.35))
    middle = gantry(gantry(Stencil(), 640, 960, 520), 1650, 960, 520)
    sheet.flat(middle.box(0, 930, 1920, 1072), PRUSSIAN, 3)
    _cargo_ship(sheet)
    front = gantry(Stencil(), 1240, 1070, 800)
    sheet.flat(front, INK, 5)
    rope = Stencil().lines([((690, 560), (690, 700)), ((760, 560), (760, 700))], 4)
    sheet.flat(rope.box(640, 560, 810, 590).box(660, 696, 790, 708), INK)
    sheet.flat(box(640, 708, 810, 766), RUST, 4)
    water = box(0, 1068, 1920, HEIGHT)
    sheet.flat(water, PRUSSIAN)
    sheet.shade(water, NIGHT, fall(1060, 1290, 0, 225))
    sheet.clean(ripples(sheet.chance, 1080, 1275, 90, 150), SKY)
    sheet.clean(glints(sheet.chance, 1080, 1260, 1010, 190, 12), APRICOT)
    sheet.flat(
        box(1000, 1040, 1940, 1092).box(1040, 1092, 1070, 1290).box(1400, 1092, 1430, 1290), INK
    )
    birds = gull(gull(gull(Stencil(), 430, 300, 84), 520, 360, 56), 1540, 430, 66)
    sheet.flat(birds, INK)
    return sheet


def _cargo_ship(sheet: Sheet) -> None:
    """Add the ship's side, its bridge and the boxes stacked on its deck."""
    pieces = []
    for column in range(13):
        for row in range(sheet.chance.choice((1, 2, 3, 3)) + (2 < column < 11)):
            ink = sheet.chance.choice((RUST, APRICOT, PRUSSIAN, SKY, CREAM, RUST))
            x, y = 420 + column * 84, 868 - row * 46
            pieces.append(([(x, y), (x + 80, y), (x + 80, y + 43), (x, y + 43)], ink))
            ribs = range(x + 10, x + 76, 12)
            pieces += [
                ([(r, y + 6), (r + 3, y + 6), (r + 3, y + 38), (r, y + 38)], tint(ink, INK, 0.4))
                for r in ribs
            ]
    sheet.pieces(pieces)
    sheet.flat(polygon(path("-20 910, 1590 910, 1540 1090, -20 1090")), INK, 5)
    sheet.flat(polygon(path("-20 1040, 1556 1040, 1540 1090, -20 1090")), RUST)
    sheet.flat(box(120, 650, 330, 912).box(90, 650, 360, 700), CREAM, 4, RUST)
    sheet.shade(box(90, 650, 360, 912), PRUSSIAN, sweep(150, 380, 0, 230))
    sheet.flat(box(104, 664, 346, 684).box(150, 730, 300, 744).box(150, 790, 300, 804), INK)
    sheet.flat(box(200, 560, 280, 652), RUST)


def dockyard_dawn() -> Sheet:
    """Paint a ship's bow rising over the workers of a dry dock at first light."""
    sheet = Sheet("dockyard-dawn", APRICOT)
    sheet.shade(None, CREAM, glow(960, 520, 1150, 250))
    rays = Stencil()
    for angle in range(182, 360, 16):
        rays.polygon([(960, 560), around(960, 560, 1500, angle), around(960, 560, 1500, angle + 7)])
    sheet.shade(rays, OCHRE, glow(960, 560, 1250, 210))
    yard = gantry(gantry(Stencil(), 150, 800, 430, 1.0), 480, 780, 300)
    yard.box(1540, 560, 1700, 800).box(1690, 640, 1940, 800).box(1440, 690, 1600, 800)
    yard.box(1600, 430, 1632, 600).box(-10, 720, 330, 800)
    sheet.flat(yard, EMBER, 3, SAND)
    for side in (-1, 1):
        for step in range(4):
            edge = 960 + side * (1010 - step * 105)
            deep = 770 + step * 105
            wall = [(edge, deep), (960 + side * 250, 800 + step * 42)]
            wall += [(960 + side * 250, 1010), (edge - side * 10, 1300), (960 + side * 1400, 1300)]
            wall += [(960 + side * 1400, deep)]
            shade = (PRUSSIAN, tint(PRUSSIAN, INK, 0.3), NIGHT, tint(NIGHT, INK, 0.5))[step]
            sheet.flat(polygon(wall), shade, 3, APRICOT)
    sheet.flat(box(700, 806, 1220, 1010), tint(RUST, INK, 0.2), 3, APRICOT)
    sheet.flat(polygon(path("250 1300, 740 1000, 1180 1000, 1670 1300")), tint(RUST, INK, 0.55))
    sheet.shade(polygon(path("250 1300, 740 1000, 1180 1000, 1670 1300")), INK, fall(1000, 1180))
    _bow(sheet)
    crew = Stencil()
    for x, foot, tall in path("560 1236 124, 640 1216 112, 1330 1240 128, 1120 1180 92"):
        person(crew, x, foot, tall)
    sheet.flat(crew, CREAM, 3, RUST)
    people = person(person(Stencil(), 214, 800, 66), 1660, 794, 64)
    sheet.flat(people, INK)
    return sheet


def _bow(sheet: Sheet) -> None:
    """Add the hull seen head on: lit on one side, dark on the other, red below the waterline."""
    bridge = box(760, 60, 1160, 300).box(690, 96, 1230, 150).box(934, -10, 986, 80)
    sheet.flat(bridge, CREAM, 5, RUST)
    sheet.shade(bridge, PRUSSIAN, sweep(900, 1240, 40, 235))
    sheet.flat(box(706, 106, 1214, 134), INK)
    flare = bend(path("520 236, 566 420, 660 640, 800 860, 890 1060, 960 1085"))
    left = [(960, 130), (940, 134), *flare]
    right = [(1920 - x, y) for x, y in left]
    hull = polygon(left + right[::-1])
    sheet.flat(hull, PRUSSIAN, 6)
    below = box(0, 690, 1920, HEIGHT).within(hull)
    sheet.flat(below, RUST)
    sheet.flat(box(0, 672, 1920, 692).within(hull), CREAM)
    sheet.shade(polygon(left), SKY, both(sweep(540, 820), fall(150, 690, 230, 120)))
    sheet.shade(polygon(left).within(below), APRICOT, sweep(560, 900, 255, 40))
    sheet.shade(polygon(right), INK, sweep(930, 1260, 110, 255))
    sheet.flat(disc(960, 960, 62, 78), RUST, 4)
    sheet.shade(disc(960, 960, 62, 78), INK, sweep(930, 1030))
    anchors = Stencil()
    for x in (770, 1150):
        anchors.disc(x, 420, 30).box(x - 7, 420, x + 7, 520)
        anchors.polygon([(x, 545), (x - 44, 500), (x + 44, 500)])
    sheet.flat(anchors, INK)
    marks = Stencil()
    for step in range(9):
        marks.box(922, 560 + step * 46, 936 + 8 * (step % 2), 570 + step * 46)
    sheet.clean(marks, PAPER)
    blocks = box(900, 1080, 1020, 1140).box(780, 1080, 860, 1140).box(1060, 1080, 1140, 1140)
    sheet.flat(blocks, INK, 3, RUST)


def river_crossing() -> Sheet:
    """Paint a train on a girder bridge and its likeness in a slow river."""
    sheet = Sheet("river-crossing", MIST)
    sheet.shade(None, CREAM, fall(0, 640, 0, 255))
    sheet.flat(disc(620, 420, 120), OCHRE, 5)
    far = ridge(sheet.chance, 600, 70, 0.48)
    sheet.flat(polygon(ground(far, 780)), SKY)
    near = ridge(sheet.chance, 690, 60, 0.5)
    sheet.flat(polygon(ground(near, 790)), tint(SKY, PRUSSIAN, 0.45))
    water = box(0, 770, 1920, HEIGHT)
    sheet.flat(water, MIST)
    sheet.shade(water, SKY, fall(770, 1300, 70, 255))
    bridge = _girders()
    mirrored = Stencil()
    flipped = bridge.image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirrored.image.paste(flipped, (0, 2 * (2 * 790 - HEIGHT)))
    sheet.shade(mirrored, PRUSSIAN, fall(800, 1240, 250, 90))
    sheet.flat(bridge, PRUSSIAN, 5)
    sheet.clean(_bars(sheet), tint(SKY, CREAM, 0.65))
    sheet.flat(glints(sheet.chance, 790, 1250, 620, 120, 22), OCHRE)
    _train(sheet)
    for _side, knots in (
        (0, path("-20 680, 160 700, 250 770, 330 830, 380 900, -20 1010")),
        (1, path("1940 660, 1740 690, 1650 770, 1560 840, 1500 930, 1940 1060")),
    ):
        bank = polygon(bend(knots))
        sheet.flat(bank, NIGHT, 4)
        sheet.shade(bank, PRUSSIAN, fall(680, 900, 210, 0))
    reeds = Stencil()
    for _ in range(70):
        x = sheet.chance.choice((sheet.chance.uniform(-20, 520), sheet.chance.uniform(1480, 1940)))
        tall = sheet.chance.uniform(60, 220)
        lean = sheet.chance.uniform(-30, 50)
        reeds.polygon([(x - 5, 1290), (x + lean, 1290 - tall), (x + 5, 1290)])
    sheet.flat(reeds, NIGHT)
    return sheet


def _girders() -> Stencil:
    """Return the bridge: three arched trusses on stone piers."""
    cut = Stencil().box(-10, 600, 1930, 626)
    for x0 in (130, 690, 1250):
        top = [(x0 + 560 * n / 8, 600 - 190 * (1 - ((n - 4) / 4) ** 2) ** 0.8) for n in range(9)]
        cut.line(top, 18)
        for n in range(1, 8):
            cut.line([(top[n][0], 610), top[n]], 9)
        cut.lines([(top[n], (top[n + 1][0], 610)) for n in range(1, 4)], 6)
        cut.lines([(top[n + 1], (top[n][0], 610)) for n in range(4, 7)], 6)
    for x in (130, 690, 1250, 1810):
        cut.polygon([(x - 34, 626), (x + 34, 626), (x + 50, 792), (x - 50, 792)])
        cut.box(x - 46, 622, x + 46, 642)
    return cut


def _bars(sheet: Sheet) -> Stencil:
    """Return thin level bars of light that break the reflection up."""
    cut, y = Stencil(), 800.0
    while y < 1270:
        x = sheet.chance.uniform(-300, 100)
        while x < 1920:
            long = sheet.chance.uniform(90, 420)
            cut.pill(x, y, x + long, y + 3 + (y - 790) / 90, 3)
            x += long + sheet.chance.uniform(60, 380)
        y += 11 + (y - 790) / 24
    return cut


def _train(sheet: Sheet) -> None:
    """Add the train, rust red behind the lattice of the bridge."""
    cars = Stencil().pill(596, 520, 776, 600, 10).pill(784, 520, 964, 600, 10)
    cars.pill(972, 520, 1152, 600, 10).polygon(path("1160 600, 1160 516, 1290 516, 1342 600"))
    sheet.flat(cars, RUST, 4)
    panes = Stencil()
    for x in range(616, 1140, 47):
        panes.box(x, 536, x + 28, 562)
    sheet.clean(panes.polygon(path("1250 532, 1284 532, 1306 564, 1250 564")), SAND)
    sheet.flat(box(590, 588, 1330, 604), INK)
