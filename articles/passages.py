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
LONGEST_ENDING = 3


def spellings(term):
    """How a text may spell a term: as asked, small, begun large, as a name, large.

    To look for these few costs a tenth of making a whole text small.
    """
    ways = (term, term.lower(), term.capitalize(), term.title(), term.upper())
    return list(dict.fromkeys(ways))


def passage(text, terms):
    """A text around these words or phrases, as (text, is_hit) pairs; none where none is in it."""
    hits = _hits(text, list(dict.fromkeys(term.lower() for term in terms)))
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


def _hits(text, terms):
    """Where terms stand by themselves, as (start, end, which), in order."""
    found, most = [], MOST_HITS // max(len(terms), 1)
    # Of one term, what lies out of the first hit's reach is never shown.
    reach = LONGEST if len(terms) == 1 else len(text)
    for which, term in enumerate(terms):
        stands = [hit for way in spellings(term) for hit in _stands(text, way, most, reach)]
        found += [(start, end, which) for start, end in sorted(stands)[:most]]
    return sorted(found)


def _stands(text, word, most, reach):
    """Where a word spelled so stands by itself: so many places, so far from the first."""
    at, last = text.find(word), len(text)
    while 0 <= at <= last and most:
        end, most = at + len(word), most - 1
        if not _is_letter(text[at - 1 : at]) and (whole := _end(text, end)):
            last = min(last, at + reach)
            yield at, whole
        at = text.find(word, end)


def _end(text, at):
    """Where the word ends that has come so far; 0 where it is another, longer one."""
    rest = text[at : at + LONGEST_ENDING].lower()
    for ending in ENDINGS:
        end = at + len(ending)
        if rest.startswith(ending) and not _is_letter(text[end : end + 1]):
            return end
    return 0


def _is_letter(character):
    return character.isalnum() or character == "_"


def _best(hits):
    """The first hit within whose reach most of the words stand."""

    if len({which for _, _, which in hits}) == 1:
        return hits[0][0]

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
