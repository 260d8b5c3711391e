"""Tidy the runs of one block: white space, equal neighbours, empty marks."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from articles.html.tree import INVISIBLE, PLAIN, Break, Inline, Note, Text

# A lone no-break space was meant (5 km, J. S. Mill); in company it is an editor's debris.
_SPACES = re.compile("[ \t\n\r\f\u2028\u2029\xa0]{2,}|[ \t\n\r\f\u2028\u2029]")


def squeeze(text: str) -> str:
    """Each run of white space as one space; a no-break space alone stays."""
    return _SPACES.sub(" ", text)


def tidy(inline: Iterable[Inline]) -> list[Inline]:
    """The same words in the one canonical form; empty if nothing is there to read."""
    runs = list(_joined(_unmarked_spaces(_joined(_collapsed(_joined(inline))))))
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


def _unmarked_spaces(inline: Iterable[Inline]) -> Iterator[Inline]:
    for item in inline:
        if isinstance(item, Text) and not item.text.strip(" \xa0"):
            yield Text(item.text, PLAIN)
        else:
            yield item


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
