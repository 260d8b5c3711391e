"""Portraits built from plain shapes: a head, shoulders, hair and a coat, chosen by a slug."""

from dataclasses import dataclass
from random import Random

from PIL import Image, ImageOps

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
    Ink,
    tint,
)
from .press import Sheet, both, fall, sweep
from .stencil import HEIGHT, Stencil, around, bend, box, disc, placed, polygon

SKINS = (
    tint(APRICOT, CREAM, 0.5),
    tint(APRICOT, OCHRE, 0.25),
    tint(OCHRE, RUST, 0.4),
    tint(RUST, APRICOT, 0.25),
    tint(RUST, INK, 0.3),
    tint(RUST, INK, 0.52),
)
HAIRS = (INK, tint(RUST, INK, 0.65), NIGHT, tint(CREAM, INK, 0.35), RUST, tint(OCHRE, RUST, 0.45))
GROUNDS = (
    (SKY, PRUSSIAN),
    (OCHRE, RUST),
    (SAGE, MOSS),
    (APRICOT, EMBER),
    (MIST, SKY),
    (SAND, OCHRE),
)


@dataclass(frozen=True)
class Look:
    """What is decided about a portrait: places in the lists of skins and hairs, and the rest."""

    skin: int
    hair: int
    style: str
    collar: str
    beard: bool = False
    glasses: str = ""
    earrings: bool = False


LOOKS = {
    "ines-calloway": Look(1, 1, "bob", "open shirt", earrings=True),
    "tobias-renkvist": Look(0, 5, "short", "roll neck", beard=True),
    "mireille-adjovi": Look(5, 0, "curls", "shawl", earrings=True),
    "daniel-okwuosa-hart": Look(4, 0, "crop", "tie", glasses="square"),
    "farida-nasrallah-lund": Look(2, 0, "long", "scarf"),
    "yusuf-terzian": Look(2, 3, "bald", "open shirt", beard=True),
    "hana-morikawa-bell": Look(1, 0, "bun", "round neck", glasses="round"),
    "priyanka-deshmane": Look(3, 0, "long", "shawl", earrings=True),
    "leopold-strand": Look(0, 3, "short", "tie", glasses="round"),
    "rosa-quintanilla-vey": Look(3, 1, "bun", "scarf", earrings=True),
    "gareth-ap-ilan": Look(0, 4, "bald", "roll neck", glasses="square"),
    "wen-jiayi-marlow": Look(1, 0, "bob", "roll neck"),
}


def _chosen(chance: Random) -> Look:
    """Return a look that chance puts together, with hair that goes with the skin."""
    skin = chance.randrange(len(SKINS))
    hair = chance.choice((0, 1, 2, 3) if skin > 1 else (0, 1, 3, 4, 5))
    style, collar = chance.choice(tuple(STYLES)), chance.choice(COLLARS)
    glasses = chance.choice(("", "", "round", "square"))
    return Look(skin, hair, style, collar, False, glasses, chance.random() < 0.3)


COATS = (PRUSSIAN, INK, RUST, MOSS, NIGHT, OCHRE, CREAM, SAGE)

X = 960


def portrait(slug: str, size: tuple[int, int] = (800, 800)) -> Image.Image:
    """Return the portrait that belongs to `slug`, the same every time."""
    sheet = Sheet(f"portrait {slug}", CREAM)
    chance = sheet.chance
    look = LOOKS.get(slug) or _chosen(chance)
    skin, hair, style = SKINS[look.skin], HAIRS[look.hair], STYLES[look.style]
    ground, deep = chance.choice(GROUNDS)
    coat = chance.choice([ink for ink in COATS if ink not in (ground, deep)])
    face = chance.choice((190, 200, 208))
    _backdrop(sheet, ground, deep)
    style(sheet, hair, face, behind=True)
    _bust(sheet, skin, coat, look.collar)
    _head(sheet, skin, face)
    if look.beard:
        _beard(sheet, hair, face)
    style(sheet, hair, face, behind=False)
    _features(sheet, skin, hair)
    _adornments(sheet, face, look.glasses, look.earrings)
    picture = sheet.finish().crop((X - 560, 130, X + 560, 1250))
    return ImageOps.fit(picture, size, Image.Resampling.LANCZOS)


