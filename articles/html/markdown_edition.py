"""A text as CommonMark with tables and footnotes, for the .md edition."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from urllib.parse import urljoin

from articles.html.embeds import PROVIDERS, embed_address
from articles.html.figures import Figure, words_alone
from articles.html.parse import parse
from articles.html.tree import Block, Break, Inline, Note, Text, holds_bare_text, table_sections

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=[#\w])|!\Z")
_LINE_START = re.compile(r"(?m)^(?:([-+=#:])|(\d{1,9})([.)]))")
_CLOSING_MARKS = re.compile(r"(?<= )#(?=#*\Z)")
BACKSLASHED = r"\\\g<0>"
_NOTE = "[^]"
_LEVELS = ("href", "strong", "em", "script")


def markdown(html: str, *, base: str = "", figures: Mapping[int, Figure] | None = None) -> str:
    """The text in Markdown; links are made absolute on `base`, a picture is caption and credit."""
    writer = Writer(base, figures or {})
    body = writer.blocks(parse(html))
    notes = [f"[^{number}]: {quoted(note)}" for number, note in enumerate(writer.notes, start=1)]
    return "\n\n".join(filter(None, [body, *notes])) + "\n"


class Writer:
    """Writes blocks in order and keeps the notes for the end."""

    def __init__(self, base: str, figures: Mapping[int, Figure]):
        self.base = base
        self.figures = figures
        self.notes: list[str] = []

    def blocks(self, blocks: Iterable[Block], gap: str = "\n\n") -> str:
        written: list[str] = []
        before = ""
        for block in blocks:
            if block.tag in ("ul", "ol") and block.tag == before:
                written.append("<!-- -->")  # else two lists in a row would be one
            written.append(self.block(block))
            before = block.tag
        return gap.join(filter(None, written))

    def block(self, block: Block) -> str:
        if block.tag in ("h2", "h3"):
            marks = "#" * int(block.tag[1])
            words = self.line(block.inline).replace("\\\n", " ")
            return f"{marks} {_CLOSING_MARKS.sub(BACKSLASHED, words)}"
        if block.tag == "p":
            return self.line(block.inline)
        if block.tag in ("ul", "ol"):
            return self.items(block)
        if block.tag in ("blockquote", "aside"):
            return indent(self.blocks(block.children), "> ", "> ")
        if block.tag == "table":
            return self.table(block)
        return "* * *" if block.tag == "hr" else self.figure(block)

    def items(self, block: Block) -> str:
        items = []
        for number, item in enumerate(block.children, start=1):
            mark = f"{number}. " if block.tag == "ol" else "- "
            gap = "\n" if holds_bare_text(item) else "\n\n"
            items.append(indent(self.blocks(item.children, gap), mark, " " * len(mark)))
        is_tight = all(map(holds_bare_text, block.children))
        return ("\n" if is_tight else "\n\n").join(items)

    def table(self, table: Block) -> str:
        rows = [(tag, row) for tag, rows in table_sections(table) for row in rows]
        lines = [self.row(row) for _tag, row in rows]
        width = max(len(line) for line in lines)
        lines = [line + [""] * (width - len(line)) for line in lines]
        if rows[0][0] != "thead":
            lines.insert(0, [""] * width)
        lines.insert(1, ["---"] * width)
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def row(self, row: Block) -> list[str]:
        """Its cells; one that spans columns leaves the others empty."""
        cells: list[str] = []
        for cell in row.children:
            lines = [self.line(leaf.inline) for leaf in cell.leaves()]
            cells.append("<br>".join(lines).replace("\\\n", "<br>"))
            cells += [""] * (int(cell.attrs.get("colspan", 1)) - 1)
        return cells

    def figure(self, block: Block) -> str:
        if block.is_embed():
            provider, id = block.attrs["data-embed"], block.attrs["data-id"]
            title = block.attrs.get("data-title") or PROVIDERS[provider].label
            return f"[{quoted(title)}]({self.target(embed_address(provider, id))})"
        figure = self.figures.get(block.image_id() or 0, Figure(""))
        caption = self.line(block.inline) or quoted(words_alone(figure.caption))
        credit = quoted(words_alone(figure.credit))
        return " ".join(filter(None, [caption, f"({credit})" if credit else ""]))

    # Runs

    def line(self, inline: Sequence[Inline]) -> str:
        """The runs of one block."""
        edges = [" ", *(_edge(item) for item in inline), " "]
        written = self.span(list(enumerate(inline, start=1)), edges, 0)
        return _LINE_START.sub(_quiet, written)

    def span(self, items: list[tuple[int, Inline]], edges: list[str], level: int) -> str:
        """Runs that share their outer marks, grouped by the next one."""
        if level == len(_LEVELS):
            return "".join(self.item(item, edges[index - 1]) for index, item in items)
        out = []
        for value, group in groupby(items, lambda pair: _mark(pair[1], _LEVELS[level])):
            members = list(group)
            inner = self.span(members, edges, level + 1)
            if value:
                outside = edges[members[0][0] - 1][-1] + edges[members[-1][0] + 1][0]
                inner = self.marked(inner, _LEVELS[level], value, outside)
            out.append(inner)
        return "".join(out)

    def item(self, item: Inline, before: str) -> str:
        if isinstance(item, Note):
            self.notes.append(item.text)
            return f"[^{len(self.notes)}]"
        if isinstance(item, Break):
            return "\\\n"
        # After a note, these would make it a link or a definition.
        after_note = before == _NOTE and item.text[0] in "(:"
        return "\\" * after_note + quoted(item.text)

    def marked(self, inner: str, mark: str, value: str, outside: str) -> str:
        """Marked text; in tags where asterisks between letters would not be understood."""
        words = inner.strip()
        if not words:
            return inner
        if mark == "href":
            marked = f"[{words}]({self.target(value)})"
        elif mark == "script":
            marked = f"<{value}>{words}</{value}>"
        elif all(map(_is_edge, outside)) and "\n" not in inner:
            sign = "**" if mark == "strong" else "_"
            marked = f"{sign}{words}{sign}"
        else:
            marked = f"<{mark}>{words}</{mark}>"
        before = inner[: len(inner) - len(inner.lstrip())]
        return f"{before}{marked}{inner[len(inner.rstrip()) :]}"

    def target(self, href: str) -> str:
        address = urljoin(self.base, href) if self.base else href
        address = re.sub(r"&(?=[#\w])|[*_\\]", BACKSLASHED, address)
        return f"<{address}>" if re.search(r"[()\s]", address) else address


def quoted(text: str) -> str:
    """Text with nothing in it that Markdown would read as a sign."""
    return _SPECIAL.sub(BACKSLASHED, text)


def indent(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        ((first if number == 0 else rest) + line).rstrip() for number, line in enumerate(lines)
    )


def _quiet(match: re.Match) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _mark(item: Inline, name: str) -> str | bool:
    return "" if isinstance(item, Note) else getattr(item.marks, name)


def _edge(item: Inline) -> str:
    """What a neighbour sees of it."""
    return item.text if isinstance(item, Text) else _NOTE if isinstance(item, Note) else " "


def _is_edge(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter).startswith("P")
