"""How to cite an article: Chicago, APA, BibTeX, RIS."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.structured import absolute

# In front of a family name, and part of it.
PARTICLES = {"al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "la", "le", "ten"}
PARTICLES |= {"ter", "van", "von", "zu", "zum", "zur", "y", "el", "ibn", "af", "av"}
BIBTEX = {sign: f"\\{sign}" for sign in "&%$#_{}"}
BIBTEX |= {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True)
class Citation:
    # Pairs of given and family name; a single name is a family name.
    authors: tuple
    title: str
    magazine: str
    at: datetime
    address: str
    slug: str

    @property
    def day(self):
        return f"{self.at:%B} {self.at.day}, {self.at.year}"

    @property
    def chicago(self):
        """In three parts: before the magazine's name, the name (in italics), after it."""
        names = [_turned(*self.authors[0])] if self.authors else []
        names += [_straight(*author) for author in self.authors[1:]]
        names = [*names[:7], "et al."] if len(names) > 10 else names
        told = f"{_ended(_joined(names))} " if names else ""
        return f"{told}“{_ended(self.title)}” ", self.magazine, f", {self.day}. {self.address}."

    @property
    def apa(self):
        """In three parts, as Chicago's."""
        names = [_initialled(*author) for author in self.authors]
        listed = _joined(names, "&") if names else self.magazine
        day = f"{self.at.year}, {self.at:%B} {self.at.day}"
        return (
            f"{_ended(listed)} ({day}). {_ended(self.title)} ",
            self.magazine,
            f". {self.address}",
        )


def citation(article, frame):
    """All that a reference needs; a retracted article says so in its title."""
    derived = article.derived
    retracted = any(row["kind"] == "retraction" for row in derived.get("corrections", []))
    return Citation(
        authors=tuple(_parted(byline["name"]) for byline in derived.get("bylines", [])),
        title=_("Retracted: %(title)s") % {"title": article.title} if retracted else article.title,
        magazine=frame["name"],
        at=timezone.localtime(article.first_published_at),
        address=absolute(article.get_absolute_url()),
        slug=article.slug,
    )


def _parted(name):
    words = name.split()
    cut = max(len(words) - 1, 0)
    while cut > 1 and words[cut - 1].lower() in PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _turned(given, family):
    return f"{family}, {given}" if given else family


def _straight(given, family):
    return f"{given} {family}".strip()


def _initialled(given, family):
    initials = " ".join(
        "-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split()
    )
    return f"{family}, {initials}" if initials else family


def _joined(names, last="and"):
    if len(names) < 2:
        return "".join(names)
    if names[-1] == "et al.":
        return ", ".join(names)
    return f"{', '.join(names[:-1])}, {last} {names[-1]}"


def _ended(text):
    """With a full stop, unless it ends with a mark of its own."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def bibtex(told):
    family = told.authors[0][1] if told.authors else told.magazine
    key = re.sub(r"[^a-z0-9]", "", family.lower()) or "article"
    fields = {
        "author": " and ".join(_bibtex(_turned(*author)) for author in told.authors),
        "title": f"{{{_bibtex(told.title)}}}",
        "journal": _bibtex(told.magazine),
        "year": str(told.at.year),
        "month": f"{told.at:%b}".lower(),
        "day": str(told.at.day),
        "url": told.address,
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@article{{{key}{told.at.year}{told.slug.split('-')[0]},", *lines, "}", ""])


def _bibtex(text):
    return "".join(BIBTEX.get(sign, sign) for sign in " ".join(text.split()))


def ris(told):
    lines = [
        ("TY", "MGZN"),
        *(("AU", _turned(*author)) for author in told.authors),
        ("TI", told.title),
        ("T2", told.magazine),
        ("PY", str(told.at.year)),
        ("DA", f"{told.at:%Y/%m/%d}"),
        ("UR", told.address),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)
