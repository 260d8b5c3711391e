"""Cells that a spreadsheet must take for text, never for a formula."""

# What Excel, LibreOffice and Google Sheets begin a formula with, the full-width forms that some
# of them fold first, and the signs that they skip before looking.
DANGEROUS = "=+-@\t\r\n\0＝＋－＠"
APOSTROPHE = "'"


def guard(text: str) -> str:
    """The text, with one apostrophe before it where a spreadsheet could run it.

    Text that begins with apostrophes and would be dangerous without them gets one more, so that
    `unguard` gives back every text as it was.
    """
    return APOSTROPHE + text if _needs(text) else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if text.startswith(APOSTROPHE) and _needs(text[1:]) else text


def _needs(text: str) -> bool:
    return text.lstrip(APOSTROPHE)[:1] in set(DANGEROUS)
