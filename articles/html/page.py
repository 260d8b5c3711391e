"""What a reader's page shows of a text: figures, numbered notes, headings with addresses."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.html.addresses import safe_address
from articles.html.embeds import PROVIDERS, embed_address, embed_frame
from articles.html.figures import Card, Figure
from articles.html.parse import parse
from articles.html.reading import readable, words_of
from articles.html.tree import (
    Block,
    Inline,
    Note,
    Text,
    escape_attribute,
    holds_bare_text,
    switch_marks,
    table_sections,
)

TEASER_PARAGRAPHS = 2

_WEB_ADDRESS = re.compile(r"(https?://[^\s<>\"“”]*[^\s<>\"“”.,:;!?'’)\]])")


@dataclass(frozen=True, slots=True)
class Body:
    """A text as readers get it; `teaser` and `rest` are the whole, each part once."""

    html: SafeString
    teaser: SafeString
    rest: SafeString
    words: int
    toc: list[dict]
    footnotes: int


def render(
    html: str,
    figures: Mapping[int, Figure],
    articles: Mapping[int, Card] | None = None,
    *,
    prefix: str = "",
    level: int = 2,
) -> Body:
    """The text for readers; ids begin with `prefix`, headings at `level`.

    Teaser and rest stand on other articles' pages, under a heading and a headline: two lower.
    """
    blocks = parse(html)
    teaser, rest = divide(blocks)
    sources = (figures, articles or {}, prefix)
    whole = Page(*sources, level)
    opening = Page(*sources, level + 2, bare=True)
    # Numbers are those of the whole: a note has one number wherever it is read.
    closing = Page(*sources, level + 2, first_note=1 + sum(count_notes(block) for block in teaser))
    for block in teaser:
        if block.tag in ("h2", "h3"):
            closing.heading_id(readable(block.plain_text()))
    return Body(
        html=whole.page(blocks),
        teaser=opening.page(teaser),
        rest=closing.page(rest),
        words=words_of(blocks),
        toc=whole.toc,
        footnotes=len(whole.notes),
    )


def safe(html: str) -> SafeString:
    """A small field (a bio, a description) cleaned again and ready to show, words only."""
    return Page({}, {}, "", 2, bare=True).page(parse(html))


def divide(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The first two paragraphs, with headings between, and what is left."""
    teaser: list[Block] = []
    rest: list[Block] = []
    found = 0
    for block in blocks:
        told = block.tag in ("p", "ul", "ol", "blockquote", "h2", "h3")
        if told and found < TEASER_PARAGRAPHS:
            teaser.append(block)
            found += block.tag not in ("h2", "h3")
        else:
            rest.append(block)
    return teaser, rest


def count_notes(block: Block) -> int:
    return sum(isinstance(item, Note) for leaf in block.leaves() for item in leaf.inline)