def _backdrop(sheet: Sheet, ground: Ink, deep: Ink) -> None:
    """Cover the sheet and set one large plain shape behind the head."""
    sheet.flat(box(0, 0, 1920, HEIGHT), ground)
    shape = sheet.chance.randrange(4)
    far = (
        disc(X + 120, 520, 430),
        polygon([(X - 700, 1300), (X + 700, -20), (X + 700, 1300)]),
        Stencil().pill(X - 420, 130, X + 420, 1300, 420),
        box(X - 80, -10, X + 700, 1290),
    )[shape]
    sheet.flat(far, deep, 6)
    sheet.shade(far, ground, fall(300, 1280, 0, 190))
    sheet.dots(None, deep, both(fall(700, 1400, 0, 190), sweep(1000, 300, 0, 255)), 20)


def _bust(sheet: Sheet, skin: Ink, coat: Ink, collar: str) -> None:
    """Add neck and shoulders, and one of several collars."""
    left = bend([(X - 560, 1300), (X - 520, 1120), (X - 380, 1000), (X - 150, 930), (X - 90, 900)])
    shoulders = polygon([*left, *[(2 * X - x, y) for x, y in left[::-1]]])
    sheet.flat(shoulders, coat, 6, tint(coat, PAPER, 0.7))
    sheet.shade(shoulders, tint(coat, INK, 0.6), sweep(X - 60, X + 560, 0, 225))
    sheet.flat(Stencil().pill(X - 84, 760, X + 84, 990, 80), skin)
    sheet.shade(
        Stencil().pill(X - 84, 760, X + 84, 990, 80), tint(skin, INK, 0.45), fall(800, 930, 255, 60)
    )
    pale = sheet.chance.choice((PAPER, CREAM, SKY, SAND))
    if pale == coat:
        pale = INK
    _collar(sheet, coat, pale, collar)


def _collar(sheet: Sheet, coat: Ink, pale: Ink, kind: str) -> None:
    """Add an open shirt, a round neck, a roll neck, a tie, a scarf or a shawl."""
    accents = [ink for ink in (RUST, OCHRE, PRUSSIAN, SAGE) if ink != coat]
    accent = sheet.chance.choice(accents)
    if kind in ("open shirt", "tie"):
        shirt = polygon(placed(X, 900, "-120 -10, 0 250, 120 -10, 70 0, 0 100, -70 0"))
        sheet.flat(shirt, pale, 4, INK)
        if kind == "tie":
            tie = polygon(placed(X, 1000, "-34 0, 34 0, 22 50, 48 300, -48 300, -22 50"))
            sheet.flat(tie, accent, 4, INK)
        lapels = polygon(placed(X, 900, "-130 0, -10 390, -170 220, -120 200, -190 140"))
        lapels.polygon(placed(X, 900, "130 0, 10 390, 170 220, 120 200, 190 140"))
        sheet.flat(lapels, tint(coat, INK, 0.4), 3, tint(coat, PAPER, 0.5))
    elif kind == "round neck":
        neck = disc(X, 905, 150, 110).box(X - 200, 780, X + 200, 905, on=False)
        sheet.flat(neck.disc(X, 900, 118, 80, on=False), pale)
    elif kind == "roll neck":
        roll = Stencil().pill(X - 112, 842, X + 112, 990, 46)
        sheet.flat(roll, coat, 5, tint(coat, PAPER, 0.6))
        sheet.shade(roll, INK, sweep(X - 60, X + 130, 40, 225))
    elif kind == "scarf":
        _scarf(sheet, accent, pale)
    else:
        shawl = polygon(placed(X, 900, "-150 -4, -80 0, 60 400, -560 400, -470 160"))
        sheet.flat(shawl, accent, 5, PAPER)
        bars = Stencil()
        for n in range(8):
            bars.line([(X - 700, 1010 + n * 60), (X + 100, 890 + n * 60)], 14)
        sheet.flat(bars.within(shawl), pale)


