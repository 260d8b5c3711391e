"""Pictures of worked land: rice terraces and an olive grove."""

from random import Random

from .figures import blob, person
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
from .press import Sheet, fall, level, sweep
from .stencil import (
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
    ribbon,
    ridge,
)


def terraced_fields() -> Sheet:
    """Paint rice terraces as contours, flooded and green by turns, below a farmhouse."""
    sheet = Sheet("terraced-fields", CREAM)
    chance = sheet.chance
    sheet.shade(None, APRICOT, fall(0, 420, 210, 20))
    sheet.flat(disc(560, 250, 130), PAPER, 5, OCHRE)
    sheet.flat(polygon(ground(ridge(chance, 360, 90, 0.5))), MIST)
    sheet.flat(polygon(ground(ridge(chance, 430, 60, 0.5))), tint(SKY, SAGE, 0.6), 4)
    rises = path("1130 900 1.0 51, 180 1120 0.72 8, 1890 1180 0.62 19, 690 1400 0.66 33")
    inks = (SAGE, SKY, SAGE, OCHRE, MIST, MOSS, SKY, SAGE, SAND, SAGE, MIST, MOSS)
    dusk = sweep(300, 2000, 0, 200)
    for step in range(12):
        top, lip, wall = Stencil(), Stencil(), Stencil()
        for x, y, size, seed in rises:
            wide = (1000 - step * 82) * size
            spot = (x - step * 8 * size, y - step * 46 * size)
            luck = Random(int(seed))  # noqa: S311 - paints, keeps no secret
            outline = blob(luck, *spot, wide, 0.16, 0.46)
            top.polygon(outline)
            lip.polygon((a, b + 7 * size) for a, b in outline)
            wall.polygon((a, b + 26 * size) for a, b in outline)
        sheet.clean(wall, tint(MOSS, INK, 0.55))
        sheet.clean(lip, tint(OCHRE, CREAM, 0.5))
        sheet.flat(top, inks[step])
        sheet.shade(top, tint(inks[step], PRUSSIAN, 0.55), dusk)
    _farm(sheet, 1040, 372)
    return sheet


def _farm(sheet: Sheet, x: float, y: float) -> None:
    """Add the farmhouse on the summit, its palms, and two people on the bank below."""
    house = box(x - 74, y - 64, x + 74, y + 12)
    sheet.flat(house, CREAM)
    sheet.shade(house, INK, sweep(x - 20, x + 90, 0, 200))
    sheet.flat(box(x - 46, y - 40, x - 18, y + 12), INK)
    sheet.flat(
        polygon([(x - 112, y - 56), (x - 46, y - 140), (x + 46, y - 140), (x + 112, y - 56)]),
        RUST,
        4,
    )
    palms = Stencil()
    for px, foot, tall in ((x + 190, y + 20, 250), (x + 250, y + 34, 180), (x - 180, y + 30, 200)):
        top = (px + tall * 0.12, foot - tall)
        trunk = bend([(px, foot), (px - tall * 0.02, foot - tall * 0.5), top])
        palms.polygon(ribbon(trunk, [9.0] * len(trunk)))
        for angle in range(-200, 40, 34):
            tip = around(*top, tall * 0.4, angle, tall * 0.3)
            tip = (tip[0], tip[1] + tall * 0.14)
            middle = blend(top, tip, 0.5)
            over = (middle[0], min(top[1], tip[1]) - tall * 0.1)
            palms.polygon([*bend([top, over, tip]), middle])
    sheet.flat(palms, NIGHT)
    people = person(person(Stencil(), 820, 770, 96), 890, 782, 88)
    people.polygon([(782, 694), (820, 668), (858, 694)]).polygon(
        [(854, 708), (890, 684), (926, 708)]
    )
    sheet.flat(people, INK, 3, SAND)


def olive_grove() -> Sheet:
    """Paint an old olive tree at noon, its grove running down to the sea."""
    sheet = Sheet("olive-grove", SKY)
    chance = sheet.chance
    sheet.shade(None, CREAM, fall(40, 420, 40, 250))
    sheet.flat(box(0, 410, 1920, 560), PRUSSIAN)
    sheet.shade(box(0, 410, 1920, 560), SKY, fall(410, 540, 210, 0))
    sheet.flat(polygon(ground(hills(chance, 530, 26, 1400))), MOSS, 4, CREAM)
    slope = polygon(ground(bend(path("-20 560, 500 600, 1000 560, 1500 610, 1940 570"))))
    sheet.flat(slope, OCHRE)
    sheet.shade(slope, CREAM, fall(560, 980, 200, 20))
    for row in range(5):
        near = row / 4
        y = 600 + 250 * near**1.3
        gap = 150 + 110 * near
        shadows, trunks, crowns = Stencil(), Stencil(), Stencil()
        for n in range(-1, 14):
            x = n * gap + (row % 2) * gap / 2 + chance.uniform(-14, 14)
            r = 34 + 44 * near
            shadows.disc(x + r * 0.5, y + r * 0.5, r * 1.05, r * 0.24)
            trunks.polygon(
                [(x - r * 0.16, y + r * 0.5), (x, y - r * 0.6), (x + r * 0.16, y + r * 0.5)]
            )
            crowns.polygon(blob(chance, x, y - r * 0.55, r * 0.9, 0.14, 0.8))
        sheet.shade(shadows, PRUSSIAN, level(165))
        sheet.flat(trunks, INK)
        sheet.flat(crowns, tint(SAGE, PRUSSIAN, 0.1 + 0.08 * (row % 2)), 3, CREAM)
        sheet.shade(crowns, NIGHT, fall(y - 110 * near - 40, y + 20, 0, 170))
    _wall(sheet)
    _olive_tree(sheet)
    return sheet


