"""An article's text for other people's pages: plain HTML, without our classes and addresses."""

from collections.abc import Mapping

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from articles.html.embeds import PROVIDERS, embed_address
from articles.html.figures import Figure
from articles.html.page import Page, linked
from articles.html.parse import parse
from articles.html.rebase import absolute
from articles.html.tree import Block, Note, escape_attribute


def handed_on(html: str, figures: Mapping[int, Figure], base: str) -> SafeString:
    """The text with these pictures and no others; `base` is the article's own address."""
    return absolute(Plain(figures, {}, "", 2).page(parse(html)), base)


class Plain(Page):
    """As a page of ours shows it, less what only our own pages understand."""

    def block(self, block: Block) -> None:
        if block.tag != "aside":  # a pull quote says what the text says
            super().block(block)

    def heading(self, block: Block) -> None:
        self.out.append(f"<{block.tag}>{self.inline(block.inline)}</{block.tag}>\n")

    def table(self, table: Block) -> None:
        self.rows(table)
        self.out.append("\n")

    def picture(self, block: Block) -> None:
        figure = self.figures.get(block.image_id())
        if figure is None:
            return
        caption = self.inline(block.inline) or conditional_escape(figure.caption)
        told = " ".join(filter(None, [caption, conditional_escape(figure.credit)]))
        self.out.append(f"<figure>{figure.picture}<figcaption>{told}</figcaption></figure>\n")

    def embed(self, block: Block) -> None:
        provider, id = block.attrs["data-embed"], block.attrs["data-id"]
        title = block.attrs.get("data-title") or PROVIDERS[provider].label
        href = escape_attribute(embed_address(provider, id))
        self.out.append(f'<p><a href="{href}">{escape_attribute(title)}</a></p>\n')

    def card(self, block: Block) -> None:
        """Another article of ours is ours to point to."""

    def note(self, note: Note) -> str:
        self.notes.append(note.text)
        return f"<sup>{len(self.notes)}</sup>"

    def write_notes(self) -> None:
        items = "".join(f"<li>{linked(note)}</li>\n" for note in self.notes)
        self.out.append(f"<hr>\n<ol>\n{items}</ol>\n")