class Page:
    """Writes blocks in order and remembers what must be numbered or unique."""

    def __init__(self, figures, articles, prefix, level, *, bare=False, first_note=1):
        self.figures = figures
        self.articles = articles
        self.prefix = prefix
        self.level = level
        self.bare = bare
        self.first_note = first_note
        self.notes: list[str] = []
        self.toc: list[dict] = []
        self.ids: dict[str, int] = {}
        self.tables = 0
        self.out: list[str] = []

    def page(self, blocks: Iterable[Block]) -> SafeString:
        for block in blocks:
            self.block(block)
        if self.notes:
            self.write_notes()
        return mark_safe("".join(self.out))  # noqa: S308 - made from our own tree, all escaped

    def block(self, block: Block) -> None:
        tag = block.tag
        if tag in ("h2", "h3"):
            self.heading(block)
        elif tag == "figure":
            self.figure(block)
        elif tag == "table":
            self.table(block)
        elif tag == "aside":
            if not self.bare:
                self.wrap('<aside class="pull-quote" role="doc-pullquote">', block, "</aside>\n")
        elif tag == "hr":
            self.out.append("<hr>\n")
        elif tag == "p":
            self.out.append(f"<p>{self.inline(block.inline)}</p>\n")
        else:
            self.wrap(f"<{tag}>", block, f"</{tag}>\n")

    def wrap(self, start: str, block: Block, end: str) -> None:
        self.out.append(start)
        children = block.children
        if holds_bare_text(block):
            self.out.append(self.inline(children[0].inline))
            children = children[1:]
        for child in children:
            self.block(child)
        self.out.append(end)

    def heading(self, block: Block) -> None:
        tag = f"h{min(self.level + (block.tag == 'h3'), 6)}"
        words = readable(block.plain_text())
        id = "" if self.bare else self.heading_id(words)
        if id:
            self.toc.append({"level": int(block.tag[1]), "id": id, "text": words})
            id = f' id="{id}"'
        self.out.append(f"<{tag}{id}>{self.inline(block.inline)}</{tag}>\n")

    def heading_id(self, words: str) -> str:
        """An address that stays while the heading does; `h-` keeps it off the page's own ids."""
        slug = slugify(words, allow_unicode=True)[:60].strip("-_") or "part"
        id = f"{self.prefix}h-{slug}"
        while id in self.ids:
            self.ids[id] += 1
            id = f"{self.prefix}h-{slug}-{self.ids[id]}"
        self.ids[id] = 1
        return id

    def table(self, table: Block) -> None:
        self.tables += 1
        label = escape_attribute(_("Table %(number)d") % {"number": self.tables})
        self.out.append(f'<section class="table-scroll" aria-label="{label}" tabindex="0">')
        self.rows(table)
        self.out.append("</section>\n")

    def rows(self, table: Block) -> None:
        self.out.append("<table>")
        for tag, rows in table_sections(table):
            self.out.append(f"<{tag}>")
            for row in rows:
                self.out.append("<tr>")
                for number, cell in enumerate(row.children):
                    self.cell(cell, tag, first=number == 0)
                self.out.append("</tr>")
            self.out.append(f"</{tag}>\n")
        self.out.append("</table>")

    def cell(self, cell: Block, section: str, *, first: bool) -> None:
        attrs = "".join(f' {key}="{escape_attribute(value)}"' for key, value in cell.attrs.items())
        if cell.tag == "th":
            if section == "thead":
                attrs += ' scope="col"'
            elif first:
                attrs += ' scope="row"'
        self.wrap(f"<{cell.tag}{attrs}>", cell, f"</{cell.tag}>")

    # Figures

    def figure(self, block: Block) -> None:
        if self.bare:
            return
        if block.is_embed():
            self.embed(block)
        elif block.is_card():
            self.card(block)
        else:
            self.picture(block)

    def picture(self, block: Block) -> None:
        figure = self.figures.get(block.image_id())
        if figure is None:
            return
        size = block.attrs.get("data-size")
        caption = self.inline(block.inline) or conditional_escape(figure.caption)
        credit = credit_of(figure.credit)
        parts = []
        if caption:
            parts.append(f'<span class="caption">{caption}</span>')
        if credit:
            parts.append(f'<span class="credit">{credit}</span>')
        self.out.append(f'<figure class="figure{f" figure--{size}" if size else ""}">')
        drawn = figure.wide if size == "wide" and figure.wide else figure.picture
        self.out.append(conditional_escape(drawn))
        if parts:
            self.out.append(f"<figcaption>{' '.join(parts)}</figcaption>")
        self.out.append("</figure>\n")

    def embed(self, block: Block) -> None:
        """A link that looks like a card: nothing is asked of anyone until a reader follows it."""
        provider, id = block.attrs["data-embed"], block.attrs["data-id"]
        label = PROVIDERS[provider].label
        title = block.attrs.get("data-title") or _("Post on %(site)s") % {"site": label}
        href = escape_attribute(embed_address(provider, id))
        frame = escape_attribute(embed_frame(provider, id))
        promise = _("Nothing is fetched from %(site)s before you click.") % {"site": label}
        self.out.append(
            f'<figure class="embed-card"><a class="embed embed--{provider}" href="{href}" '
            f'data-frame="{frame}" rel="noopener">'
            f'<span class="embed__title">{escape_attribute(title)}</span> '
            f'<span class="embed__source">{label}</span> '
            f'<span class="embed__promise">{escape_attribute(promise)}</span></a></figure>\n'
        )

    def card(self, block: Block) -> None:
        number = int(block.attrs["data-article"])
        card = self.articles.get(number)
        if card is None:
            # Which articles may be shown is decided when a page is read: place_cards() fills this.
            if not self.bare:
                self.out.append(f'<div class="article-card" data-article="{number}"></div>\n')
            return
        self.out.append(card_markup(card))

    # Text

    def inline(self, inline: Iterable[Inline]) -> str:
        out: list[str] = []
        opened: list[str] = []
        for item in inline:
            if isinstance(item, Note):
                switch_marks(opened, [], out)
                out.append(self.note(item))
                continue
            switch_marks(opened, [reader_tag(tag) for tag in item.marks.tags()], out)
            out.append(escape_attribute(item.text) if isinstance(item, Text) else "<br>")
        switch_marks(opened, [], out)
        return "".join(out)

    def note(self, note: Note) -> str:
        if self.bare:
            return ""
        number = self.first_note + len(self.notes)
        self.notes.append(note.text)
        label = escape_attribute(_("Note %(number)d") % {"number": number})
        return (
            f'<sup class="note-ref" data-note="{number}"><a href="#{self.prefix}fn-{number}" '
            f'id="{self.prefix}fnref-{number}" role="doc-noteref" aria-label="{label}">'
            f"{number}</a></sup>"
        )

    def write_notes(self) -> None:
        start = f' start="{self.first_note}"' if self.first_note > 1 else ""
        label = escape_attribute(_("Notes"))
        self.out.append(
            f'<section class="footnotes" role="doc-endnotes" aria-label="{label}"><ol{start}>\n'
        )
        for number, text in enumerate(self.notes, start=self.first_note):
            back = escape_attribute(_("Back to note %(number)d in the text") % {"number": number})
            self.out.append(
                f'<li id="{self.prefix}fn-{number}" data-note="{number}">{linked(text)} '
                f'<a href="#{self.prefix}fnref-{number}" class="note-back" role="doc-backlink" '
                f'aria-label="{back}">↩</a></li>\n'
            )
        self.out.append("</ol></section>\n")


