"""A text as blocks of marked runs, and its one canonical spelling in HTML."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064]")
# Orders to turn every letter that follows around, which no writer means.
UNTURNED = str.maketrans("", "", "\u202d\u202e")


class Marks(NamedTuple):
    """What is said of a run of text; one spelling each, so order and nesting cannot differ."""

    href: str = ""
    strong: bool = False
    em: bool = False
    script: str = ""  # sub or sup

    def tags(self) -> Iterator[str]:
        """The start tags, outermost first."""
        if self.href:
            yield f'<a href="{escape_attribute(self.href)}">'
        if self.strong:
            yield "<strong>"
        if self.em:
            yield "<em>"
        if self.script:
            yield f"<{self.script}>"


PLAIN = Marks()


class Text(NamedTuple):
    text: str
    marks: Marks = PLAIN


class Break(NamedTuple):
    marks: Marks = PLAIN


class Note(NamedTuple):
    """A footnote, standing where its number will."""

    text: str


Inline = Text | Break | Note


@dataclass(slots=True)
class Block:
    """A paragraph-like block holds `inline`; every other one holds `children`."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Block"] = field(default_factory=list)
    inline: list[Inline] = field(default_factory=list)

    def is_embed(self) -> bool:
        return "data-embed" in self.attrs

    def is_card(self) -> bool:
        return "data-article" in self.attrs

    def image_id(self) -> int | None:
        file = self.attrs.get("data-file")
        return int(file) if file else None

    def leaves(self) -> Iterator["Block"]:
        """Every block with text of its own, in reading order."""
        if self.inline:
            yield self
        for child in self.children:
            yield from child.leaves()

    def plain_text(self) -> str:
        """The words of this block alone, a break as a space."""
        return "".join(
            item.text if isinstance(item, Text) else " " if isinstance(item, Break) else ""
            for item in self.inline
        )


def escape(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


def escape_attribute(value: str) -> str:
    return escape(value).replace('"', "&quot;")


def serialise(blocks: Iterable[Block]) -> str:
    """The canonical HTML of these blocks: what is stored."""
    out: list[str] = []
    for block in blocks:
        _write(block, out)
    return "".join(out)


def _write(block: Block, out: list[str]) -> None:
    if block.tag == "figure":
        out.append(_figure(block))
        return
    attrs = "".join(f' {key}="{escape_attribute(value)}"' for key, value in block.attrs.items())
    out.append(f"<{block.tag}{attrs}>")
    if block.tag == "hr":
        return
    if block.tag == "table":
        _write_rows(block, out)
    elif holds_bare_text(block):
        out.append(inline_html(block.children[0].inline))
        for child in block.children[1:]:
            _write(child, out)
    else:
        out.append(inline_html(block.inline))
        for child in block.children:
            _write(child, out)
    out.append(f"</{block.tag}>")


def holds_bare_text(block: Block) -> bool:
    """Whether an item or cell is one paragraph, perhaps with a list under it: it needs no <p>."""
    if block.tag not in ("li", "td", "th") or not block.children:
        return False
    return [child.tag for child in block.children].count("p") == 1 and block.children[0].tag == "p"


def table_sections(table: Block) -> list[tuple[str, list[Block]]]:
    """Its rows as thead and tbody: rows of nothing but header cells at the top are the head."""
    head = 0
    for row in table.children:
        if any(cell.tag != "th" for cell in row.children):
            break
        head += 1
    sections = [("thead", table.children[:head]), ("tbody", table.children[head:])]
    return [section for section in sections if section[1]]


def _write_rows(table: Block, out: list[str]) -> None:
    for tag, rows in table_sections(table):
        out.append(f"<{tag}>")
        for row in rows:
            _write(row, out)
        out.append(f"</{tag}>")


def _figure(block: Block) -> str:
    """An embed, an article card, or a picture of the library with its caption for this place."""
    attrs = dict(block.attrs)
    picture = ""
    if "data-file" in attrs:
        file, alt = attrs.pop("data-file"), attrs.pop("alt", "")
        picture = f'<img data-file="{escape_attribute(file)}" alt="{escape_attribute(alt)}">'
        if block.inline:
            picture += f"<figcaption>{inline_html(block.inline)}</figcaption>"
    written = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attrs.items())
    return f"<figure{written}>{picture}</figure>"


def inline_html(inline: Iterable[Inline]) -> str:
    """Marked runs as HTML, each mark opened once for as long as it lasts."""
    out: list[str] = []
    opened: list[str] = []
    for item in inline:
        wanted = [] if isinstance(item, Note) else list(item.marks.tags())
        switch_marks(opened, wanted, out)
        if isinstance(item, Text):
            out.append(escape(item.text))
        elif isinstance(item, Break):
            out.append("<br>")
        else:
            out.append(f'<span data-footnote="{escape_attribute(item.text)}"></span>')
    switch_marks(opened, [], out)
    return "".join(out)


def switch_marks(opened: list[str], wanted: list[str], out: list[str]) -> None:
    """Close and open so that exactly the wanted tags are open; `opened` is kept up to date."""
    common = 0
    while common < min(len(opened), len(wanted)) and opened[common] == wanted[common]:
        common += 1
    while len(opened) > common:
        out.append(f"</{re.match(r'<([a-z]+)', opened.pop())[1]}>")
    for tag in wanted[common:]:
        opened.append(tag)
        out.append(tag)
