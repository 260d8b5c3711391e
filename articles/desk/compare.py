"""Two versions of an article, word by word, as an editor reads them: no tags."""

import json
import re
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher

from articles import html
from articles.desk.align import align
from articles.desk.told import told
from articles.models import Article, Author, Genre, Image, Section
from articles.models.snapshot import LINKS, LISTS, PLAIN

_WORDS = re.compile(r"\s+|\w+(?:['’.,-]\w+)*|[^\w\s]")
KEPT, ADDED, REMOVED = "kept", "added", "removed"
LABELS = {
    "title": "Headline",
    "dek": "Dek",
    "body": "Text",
    "lead_caption": "Caption of the lead picture",
    "bylines": "Authors",
    "related": "Read next",
    "slug": "Web address",
    "genre": "Label",
}
# In the order in which the page shows them.
ORDER = ("title", "dek", "bylines", "lead_image", "lead_caption", "body")


@dataclass(frozen=True)
class Difference:
    """What changed in one field: paragraphs, each a list of (what happened, words)."""

    name: str
    label: str
    paragraphs: list


def label_of(name):
    if name in LABELS:
        return LABELS[name]
    return Article._meta.get_field(name).verbose_name.capitalize()


def words(old, new):
    """[(kept, added or removed, words)] that lead from one text to the other."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    parts = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            parts.append((KEPT, "".join(before[start:end])))
            continue
        if end > start:
            parts.append((REMOVED, "".join(before[start:end])))
        if new_end > new_start:
            parts.append((ADDED, "".join(after[new_start:new_end])))
    return parts


def compare(old, new):
    """The differences of two snapshots, field by field, in the order of the page."""
    names = dict.fromkeys((*ORDER, *PLAIN, *LINKS, *LISTS))
    return [
        Difference(name, label_of(name), paragraphs)
        for name in names
        if (paragraphs := _paragraphs(name, old.get(name), new.get(name)))
    ]


def _paragraphs(name, old, new):
    if (old or "") == (new or "") or (not old and not new):
        return []
    if name == "body":
        pairs = align(html.paragraphs(old or ""), html.paragraphs(new or ""))
        return _shortened([_paragraph(was or "", now or "") for was, now in pairs])
    return [words(said(name, old), said(name, new))]


def _paragraph(was, now):
    """Words first; where only their look changed, with signs for it."""
    marked = was != now and told(was) == told(now)
    return words(told(was, marked=marked), told(now, marked=marked))


def _shortened(paragraphs):
    """Unchanged paragraphs far from a change are left out: None stands for them."""
    changed = [index for index, parts in enumerate(paragraphs) if _is_changed(parts)]
    near = {index + step for index in changed for step in (-1, 0, 1)}
    shown, gap = [], False
    for index, parts in enumerate(paragraphs):
        if index in near:
            shown.append(parts)
        elif not gap:
            shown.append(None)
        gap = index not in near
    return shown


def _is_changed(parts):
    return any(kind != KEPT for kind, _ in parts)


def said(name, value):
    """A field's value in words."""
    if not value:
        return ""
    if name == "tags":
        return ", ".join(value)
    if name in ("bylines", "related"):
        rows = (Author if name == "bylines" else Article).objects.in_bulk(value)
        return ", ".join(str(rows.get(pk, "(deleted)")) for pk in value)
    if name in LINKS:
        model = {"section": Section, "genre": Genre}.get(name, Image)
        return str(model.objects.filter(pk=value).first() or "(deleted)")
    if name == "body":
        return "\n".join(told(paragraph) for paragraph in html.paragraphs(value))
    return str(value)


def side_by_side(overlap, number):
    """An overlap's two texts, each a list of (words, whether the other lacks them)."""
    parts = words(said(overlap.name, overlap.theirs), said(overlap.name, overlap.mine))
    return {
        "number": number,
        "label": label_of(overlap.name),
        "is_text": overlap.name == "body",
        "mine": [(text, kind == ADDED) for kind, text in parts if kind != REMOVED],
        "theirs": [(text, kind == REMOVED) for kind, text in parts if kind != ADDED],
        "kept": json.dumps(asdict(overlap)),
    }
