"""Which paragraph of one text became which of another."""

import re
from collections import Counter
from difflib import SequenceMatcher

# Above this many comparisons paragraphs are paired in order, without looking at their words.
MOST = 10_000
_WORDS = re.compile(r"\w+")


def align(old, new):
    """Pairs (old, new) in reading order; None stands for what was added or removed."""
    pairs = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            pairs += zip(old[start:end], new[new_start:new_end], strict=True)
        else:
            pairs += _pair(old[start:end], new[new_start:new_end])
    return pairs


def _pair(old, new):
    """Pair as many as can be, the most alike with each other, never crossing."""
    if not old or not new or len(old) == len(new) or len(old) * len(new) > MOST:
        longer = max(len(old), len(new))
        padded = [[*part, *[None] * (longer - len(part))] for part in (old, new)]
        return list(zip(*padded, strict=True))
    best = _scores([_words(text) for text in old], [_words(text) for text in new])
    pairs, row, column = [], 0, 0
    while row < len(old) or column < len(new):
        if row < len(old) and best[row][column] == best[row + 1][column]:
            pairs.append((old[row], None))
            row += 1
        elif column < len(new) and best[row][column] == best[row][column + 1]:
            pairs.append((None, new[column]))
            column += 1
        else:
            pairs.append((old[row], new[column]))
            row, column = row + 1, column + 1
    return pairs


def _scores(old, new):
    """best[i][j]: how well old from i on can be paired with new from j on."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            both = 0.1 + _likeness(old[row], new[column]) + best[row + 1][column + 1]
            best[row][column] = max(both, best[row + 1][column], best[row][column + 1])
    return best


def _words(text):
    return Counter(_WORDS.findall(text))


def _likeness(one, other):
    """0 for no common word, 1 for the same words."""
    shared = sum((one & other).values())
    return 2 * shared / (sum(one.values()) + sum(other.values()) or 1)
