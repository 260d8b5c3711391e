"""The inks every picture is printed with, so the whole set shares one art direction."""

Ink = tuple[int, int, int]

INK: Ink = (23, 25, 28)
PAPER: Ink = (252, 251, 248)
CREAM: Ink = (243, 240, 233)
RUST: Ink = (150, 57, 15)
APRICOT: Ink = (240, 162, 122)
PRUSSIAN: Ink = (27, 75, 102)
SKY: Ink = (143, 193, 221)
OCHRE: Ink = (217, 164, 65)
SAGE: Ink = (139, 160, 130)


def tint(first: Ink, second: Ink, share: float) -> Ink:
    """Return `first` with `share` of it (0 to 1) replaced by `second`."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))


NIGHT: Ink = tint(PRUSSIAN, INK, 0.6)
MOSS: Ink = tint(SAGE, PRUSSIAN, 0.45)
EMBER: Ink = tint(RUST, APRICOT, 0.45)
SAND: Ink = tint(OCHRE, CREAM, 0.55)
MIST: Ink = tint(SKY, CREAM, 0.6)