def _scarf(sheet: Sheet, ink: Ink, pale: Ink) -> None:
    """Add a striped scarf wound once, one end hanging."""
    wound = Stencil().pill(X - 150, 872, X + 150, 1010, 66)
    end = polygon(placed(X, 960, "-120 0, 10 0, -20 340, -180 340"))
    bars = Stencil()
    for n in range(5):
        bars.line([(X - 300, 1030 + n * 64), (X + 60, 1060 + n * 64)], 20)
        bars.line([(X - 220 + n * 76, 860), (X - 260 + n * 76, 1020)], 16)
    for part in (end, wound):
        sheet.flat(part, ink, 5, tint(ink, PAPER, 0.6))
    sheet.flat(bars.within(end.polygon(placed(X, 0, "-150 900, 150 900, 140 985, -140 985"))), pale)
    sheet.shade(wound, INK, sweep(X - 40, X + 180, 0, 200))


def _head(sheet: Sheet, skin: Ink, face: int) -> None:
    """Add the head and ears, shaded on the right and over the eyes' hollow."""
    ears = Stencil().disc(X - face, 650, 34, 54).disc(X + face, 650, 34, 54)
    sheet.flat(ears, tint(skin, INK, 0.15))
    head = _face(face)
    sheet.flat(head, skin, 5, tint(skin, PAPER, 0.6))
    sheet.shade(head, tint(skin, INK, 0.42), sweep(X + 10, X + face + 20, 0, 235))


def _face(face: int) -> Stencil:
    """Return the outline of a face: round above, narrower at the chin."""
    half = bend(
        [
            (X, 400),
            (X - face * 0.72, 440),
            (X - face, 600),
            (X - face * 0.9, 740),
            (X - face * 0.5, 850),
            (X, 890),
        ]
    )
    return polygon([*half, *[(2 * X - x, y) for x, y in half[::-1]]])


def _beard(sheet: Sheet, hair: Ink, face: int) -> None:
    """Add a trimmed beard along the jaw."""
    beard = _face(face).without(box(0, 0, 1920, 716)).without(disc(X, 700, face * 0.74, 72))
    sheet.flat(beard, hair)
    sheet.shade(beard, INK, sweep(X + 20, X + 220, 0, 190))


def _features(sheet: Sheet, skin: Ink, hair: Ink) -> None:
    """Add brows, eyes, a nose and a mouth."""
    brows = Stencil()
    for side in (-1, 1):
        brows.line(bend([(X + side * 124, 596), (X + side * 84, 578), (X + side * 40, 590)]), 13)
    sheet.flat(brows, tint(hair, INK, 0.3))
    eyes = Stencil().disc(X - 82, 640, 17, 11).disc(X + 82, 640, 17, 11)
    sheet.flat(eyes, INK)
    nose = polygon([(X + 4, 600), (X + 40, 726), (X - 8, 736)])
    sheet.clean(nose, tint(skin, INK, 0.6), 0.55)
    mouth = polygon(
        bend(
            [
                (X - 56, 792),
                (X - 18, 784),
                (X, 790),
                (X + 18, 784),
                (X + 56, 792),
                (X, 814),
                (X - 56, 792),
            ]
        )
    )
    sheet.clean(mouth, tint(RUST, skin, 0.25) if sum(skin) > 330 else tint(skin, INK, 0.5))


def _adornments(sheet: Sheet, face: int, glasses: str, earrings: bool) -> None:
    """Add glasses and earrings where the look has them."""
    if glasses:
        frame = Stencil().line([(X - 24, 636), (X + 24, 636)], 9)
        for side in (-1, 1):
            if glasses == "round":
                frame.ring(X + side * 84, 644, 62, 9)
            else:
                frame.pill(X + side * 84 - 66, 600, X + side * 84 + 66, 690, 18)
                frame.pill(X + side * 84 - 57, 609, X + side * 84 + 57, 681, 12, on=False)
            frame.line([(X + side * 146, 632), (X + side * face, 624)], 9)
        sheet.flat(frame, INK)
    if earrings:
        sheet.flat(disc(X - face - 4, 724, 15).disc(X + face + 4, 724, 15), OCHRE, 3, PAPER)


def _short(sheet: Sheet, hair: Ink, face: int, behind: bool) -> None:
    """Cut the hair short with a side parting."""
    if not behind:
        top = polygon(
            bend(
                [
                    (X - face - 14, 600),
                    (X - face - 6, 440),
                    (X - 90, 340),
                    (X + 90, 336),
                    (X + face + 6, 440),
                    (X + face + 14, 600),
                ]
            )
            + bend([(X + face - 14, 560), (X + 130, 480), (X - 60, 500), (X - face + 20, 560)])
        )
        _comb(sheet, top, hair)


