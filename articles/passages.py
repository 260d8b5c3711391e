"""The words around a hit, where they stand in a text as the reader wrote them.

Databases know more forms of a word than its own, and take a millisecond a text to find them.
Most texts that are found have the very words: there they are found by themselves.
"""

LONGEST = 220
BEFORE = 70
# Of words that stand on every line, the first so many together will do.
MOST_HITS = 64
# What a word may end with, and still be found by its form in a dictionary.
ENDINGS = ("’s", "'s", "s", "es", "ed", "ing", "")


def passage(text, words):
    """A text around these words or phrases, as (text, is_hit) pairs; none where none is in it."""
    hits = _hits(_small(text), [word.lower() for word in words])
    if not hits:
        return []
    start, end = _cut(text, _best(hits))
    pairs, at = [], start
    for begun, ended, _ in hits:
        if at <= begun and ended <= end:
            pairs += [(text[at:begun], False), (text[begun:ended], True)]
            at = ended
    pairs.append((text[at:end], False))
    pairs.insert(0, ("…" if start else "", False))
    pairs.append(("…" if end < len(text) else "", False))
    return [(text, is_hit) for text, is_hit in pairs if text]


def _small(text):
    """In small letters, each at its place: a capital may have two of them."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(each if len(each.lower()) > 1 else each.lower() for each in text)


def _hits(small, words):
    """Where words stand by themselves, as (start, end, which), in order."""
    found, words = [], dict.fromkeys(words)
    for which, word in enumerate(words):
        at, most = small.find(word), MOST_HITS // len(words)
        while at >= 0 and most:
            end, most = at + len(word), most - 1
            if not _is_letter(small[at - 1 : at]) and (whole := _end(small, end)):
                found.append((at, whole, which))
            at = small.find(word, end)
    return sorted(found)


def _end(text, at):
    """Where the word ends that has come so far; 0 where it is another, longer one."""
    for ending in ENDINGS:
        end = at + len(ending)
        if text.startswith(ending, at) and not _is_letter(text[end : end + 1]):
            return end
    return 0


def _is_letter(character):
    return character.isalnum() or character == "_"


def _best(hits):
    """The first hit within whose reach most of the words stand."""

    def worth(place):
        reach = hits[place][0] + LONGEST - BEFORE
        return len({which for start, end, which in hits[place:] if end <= reach})

    return hits[max(range(len(hits)), key=lambda place: (worth(place), -place))][0]


def _cut(text, hit):
    """The bounds of what is shown around a hit, at ends of words where there are any."""
    start = max(0, hit - BEFORE)
    end = min(len(text), start + LONGEST)
    if start:
        start = max(start, text.rfind(" ", 0, hit - BEFORE) + 1, text.find(" ", start, hit) + 1)
    if end < len(text):
        end = max(text.rfind(" ", hit + 1, end), 0) or end
    return start, end
