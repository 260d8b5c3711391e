"""Two people's changes to one revision: joined where they touch different things."""

from dataclasses import dataclass, field

from articles import html
from articles.desk.align import align
from articles.models.snapshot import LINKS, LISTS, PLAIN

# Sets rather than sequences: both people's additions and removals count.
SETS = {"tags"}


@dataclass(frozen=True)
class Overlap:
    """One place that both changed, each in their own way; of the body, paragraphs."""

    name: str
    theirs: object
    mine: object


@dataclass
class Merged:
    content: dict
    overlaps: list = field(default_factory=list)


def merge(base, theirs, mine):
    """Mine, with what they changed since base; where both changed it, mine stands and is noted."""
    merged = Merged({**mine})
    for name in (*PLAIN, *LINKS, *LISTS):
        old, hers, own = base.get(name), theirs.get(name), mine.get(name)
        if hers in (own, old):
            continue
        if own == old:
            merged.content[name] = hers
        elif name == "body":
            merged.content[name] = _merge_body(old or "", hers or "", own or "", merged.overlaps)
        elif name in SETS:
            merged.content[name] = _merge_sets(old or [], hers or [], own or [])
        else:
            merged.overlaps.append(Overlap(name, hers, own))
    return merged


def _merge_sets(old, hers, own):
    gone = set(old) - set(hers)
    added = [one for one in hers if one not in old and one not in own]
    return [one for one in own if one not in gone] + added


def _merge_body(old, hers, own, overlaps):
    """Join two bodies paragraph by paragraph; what both added in one place stands twice."""
    base = html.paragraphs(old)
    theirs, mine = (_changes(base, html.paragraphs(text)) for text in (hers, own))
    joined = []
    for index in range(len(base) + 1):
        joined += _both_added(theirs.added[index], mine.added[index])
        if index == len(base):
            break
        was, them, me = base[index], theirs.kept[index], mine.kept[index]
        joined.append(them if me == was else me)
        if them not in (me, was) and me != was:
            overlaps.append(Overlap("body", them, me))
    return "".join(joined)


def _both_added(theirs, mine):
    return mine if theirs == mine else [*theirs, *mine]


@dataclass
class Changes:
    """What became of each old paragraph (empty: removed), and what was added before each."""

    kept: list
    added: list


def _changes(old, new):
    changes = Changes([], [[]])
    for was, became in align(old, new):
        if was is None:
            changes.added[-1].append(became)
        else:
            changes.kept.append(became or "")
            changes.added.append([])
    return changes