def _crop(sheet: Sheet, hair: Ink, face: int, behind: bool) -> None:
    """Crop the hair close, a plain cap of colour."""
    if not behind:
        cap = Stencil().disc(X, 590, face + 8, 236).without(disc(X, 720, face * 1.02, 232))
        _comb(sheet, cap, hair)


def _long(sheet: Sheet, hair: Ink, face: int, behind: bool) -> None:
    """Let the hair fall to the shoulders, parted in the middle."""
    if behind:
        _comb(sheet, Stencil().pill(X - face - 78, 330, X + face + 78, 1010, 230), hair)
    else:
        for side in (-1, 1):
            lock = bend(
                [
                    (X + side * 4, 372),
                    (X + side * 130, 400),
                    (X + side * (face + 30), 560),
                    (X + side * (face + 40), 800),
                ]
            )
            inner = bend(
                [
                    (X + side * (face - 6), 800),
                    (X + side * (face - 24), 620),
                    (X + side * 110, 500),
                    (X + side * 4, 420),
                ]
            )
            _comb(sheet, polygon(lock + inner), hair)


def _bob(sheet: Sheet, hair: Ink, face: int, behind: bool) -> None:
    """Cut the hair at the jaw with a straight fringe."""
    if behind:
        _comb(sheet, Stencil().pill(X - face - 60, 330, X + face + 60, 850, 210), hair)
    else:
        fringe = Stencil().disc(X, 560, face + 22, 220).box(0, 540, 1920, 900, on=False)
        _comb(sheet, fringe, hair)


def _bun(sheet: Sheet, hair: Ink, face: int, behind: bool) -> None:
    """Draw the hair back and knot it on top."""
    if behind:
        _comb(sheet, disc(X + 30, 300, 116), hair)
    else:
        _crop(sheet, hair, face + 6, behind)


def _curls(sheet: Sheet, hair: Ink, face: int, behind: bool) -> None:
    """Let the hair stand out in a round cloud of curls."""
    cloud = Stencil()
    if behind:
        for angle in range(0, 360, 18):
            cloud.disc(*around(X, 520, face + 50, angle, 190), 78)
        _comb(sheet, cloud.disc(X, 520, face + 50, 190), hair)
    else:
        for angle in range(196, 352, 14):
            cloud.disc(*around(X, 610, face - 6, angle, 190), 50)
        _comb(sheet, cloud, hair)


def _bald(sheet: Sheet, hair: Ink, face: int, behind: bool) -> None:
    """Leave the crown bare and a little hair at the temples."""
    if behind:
        _comb(
            sheet, Stencil().disc(X - face + 6, 580, 34, 96).disc(X + face - 6, 580, 34, 96), hair
        )


def _headscarf(sheet: Sheet, hair: Ink, face: int, behind: bool) -> None:
    """Wrap the head in a scarf, framing the face."""
    scarf = tint(hair, PRUSSIAN, 0.7)
    if behind:
        _comb(sheet, Stencil().pill(X - face - 66, 320, X + face + 66, 1060, 250), scarf)
    else:
        ring = Stencil().disc(X, 620, face + 50, 300).without(disc(X, 668, face - 16, 232))
        ring.polygon(
            bend(
                [
                    (X - 190, 860),
                    (X, 905),
                    (X + 190, 850),
                    (X + 150, 1010),
                    (X - 60, 1090),
                    (X - 210, 960),
                    (X - 190, 860),
                ]
            )
        )
        _comb(sheet, ring, scarf)


def _comb(sheet: Sheet, shape: Stencil, hair: Ink) -> None:
    """Print hair: flat, lit from the left, darker to the right."""
    sheet.flat(shape, hair, 4, tint(hair, PAPER, 0.5))
    sheet.shade(shape, tint(hair, PAPER, 0.35), sweep(X - 300, X - 40, 130, 0))
    sheet.shade(shape, INK, sweep(X + 20, X + 300, 0, 190))


STYLES = {
    "short": _short,
    "crop": _crop,
    "long": _long,
    "bob": _bob,
    "bun": _bun,
    "curls": _curls,
    "bald": _bald,
    "headscarf": _headscarf,
}
COLLARS = ("open shirt", "tie", "round neck", "roll neck", "scarf", "shawl")
