"""Reads the demo's prose: a header of “key: value” lines, a blank line, then Markdown."""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

PROSE = Path(__file__).parent / "prose"
PICTURE = re.compile(r"^!\[\[([a-z-]+)\|(.+)\]\]$", re.MULTILINE)
# A pull quote is written as a quotation inside a quotation.
PULL_QUOTE = re.compile(r"<blockquote>\s*<blockquote>(.*?)</blockquote>\s*</blockquote>", re.DOTALL)


@dataclass(frozen=True)
class Manuscript:
    header: dict
    corrections: list
    body: str

    def get(self, key, default=""):
        return self.header.get(key, default)

    def names(self, key):
        """A comma-separated line as a list."""
        return [name.strip() for name in self.get(key).split(",") if name.strip()]


def read_all(folder):
    """Every manuscript of a folder, in the order of their names."""
    return [read(path) for path in sorted((PROSE / folder).glob("*.md"))]


def read(path):
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    pairs = _pairs(head)
    corrections = [
        tuple(part.strip() for part in value.split("|", 1))
        for key, value in pairs
        if key == "correction"
    ]
    return Manuscript(dict(pairs), corrections, body)


def read_blocks(name):
    """The blocks of a text file such as authors.txt, as dictionaries."""
    text = (PROSE / name).read_text(encoding="utf-8")
    return [dict(_pairs(block)) for block in text.strip().split("\n\n")]


def _pairs(lines):
    pairs = []
    for line in lines.strip().splitlines():
        key, _, value = line.partition(":")
        pairs.append((key.strip(), value.strip()))
    return pairs


def to_html(markdown, picture_ids):
    """The body as the editor would store it; picture_ids says which row a key became."""

    def figure(match):
        key, caption = match.groups()
        return (
            f'\n<figure><img data-file="{picture_ids[key]}" alt="">'
            f"<figcaption>{escape(caption)}</figcaption></figure>\n"
        )

    writer, env = _writer(), {}
    tokens = writer.parse(PICTURE.sub(figure, markdown), env)
    # The notes stand in the text itself; the list at the end is made when the text is drawn.
    kinds = [token.type for token in tokens]
    if "footnote_block_open" in kinds:
        del tokens[kinds.index("footnote_block_open") :]
    html = writer.renderer.render(tokens, writer.options, env)
    return PULL_QUOTE.sub(r"<aside>\1</aside>", html)


def _writer():
    writer = MarkdownIt("commonmark", {"html": True, "typographer": False})
    writer.enable("table").use(footnote_plugin, inline=True)
    writer.add_render_rule("footnote_ref", _footnote)
    return writer


def _footnote(renderer, tokens, index, options, env):
    note = env["footnotes"]["list"][tokens[index].meta["id"]]
    text = "".join(child.content for child in note["tokens"] if child.content)
    return f'<span data-footnote="{escape(text, quote=True)}"></span>'
