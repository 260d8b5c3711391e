"""What a search found in a text, on a card that was drawn before."""

from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# Drawn where the passage will stand; no text of ours holds it.
GAP = "\x02"


def with_passage(drawn: SafeString, passage: list[tuple[str, bool]]) -> SafeString:
    """The card with these pieces of text in its gap, and those that are hits marked."""
    pieces = (
        f"<mark>{escape(text)}</mark>" if is_hit else escape(text) for text, is_hit in passage
    )
    filled = conditional_escape(drawn).replace(GAP, "".join(pieces), 1)
    return mark_safe(filled)  # noqa: S308 - every piece is escaped
