"""Straight quotes, double hyphens and three dots as a typesetter would have them."""

import re

_ADDRESS = re.compile(r"((?:https?://|www\.|mailto:)\S+|[\w.+-]{1,64}@[\w.-]{1,255})")
_OPENS_AFTER = frozenset(" \t\n\r\xa0([{<-–—/“‘«")
# Words that begin with an apostrophe, not with a quotation.
_ELIDED = re.compile(
    r"(?:tis|twas|twere|twill|twould|cause|em|til|till|bout|n|round|kay|cept|gainst|neath)\b",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\d0s\b|\d\d\b(?!')")


def smarten(text: str, language: str = "en") -> str:
    """The text with typographic quotes, dashes and ellipses; addresses are left alone."""
    if not language.startswith("en"):
        return text
    parts = _ADDRESS.split(text)
    state = _Quotes()
    for index, part in enumerate(parts):
        before = parts[index - 1][-1:] if index else ""
        parts[index] = part if index % 2 else state.curl(_dashes(part), before)
    return "".join(parts)


def _dashes(text: str) -> str:
    text = re.sub(r"(?<!\.)\.\.\.(?!\.)|(?<!\S)\. \. \.(?!\S)", "…", text)
    text = re.sub(r"(?<!-)-{2,3}(?![->])", "—", text)
    return re.sub(r"(?<=[^\s-]) - (?=[^\s-])", " – ", text)


class _Quotes:
    """Turns each quote by what stands beside it and what is still open."""

    def __init__(self):
        self.double = False
        self.single = False

    def curl(self, text: str, before: str) -> str:
        if '"' not in text and "'" not in text:
            return text
        out: list[str] = []
        for index, letter in enumerate(text):
            previous = out[-1] if out else before
            if letter == previous == "\n":  # a new paragraph begins its quotation anew
                self.double = self.single = False
            elif letter == '"':
                letter = self.turn_double(previous, text[index + 1 : index + 2])
            elif letter == "'":
                letter = self.turn_single(previous, text[index + 1 : index + 12])
            out.append(letter)
        return "".join(out)

    def turn_double(self, previous: str, following: str) -> str:
        if previous.isdigit() and not self.double:
            return '"'  # inches, seconds
        if (not previous or previous in _OPENS_AFTER) and following.strip():
            self.double = True
            return "“"
        self.double = False
        return "”"

    def turn_single(self, previous: str, following: str) -> str:
        if previous.isalpha() and following[:1].isalpha():
            return "’"
        if previous.isdigit() and not self.single:
            return "’" if following[:1].isalpha() else "'"  # the 1990's; 5' tall
        if not previous or previous in _OPENS_AFTER:
            if _ELIDED.match(following) or _DECADE.match(following):
                return "’"
            if following[:1].strip():
                self.single = True
                return "‘"
        self.single = False
        return "’"