def linked(note: str) -> str:
    """A note's words with the addresses in them made links: notes are mostly sources."""
    out = []
    for index, part in enumerate(_WEB_ADDRESS.split(note)):
        href = safe_address(part) if index % 2 else None
        words = escape_attribute(part)
        start = f'<a href="{escape_attribute(href)}" rel="noopener">' if href else ""
        out.append(f"{start}{words}</a>" if href else words)
    return "".join(out)


def credit_of(credit: str) -> str:
    """The credit as every picture shows it: nobody types the words before it."""
    return _("Picture: %(credit)s") % {"credit": conditional_escape(credit)} if credit else ""


def reader_tag(tag: str) -> str:
    """A mark's start tag as readers get it: a page that a link leads away to cannot reach back."""
    if tag.startswith(('<a href="http:', '<a href="https:')):
        return tag[:-1] + ' rel="noopener">'
    return tag


def card_markup(card: Card) -> str:
    """Another article as it stands in a text."""
    parts = [conditional_escape(card.picture)] if card.picture else []
    if card.kicker:
        parts.append(f'<span class="article-card__kicker">{conditional_escape(card.kicker)}</span>')
    parts.append(
        f'<a class="article-card__headline" href="{conditional_escape(card.url)}">'
        f"{conditional_escape(card.headline)}</a>"
    )
    if card.dek:
        parts.append(f'<span class="article-card__dek">{conditional_escape(card.dek)}</span>')
    return f'<div class="article-card">{" ".join(parts)}</div>\n'
