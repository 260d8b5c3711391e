"""Compares rows and files of the library, and mends what a kill, a full disk or a hand left."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from articles.background import task
from articles.models import Article
from articles.models.finishing import finish
from articles.models.image import Image, originals
from articles.pictures import card, renditions, shapes

# Younger files may belong to an upload that is just being written.
GRACE = timedelta(hours=1)
# Letters and feeds may show a former cut for so long.
KEEP_OLD = timedelta(days=30)


@dataclass
class Findings:
    """What was wrong: keys of pictures and articles, names of files."""

    lost_originals: list = field(default_factory=list)
    lost_renditions: list = field(default_factory=list)
    unmade: list = field(default_factory=list)
    outdated: list = field(default_factory=list)
    stray_originals: list = field(default_factory=list)
    stray_renditions: list = field(default_factory=list)
    lost_cards: list = field(default_factory=list)
    stray_cards: list = field(default_factory=list)

    @property
    def is_clean(self):
        return not any(vars(self).values())


@task
def look_after():
    """Do by itself, once a day, what `manage.py pictures --check` does."""
    inspect()


def inspect(*, mend=True, today=None, grace=GRACE):
    """Look at every row and every file; with `mend`, put right what can be put right.

    A lost original cannot: it is reported each time until a person replaces the file.
    """
    today = today or timezone.localdate()
    findings = Findings()
    kept = {
        f"{folder}/{name}" for folder in folders(originals()) for name in files(originals(), folder)
    }
    known, claims, old = _read_rows(kept, findings, today)
    findings.stray_originals = _strays(originals(), kept - known, mend, grace)
    lost = _look_at_renditions(claims, findings, mend, grace)
    if mend:
        for key in lost.keys() | old.keys():
            renditions.forget(Image.objects.get(pk=key), lost[key], old[key])
    _order_unmade(findings, mend)
    _look_at_cards(findings, mend)
    return findings


def _read_rows(kept, findings, today):
    """One pass over the rows: names of originals, shapes by folder, outdated shapes by picture."""
    known, claims, old = set(), defaultdict(list), defaultdict(list)
    rows = Image.objects.order_by("pk").values_list("pk", "file", "renditions")
    for key, name, listed in rows.iterator(chunk_size=2000):
        known.add(name)
        if name not in kept:
            findings.lost_originals.append(key)
        entries = [(shape, *made) for shape, made in shapes.current(listed).items()]
        for shape, stem, widths, since in listed.get("old", []):
            entries.append((shape, stem, widths))
            if date.fromisoformat(since) < today - KEEP_OLD:
                old[key].append([shape, stem, widths, since])
                findings.outdated += shapes.names_in(shape, stem, widths)
        for shape, stem, widths in entries:
            claims[stem[:2]].append((key, shape, stem, tuple(widths)))
    return known, claims, old


def _look_at_renditions(claims, findings, mend, grace):
    """Compare folder by folder, so that a million files need little memory: {picture: lost}."""
    lost = defaultdict(set)
    for folder in sorted({*folders(default_storage), *claims} - {card.FOLDER}):
        have = {f"{folder}/{name}" for name in files(default_storage, folder)}
        known = set()
        for key, shape, stem, widths in claims[folder]:
            names = set(shapes.names_in(shape, stem, widths))
            known |= names
            if gone := names - have:
                lost[key] |= gone
                findings.lost_renditions += sorted(gone)
        findings.stray_renditions += _strays(default_storage, have - known, mend, grace)
    return lost


def _order_unmade(findings, mend):
    gone = set(findings.lost_originals)
    for image in Image.objects.usable().order_by("pk").iterator(chunk_size=500):
        if image.pk not in gone and shapes.missing(image):
            findings.unmade.append(image.pk)
            if mend:
                renditions.make_renditions.enqueue(image.pk)


def _look_at_cards(findings, mend):
    """Headlines drawn for shared links: of former words they go when letters' cuts do."""
    have = {f"{card.FOLDER}/{name}" for name in files(default_storage, card.FOLDER)}
    known = set()
    articles = Article.objects.exclude(derived__sharing__url=None).order_by("pk")
    rows = articles.values_list("pk", "derived__sharing__url")
    for key, address in rows.iterator(chunk_size=2000):
        if name := card.name_in(address):
            known.add(name)
            if name not in have:
                findings.lost_cards.append(key)
    findings.stray_cards = _strays(default_storage, have - known, mend, KEEP_OLD)
    if mend:
        for article in Article.objects.filter(pk__in=findings.lost_cards).iterator(chunk_size=500):
            article.rederive()
            finish.enqueue(article.pk)


def folders(storage):
    try:
        return storage.listdir("")[0]
    except FileNotFoundError:
        return []


def files(storage, folder):
    try:
        return storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


def _strays(storage, names, mend, grace):
    """Of files that no row knows, those that are not on their way into one."""
    strays = []
    for name in sorted(names):
        if storage.get_modified_time(name) > timezone.now() - grace:
            continue
        strays.append(name)
        if mend:
            storage.delete(name)
    return strays
