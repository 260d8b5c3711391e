"""What a text is given by others: its pictures, and the articles it points to."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from articles.html.reading import text


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as its library shows it; caption and credit are text, or safe markup."""

    picture: SafeString
    caption: str = ""
    credit: str = ""
    wide: SafeString = field(default_factory=SafeString)  # drawn for data-size="wide"


@dataclass(frozen=True, slots=True)
class Card:
    """An article as another one's text shows it."""

    url: str
    headline: str
    kicker: str = ""
    dek: str = ""
    picture: SafeString = field(default_factory=SafeString)


def words_alone(value: str) -> str:
    """A caption or credit as plain text on one line, whether it came as text or as markup."""
    words = text(value) if isinstance(value, SafeString) else value
    return " ".join(words.split())
