"""What a rule looks at: a text as it is typed or stands, with all that it names."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from django.db.models import Exists, OuterRef

from articles.desk.preflight.addresses import living, own_path
from articles.models import Article, Author, HouseRule, Image, Section, Tag, TaggedArticle

# The text is in its one canonical spelling, so patterns read it reliably and fast.
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
FIGURE = re.compile(
    r'<figure[^>]*><img data-file="(\d+)" alt="([^"]*)">(?:<figcaption>(.*?)</figcaption>)?',
    re.DOTALL,
)
CARD = re.compile(r'data-article="(\d+)"')
NOTE = re.compile(r'data-footnote="([^"]*)"')
HEADING = re.compile(r"<h([23])>")
MARKUP = re.compile(r"<[^>]*>")
BLOCK_END = re.compile(r"</(?:p|h2|h3|li|td|th|figcaption|blockquote|aside)>|<br>")


def words(markup):
    """The words alone, for looking through."""
    text = MARKUP.sub("", BLOCK_END.sub("\n", markup))
    return unescape(text) if "&" in text else text


@dataclass
class Shown:
    """A picture in its place: what stands there goes before what the library says."""

    image: Image
    alt: str = ""
    caption: str = ""
    field: str = "body"

    @property
    def name(self):
        return str(self.image)

    @property
    def has_alt(self):
        return bool(self.image.is_decorative or self.alt.strip() or self.image.alt.strip())


@dataclass
class Draft:
    """A text to be checked."""

    content: dict
    article: Article | None = None
    # The tags that it bears already, and so counts among their uses.
    saved_tags: list = field(default_factory=list)
    room: "Room" = field(default=None, repr=False)

    def __getattr__(self, name):
        """A field of the content: draft.title, draft.dek …"""
        if name.startswith("_") or name not in self.__dict__.get("content", {}):
            raise AttributeError(name)
        return self.content[name] or ""

    @property
    def pk(self):
        return self.content.get("pk")

    @cached_property
    def section(self):
        return self.room.sections.get(self.content.get("section"))

    @property
    def is_short(self):
        """True where neither dek nor picture is expected."""
        return self.section is not None and self.section.is_short_posts

    @cached_property
    def links(self):
        """(address, words) of each link."""
        return [(unescape(href), words(label)) for href, label in LINK.findall(self.body)]

    @cached_property
    def paths(self):
        """The addresses of our own that it links to."""
        paths = (own_path(href) for href, _ in self.links)
        return list(dict.fromkeys(path for path in paths if path))

    @cached_property
    def headings(self):
        """The levels of its headings, in order."""
        return HEADING.findall(self.body)

    @cached_property
    def cards(self):
        """The articles that stand in the text."""
        return list(dict.fromkeys(int(pk) for pk in CARD.findall(self.body)))

    @cached_property
    def figures(self):
        return [(int(pk), unescape(alt), caption) for pk, alt, caption in FIGURE.findall(self.body)]

    @cached_property
    def image_keys(self):
        return {self.content.get("lead_image"), *(pk for pk, _, _ in self.figures)} - {None}

    @cached_property
    def pictures(self):
        """Each picture in its place, the lead first."""
        lead = self.room.images.get(self.content.get("lead_image"))
        shown = [Shown(lead, caption=self.lead_caption, field="lead_image")] if lead else []
        for pk, alt, caption in self.figures:
            if pk in self.room.images:
                shown.append(Shown(self.room.images[pk], alt, words(caption)))
        return shown

    @cached_property
    def texts(self):
        """(what it is, its words) of everything that readers read."""
        notes = "\n".join(unescape(note) for note in NOTE.findall(self.body))
        named = {
            "headline": self.title,
            "short headline": self.short_headline,
            "dek": self.dek,
            "text": words(self.body),
            "notes": notes,
            "caption": self.lead_caption,
            "disclosure line": self.disclosure,
        }
        return [(name, text) for name, text in named.items() if text]


class HouseStyle:
    """The rules of the house in two patterns: a text is read twice, however many there are."""

    def __init__(self, rules):
        # A rule with a capital is about capitals.
        exact = {rule.wrong: rule for rule in rules if rule.wrong != rule.wrong.lower()}
        loose = {rule.wrong: rule for rule in rules if rule.wrong not in exact}
        self.patterns = [
            (re.compile(_any_of(named), flags), named)
            for named, flags in ((exact, 0), (loose, re.IGNORECASE))
            if named
        ]

    def broken_in(self, text):
        """The rules that the text breaks, each once."""
        broken = {}
        for pattern, named in self.patterns:
            for match in pattern.finditer(text):
                said = " ".join(match[0].split())
                rule = named.get(said) or named.get(said.lower())
                broken[rule.pk] = rule
        return broken.values()


def _any_of(phrases):
    longest_first = sorted(phrases, key=len, reverse=True)
    parts = (r"\s+".join(re.escape(word) for word in phrase.split()) for phrase in longest_first)
    return rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"


class Room:
    """All that some drafts name, fetched at once: as few questions for a thousand as for one."""

    def __init__(self, drafts):
        contents = [draft.content for draft in drafts]
        self.sections = Section.objects.in_bulk()
        keys = set().union(*(draft.image_keys for draft in drafts))
        self.images = Image.objects.with_credits().defer("metadata_sources").in_bulk(keys)
        self.authors = set(self._keys(Author, "bylines", contents))
        self.tag_uses = self._tag_uses(contents)
        self.living = living({path for draft in drafts for path in draft.paths})
        self.cards = set(self._cards({pk for draft in drafts for pk in draft.cards}))
        self.house = HouseStyle(HouseRule.objects.all())
        for draft in drafts:
            draft.room = self

    def _keys(self, model, name, contents):
        keys = {pk for content in contents for pk in content.get(name) or []}
        return model.objects.filter(pk__in=keys).values_list("pk", flat=True) if keys else []

    def _tag_uses(self, contents):
        """How many articles bear each tag, by its name in small letters: 0, 1, or 2 for many."""
        names = {name for content in contents for name in content.get("tags") or []}
        if not names:
            return {}
        bearing = TaggedArticle.objects.filter(tag=OuterRef("pk")).order_by()
        tags = Tag.objects.filter(name__in=names).annotate(
            is_borne=Exists(bearing), is_shared=Exists(bearing[1:])
        )
        return {tag.name.casefold(): tag.is_borne + tag.is_shared for tag in tags}

    def _cards(self, keys):
        visible = Article.objects.published() | Article.objects.scheduled()
        return visible.filter(pk__in=keys).values_list("pk", flat=True) if keys else []