def _wall(sheet: Sheet) -> None:
    """Add the dry-stone wall across the foreground."""
    earth = polygon(ground(bend(path("-20 1030, 500 1050, 1000 1020, 1500 1050, 1940 1024"))))
    sheet.flat(box(-10, 930, 1930, 1060), tint(INK, RUST, 0.5), 5, CREAM)
    stones = []
    for row, y in enumerate(range(936, 1060, 44)):
        x = -40.0 - row * 30
        while x < 1930:
            wide = sheet.chance.uniform(60, 130)
            ink = sheet.chance.choice(
                (SAND, CREAM, SAND, tint(OCHRE, CREAM, 0.3), tint(SAND, INK, 0.14))
            )
            a, b, c, d = (sheet.chance.uniform(0, 10) for _ in range(4))
            stones.append(
                (
                    [
                        (x + a, y + b),
                        (x + wide - c, y + a),
                        (x + wide - b, y + 40 - d),
                        (x + c, y + 39 - a),
                    ],
                    ink,
                )
            )
            x += wide
    sheet.pieces(stones)
    sheet.shade(box(-10, 930, 1930, 1060), RUST, fall(940, 1080, 0, 200))
    sheet.flat(earth, tint(OCHRE, RUST, 0.25), 5, CREAM)
    sheet.shade(earth, RUST, fall(1040, 1330, 0, 235))


def _olive_tree(sheet: Sheet) -> None:
    """Add the great tree: a split trunk on spreading roots, and its crown."""
    trunk = Stencil()
    limbs = (
        ("915 1190, 905 980, 950 830, 860 690, 760 560", 210, 34),
        ("1015 1190, 1000 960, 970 820, 1080 680, 1180 540", 190, 32),
        ("960 1000, 960 820, 970 660, 940 480", 120, 30),
        ("1060 720, 1180 690, 1330 600", 56, 22),
    )
    for knots, start, end in limbs:
        line = bend(path(knots))
        shares = (n / len(line) for n in range(len(line)))
        trunk.polygon(ribbon(line, [start + (end - start) * share**0.6 for share in shares]))
    sheet.shade(disc(1130, 1172, 640, 62), NIGHT, level(205))
    sheet.flat(trunk, INK, 6, APRICOT)
    bark = Stencil()
    for shift in (-40, -10, 24, 56):
        bark.line(bend(placed(955 + shift, 0, "0 1190, -15 980, 4 850, -5 740")), 5)
    roots = "770 1214, 850 1120, 1080 1120, 1180 1214, 1060 1180, 960 1216, 880 1184"
    sheet.flat(polygon(path(roots)), INK)
    sheet.flat(bark.within(trunk), RUST)
    _leaves(sheet)


def _leaves(sheet: Sheet) -> None:
    """Add the crown, clump by clump, its leaves pale above and dark below."""
    chance, crown, leaves = sheet.chance, Stencil(), []
    clumps = path(
        "690 470 190, 930 350 230, 1210 430 210, 1400 560 130, 560 590 110, 1060 520 150, "
        "820 590 110"
    )
    for x, y, r in clumps:
        crown.polygon(blob(chance, x, y, r, 0.12, 0.72))
    sheet.flat(crown, NIGHT, 5, SAND)
    for x, y, r in chance.choices(clumps, [r * r for _, _, r in clumps], k=2700):
        far = r * 1.08 * chance.random() ** 0.5
        dx, dy = around(0, 0, far, chance.uniform(0, 360), far * 0.74)
        high = (dy + dx * 0.35) / r + chance.uniform(-0.5, 0.5)
        ink = SAND if high < -0.6 else SAGE if high < 0.1 else MOSS
        turn, size = chance.uniform(0, 360), chance.uniform(13, 22)
        reaches = ((size, 0), (5, 90), (size, 180), (5, 270))
        leaf = [around(x + dx, y + dy, reach, turn + more) for reach, more in reaches]
        leaves.append((leaf, ink))
    sheet.pieces(leaves)
