"""A text as plain text in lines of one width, for the .txt edition and for mail."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urljoin

from articles.html.embeds import PROVIDERS, embed_address
from articles.html.figures import Figure, words_alone
from articles.html.parse import parse
from articles.html.reading import readable
from articles.html.tree import Block, Break, Inline, Note, holds_bare_text, table_sections


def plain(
    html: str,
    width: int = 72,
    *,
    base: str = "",
    figures: Mapping[int, Figure] | None = None,
) -> str:
    """The text as a letter would have it; addresses stand after their words, notes at the end."""
    writer = Letter(max(width, 20), base, figures or {})
    body = writer.blocks(parse(html), writer.width)
    notes = [
        writer.wrap(note, writer.width, f"[{number}] ")
        for number, note in enumerate(writer.notes, start=1)
    ]
    return "\n\n".join(filter(None, [body, *notes])) + "\n"


class Letter:
    """Writes blocks in order and keeps the notes for the end."""

    def __init__(self, width: int, base: str, figures: Mapping[int, Figure]):
        self.width = width
        self.base = base
        self.figures = figures
        self.notes: list[str] = []

    def blocks(self, blocks: Iterable[Block], width: int, gap: str = "\n\n") -> str:
        return gap.join(filter(None, (self.block(block, width) for block in blocks)))

    def block(self, block: Block, width: int) -> str:
        tag = block.tag
        if tag == "p":
            return self.wrap(self.line(block.inline), width)
        if tag in ("h2", "h3"):
            heading = self.wrap(self.line(block.inline).replace("\n", " "), width)
            longest = max(map(len, heading.split("\n")))
            return f"{heading}\n{('=' if tag == 'h2' else '-') * longest}"
        if tag in ("ul", "ol"):
            return self.items(block, width)
        if tag in ("blockquote", "aside"):
            return textwrap.indent(self.blocks(block.children, max(width - 4, 20)), "    ")
        if tag == "table":
            return self.table(block, width)
        return "* * *".center(width).rstrip() if tag == "hr" else self.figure(block, width)

    def items(self, block: Block, width: int) -> str:
        items = []
        for number, item in enumerate(block.children, start=1):
            mark = f"{number}. " if block.tag == "ol" else "- "
            gap = "\n" if holds_bare_text(item) else "\n\n"
            inside = self.blocks(item.children, max(width - len(mark), 20), gap)
            items.append(mark + textwrap.indent(inside, " " * len(mark)).lstrip())
        return "\n".join(items)

    def table(self, table: Block, width: int) -> str:
        """Columns side by side if they fit, else each row as lines of `heading: cell`."""
        sections = table_sections(table)
        rows = [
            [self.cell(cell) for cell in row.children] for _tag, rows in sections for row in rows
        ]
        columns = max(map(len, rows))
        rows = [row + [""] * (columns - len(row)) for row in rows]
        widths = [max(len(row[column]) for row in rows) for column in range(columns)]
        has_head = sections[0][0] == "thead" and len(rows) > 1
        if sum(widths) + 2 * (columns - 1) <= width:
            lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
            if has_head:
                lines.insert(1, "  ".join("-" * size for size in widths))
            return "\n".join(lines)
        head = rows[0] if has_head else [""] * columns
        told = [
            "\n".join(
                self.wrap(f"{name}: {cell}" if name else cell, width)
                for name, cell in zip(head, row, strict=True)
                if cell
            )
            for row in rows[has_head:]
        ]
        return "\n\n".join(filter(None, told))

    def cell(self, cell: Block) -> str:
        lines = (self.line(leaf.inline) for leaf in cell.leaves())
        return " ".join(" ".join(lines).split())

    def figure(self, block: Block, width: int) -> str:
        if block.is_embed():
            provider, id = block.attrs["data-embed"], block.attrs["data-id"]
            title = block.attrs.get("data-title") or PROVIDERS[provider].label
            return self.wrap(f"{title} <{embed_address(provider, id)}>", width)
        figure = self.figures.get(block.image_id() or 0, Figure(""))
        caption = self.line(block.inline) or words_alone(figure.caption)
        credit = words_alone(figure.credit)
        told = " ".join(filter(None, [caption, f"({credit})" if credit else ""]))
        return self.wrap(f"[{told}]", width) if told else ""

    def line(self, inline: Sequence[Inline]) -> str:
        """The runs of one block; a link's address follows its last run."""
        out: list[str] = []
        for index, item in enumerate(inline):
            if isinstance(item, Note):
                self.notes.append(item.text)
                out.append(f"[{len(self.notes)}]")
                continue
            out.append("\n" if isinstance(item, Break) else item.text)
            href = item.marks.href
            if href and _href(inline, index + 1) != href:
                address = urljoin(self.base, href) if self.base else href
                shown = out[-1].strip()
                if address.removeprefix("mailto:") != shown and not address.startswith("#"):
                    out.append(f" <{address}>")
        return readable("".join(out))

    def wrap(self, text: str, width: int, first: str = "") -> str:
        lines = text.split("\n")
        return "\n".join(
            textwrap.fill(
                line,
                width,
                initial_indent=first if number == 0 else " " * len(first),
                subsequent_indent=" " * len(first),
                break_long_words=False,
                break_on_hyphens=False,
            )
            for number, line in enumerate(lines)
        )


def _href(inline: Sequence[Inline], index: int) -> str:
    item = inline[index] if index < len(inline) else None
    return "" if item is None or isinstance(item, Note) else item.marks.href
