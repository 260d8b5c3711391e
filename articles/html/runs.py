"""Tidy the runs of one block: white space, equal neighbours, empty marks."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from articles.html.tree import INVISIBLE, PLAIN, Break, Inline, Marks, Note, Text

# A lone no-break space was meant (5 km, J. S. Mill); in company it is an editor's debris.
SPACES = " \t\n\r\f\u2028\u2029\xa0"
_SPACES = re.compile("[ \t\n\r\f\u2028\u2029\xa0]{2,}|[ \t\n\r\f\u2028\u2029]")


def squeeze(text: str) -> str:
    """Each run of white space as one space; a no-break space alone stays."""
    return _SPACES.sub(" ", text)


def tidy(inline: Iterable[Inline]) -> list[Inline]:
    """The same words in the one canonical form; empty if nothing is there to read."""
    runs = list(_joined(_lightly_marked_spaces(_joined(_collapsed(_joined(inline))))))
    _strip_end(runs)
    return runs if any(_is_content(item) for item in runs) else []


def _joined(inline: Iterable[Inline]) -> Iterator[Inline]:
    """Neighbouring texts with the same marks as one."""
    for marks, items in groupby(inline, lambda item: isinstance(item, Text) and item.marks):
        if marks is False:
            yield from items
        else:
            yield Text("".join(item.text for item in items), marks)


def _collapsed(inline: Iterable[Inline]) -> list[Inline]:
    """No space at the start, beside a break, or after another."""
    runs: list[Inline] = []
    after_space = True
    for item in inline:
        if isinstance(item, Break):
            if runs:
                _strip_last(runs)
                runs.append(item)
            after_space = True
            continue
        if isinstance(item, Text):
            text = squeeze(item.text)
            text = text.lstrip(" \xa0") if after_space else text
            if not text:
                continue
            item = Text(text, item.marks)
        after_space = isinstance(item, Text) and item.text[-1] in " \xa0"
        runs.append(item)
    return runs


def _lightly_marked_spaces(inline: Iterable[Inline]) -> Iterator[Inline]:
    """A space or break between two runs has only the marks that both have: no link ends in one."""
    parts = [part for item in inline for part in _apart(item)]
    following = [PLAIN] * len(parts)
    for index in range(len(parts) - 2, -1, -1):
        after = parts[index + 1]
        following[index] = following[index + 1] if _is_gap(after) else _marks(after)
    before = PLAIN
    for part, after in zip(parts, following, strict=True):
        if _is_gap(part):
            marks = _common(before, after)
            yield Break(marks) if isinstance(part, Break) else Text(part.text, marks)
        else:
            before = _marks(part)
            yield part


def _is_gap(item: Inline) -> bool:
    return isinstance(item, Break) or (isinstance(item, Text) and not item.text.strip(" \xa0"))


def _apart(item: Inline) -> list[Inline]:
    """A run's words, and the spaces around them as runs of their own."""
    if not isinstance(item, Text):
        return [item]
    words = item.text.strip(" \xa0")
    before, _words, after = item.text.partition(words) if words else (item.text, "", "")
    return [Text(text, item.marks) for text in (before, words, after) if text]


def _marks(item: Inline) -> Marks:
    return PLAIN if isinstance(item, Note) else item.marks


def _common(one: Marks, other: Marks) -> Marks:
    return Marks(
        one.href if one.href == other.href else "",
        one.strong and other.strong,
        one.em and other.em,
        one.script if one.script == other.script else "",
    )


def _strip_last(runs: list[Inline]) -> None:
    while runs and isinstance(runs[-1], Text):
        last = runs.pop()
        text = last.text.rstrip(" \xa0")
        if text:
            runs.append(Text(text, last.marks))
            return


def _strip_end(runs: list[Inline]) -> None:
    _strip_last(runs)
    while runs and isinstance(runs[-1], Break):
        runs.pop()
        _strip_last(runs)


def _is_content(item: Inline) -> bool:
    if isinstance(item, Note):
        return True
    return isinstance(item, Text) and bool(INVISIBLE.sub("", item.text).strip())
