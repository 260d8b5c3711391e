"""The passage of a text that answers a search, with the found words marked."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.html.reading import IDEOGRAPH
from articles.html.tokens import scrub

WORDS = 32
LONGEST = 200_000

# An ideograph is a word by itself: nothing else says where Chinese words end.
_LETTER = rf"(?:(?!{IDEOGRAPH.pattern})[^\W_])"
_WORD = re.compile(rf"{IDEOGRAPH.pattern}|{_LETTER}+(?:['’]{_LETTER}+)*")
_ENDING = re.compile(r"(?<=...)(?:ing|ies|ed|es|s|y|e)$")
_DOUBLED = re.compile(r"([b-df-hj-kmnp-rtv-z])\1$")
_LONGEST_WORD = 40


def search_snippet(text: str, terms: Iterable[str]) -> SafeString:
    """Some thirty words around the best match, escaped, each found word in <mark>."""
    text = scrub(text[:LONGEST])
    words = list(_WORD.finditer(text))
    stems = {stem(fold(word)) for term in terms for word in _WORD.findall(scrub(term))}
    found = [_match(fold(word[0]), stems) for word in words]
    first = _best_window(found)
    shown = words[first : first + WORDS]
    if not shown:
        return mark_safe("")
    start = 0 if first == 0 else shown[0].start()
    is_last = first + WORDS >= len(words)
    end = len(text) if is_last else shown[-1].end()
    pieces, position = ["" if first == 0 else "… "], start
    for word, stem_found in zip(shown, found[first:], strict=False):
        pieces.append(escape(text[position : word.start()]))
        pieces.append(f"<mark>{escape(word[0])}</mark>" if stem_found else escape(word[0]))
        position = word.end()
    pieces.append(escape(text[position:end]))
    pieces.append("" if is_last else " …")
    return mark_safe("".join(pieces).strip())  # noqa: S308 - every piece of it is escaped above


def fold(word: str) -> str:
    """As search compares it: without case and accents."""
    decomposed = unicodedata.normalize("NFKD", word[:_LONGEST_WORD].casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def stem(word: str) -> str:
    """Enough of an English word to know its other forms by."""
    short = _ENDING.sub("", word)
    return _DOUBLED.sub(r"\1", short) if short != word else word


def _match(word: str, stems: set[str]) -> str:
    for length in range(len(word), 0, -1):
        if word[:length] in stems and (length == len(word) or length > 2):
            return word[:length]
    return ""


def _best_window(found: list[str]) -> int:
    """Where the window with the most different terms, then the most matches, begins."""
    within: Counter[str] = Counter()
    best, best_score = 0, (0, 0)
    hits = 0
    for index, stem_found in enumerate(found):
        if stem_found:
            within[stem_found] += 1
            hits += 1
        left = found[index - WORDS] if index >= WORDS else ""
        if left:
            within[left] -= 1
            hits -= 1
            if not within[left]:
                del within[left]
        if (len(within), hits) > best_score:
            best, best_score = index, (len(within), hits)
    # The window ended at its last match: let a few words follow it.
    return max(0, best - WORDS * 2 // 3) if best_score[1] else 0
