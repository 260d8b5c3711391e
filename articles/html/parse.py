"""Build the blocks of a text from any HTML whatever: what is not allowed has no place to go."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.html.addresses import safe_address
from articles.html.embeds import is_embed
from articles.html.runs import SPACES, squeeze, tidy
from articles.html.tokens import Characters, End, Start, Token, tokens
from articles.html.tree import PLAIN, Block, Break, Inline, Marks, Note, Text

DEEPEST = 16
# No paragraph is that long; what seems to be is cut, for nh3 is quadratic in one run of text.
LONGEST_LEAF = 50_000
LONGEST_NOTE = 10_000
LONGEST_LABEL = 1_000
SIZES = frozenset({"wide"})

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
# They end a paragraph and are otherwise nothing.
BOUNDARIES = frozenset(
    {
        *("address", "article", "body", "caption", "center", "dd", "details", "dialog", "dir"),
        *("div", "dl", "dt", "fieldset", "footer", "form", "header", "hgroup", "html", "legend"),
        *("main", "menu", "nav", "option", "p", "pre", "search", "section", "summary"),
    }
)
# Neither they nor what is in them is text.
MUTED = frozenset(
    {
        *("svg", "math", "template", "object", "applet", "select", "datalist", "canvas"),
        *("audio", "video", "map", "rp"),
    }
)
# Drawings and formulas end where one of these begins, as they do in browsers (HTML, 13.2.6.5).
FOREIGN = frozenset({"svg", "math"})
ENDS_FOREIGN = frozenset(
    {
        *("p", "div", "blockquote", "ul", "ol", "li", "dl", "table", "pre", "center", "menu"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    }
)
# What may stand where. A heading elsewhere is a paragraph, another block lends its contents.
ALLOWED = {
    "": frozenset({"h2", "h3", "ul", "ol", "blockquote", "aside", "table", "hr", "figure"}),
    "li": frozenset({"ul", "ol", "figure"}),
    "blockquote": frozenset({"ul", "ol", "figure"}),
    "aside": frozenset({"figure"}),
    "td": frozenset({"ul", "ol", "figure"}),
    "th": frozenset({"ul", "ol", "figure"}),
    "figcaption": frozenset(),
}
FLOW = frozenset({*ALLOWED, "figure"})
_ID = re.compile(r"0*([1-9][0-9]{0,17})")
_SPAN = re.compile(r"[1-9][0-9]?")


def parse(html: str) -> list[Block]:
    """The text's blocks, whatever was given."""
    return build(tokens(html))


def build(stream: Iterable[Token]) -> list[Block]:
    """The blocks that these tokens make."""
    builder = Builder()
    for token in stream:
        if isinstance(token, Characters):
            builder.text(token.text)
        elif isinstance(token, Start):
            builder.start(token.tag, token.attrs)
        elif isinstance(token, End):
            builder.end(token.tag)
    return builder.finish()


@dataclass(slots=True)
class Frame:
    """A block that is still open."""

    tag: str
    allowed: frozenset[str]
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Block] = field(default_factory=list)
    caption: list[Inline] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    saw_image: bool = False
    in_head: bool = False
    outer_marks: tuple | None = None


class Builder:
    """Takes tokens one by one and keeps, of each, what our schema has a place for."""

    def __init__(self):
        self.frames = [Frame("", ALLOWED[""])]
        self.leaf: Block | None = None
        self.room = 0
        self.pending: list[Block] = []  # pictures found inside a paragraph: they follow it
        self.href = ""
        self.counts: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()  # start tags not taken, whose end tags mean nothing
        self.muted = ""
        self.muted_depth = 0
        self.preformatted = 0

    @property
    def top(self) -> Frame:
        return self.frames[-1]

    # Text

    def text(self, text: str) -> None:
        if self.muted:
            return
        if self.leaf is None:
            if not text.strip(SPACES):
                return
            self.open_leaf("p")
        for number, line in enumerate(text.split("\n") if self.preformatted else [text]):
            if number:
                self.leaf.inline.append(Break(self.marks()))
            self.run(line)

    def run(self, text: str) -> None:
        start = 0
        while len(text) - start > self.room:
            end = start + self.room
            self.leaf.inline.append(Text(text[start:end], self.marks()))
            self.open_leaf(self.leaf.tag)
            start = end
        self.leaf.inline.append(Text(text[start:], self.marks()))
        self.room -= len(text) - start

    def marks(self) -> Marks:
        counts = self.counts
        if not counts and not self.href:
            return PLAIN
        script = "sub" if counts["sub"] > 0 else "sup" if counts["sup"] > 0 else ""
        return Marks(self.href, counts["strong"] > 0, counts["em"] > 0, script)

    def open_leaf(self, tag: str) -> None:
        self.close_leaf()
        if self.top.tag in ("ul", "ol"):
            self.push("li")
        self.leaf = Block(tag)
        self.room = LONGEST_LEAF

    def close_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if leaf is not None:
            leaf.inline = tidy(leaf.inline)
            if leaf.inline:
                self.place(leaf)
        pending, self.pending = self.pending, []
        for block in pending:
            self.place(block)

    def place(self, block: Block) -> None:
        """Put a finished block into the innermost place that holds text."""
        for frame in reversed(self.frames):
            if frame.tag in FLOW:
                frame.children.append(block)
                return

    # Tags

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if self.muted in FOREIGN and tag in ENDS_FOREIGN:
            self.muted = ""
        if self.muted:
            self.muted_depth += tag == self.muted
        elif tag in MUTED:
            self.muted, self.muted_depth = tag, 1
        elif tag in MARKS:
            self.counts[MARKS[tag]] += 1
        elif tag == "a":
            self.href = safe_address(attrs.get("href", "")) or ""
        elif tag == "br":
            if self.leaf is not None:
                self.leaf.inline.append(Break(self.marks()))
        elif tag == "span":
            self.start_note(attrs)
        elif tag == "img":
            self.start_image(attrs)
        else:
            self.start_block(tag, attrs)

    def start_note(self, attrs: dict[str, str]) -> None:
        note = label(attrs.get("data-footnote", ""), LONGEST_NOTE)
        if not note:
            return
        if self.leaf is None:
            self.open_leaf("p")
        self.leaf.inline.append(Note(note))

    def start_image(self, attrs: dict[str, str]) -> None:
        file = _ID.fullmatch(attrs.get("data-file", "").strip())
        image = {"data-file": file[1], "alt": label(attrs.get("alt", ""))} if file else {}
        holder = self.open_figure()
        if holder:
            holder.saw_image = True
            if image:
                holder.images.append(image)
        elif image:
            block = Block("figure", image)
            if self.leaf is not None:
                self.pending.append(block)
            else:
                self.place(block)

    def open_figure(self) -> Frame | None:
        """The figure that an image here belongs to."""
        for frame in reversed(self.frames):
            if frame.tag == "figure":
                return frame
            if frame.tag in FLOW and frame.tag != "figcaption":
                return None
        return None

    def start_block(self, tag: str, attrs: dict[str, str]) -> None:
        if tag in BOUNDARIES:
            self.close_leaf()
            self.preformatted += tag == "pre"
        elif tag in HEADINGS:
            allowed = HEADINGS[tag] in self.top.allowed
            self.open_leaf(HEADINGS[tag] if allowed else "p")
        elif tag == "hr":
            self.close_leaf()
            if "hr" in self.top.allowed:
                self.place(Block("hr"))
        elif tag == "li":
            self.start_item()
        elif tag in ("ul", "ol"):
            self.start_list(tag)
        elif tag in ("thead", "tbody", "tfoot", "tr", "td", "th"):
            self.start_row_part(tag, attrs)
        elif tag in ("blockquote", "aside", "table", "figure"):
            self.start_container(tag, attrs)
        elif tag == "figcaption":
            self.close_leaf()
            if self.top.tag == "figure":
                self.push("figcaption")

    def start_container(self, tag: str, attrs: dict[str, str]) -> None:
        self.close_leaf()
        if tag not in self.top.allowed or len(self.frames) > DEEPEST:
            self.refused[tag] += 1
            return
        self.push(tag, attrs)

    def start_list(self, tag: str) -> None:
        self.close_leaf()
        if self.top.tag in ("ul", "ol") and len(self.frames) < DEEPEST:
            # A list straight in a list belongs to the item before it.
            before = self.top.children.pop().children if self.top.children else []
            self.push("li")
            self.top.children = before
        if tag not in self.top.allowed or len(self.frames) > DEEPEST:
            self.refused[tag] += 1
            return
        self.push(tag)

    def start_item(self) -> None:
        self.close_leaf()
        index = self.find({"ul", "ol"}, barrier=FLOW - {"li", ""})
        if index:
            self.close_to(index + 1)
            self.push("li")

    def start_row_part(self, tag: str, attrs: dict[str, str]) -> None:
        self.close_leaf()
        index = self.find({"table"}, barrier={"figure"})
        if not index:
            return
        if tag in ("td", "th"):
            self.start_cell(tag, attrs, index)
            return
        self.close_to(index + 1)
        if tag == "tr":
            self.push("tr")
        else:
            self.top.in_head = tag == "thead"

    def start_cell(self, tag: str, attrs: dict[str, str], table: int) -> None:
        if len(self.frames) > table + 1:
            self.close_to(table + 2)
        else:
            self.push("tr")
        spans = {}
        for name in ("colspan", "rowspan"):
            value = attrs.get(name, "").strip()
            if _SPAN.fullmatch(value) and value != "1":
                spans[name] = value
        in_head = self.frames[table].in_head
        self.push("th" if in_head else tag, spans)
        self.top.outer_marks = (self.href, self.counts)
        self.href, self.counts = "", Counter()

    def end(self, tag: str) -> None:
        if self.muted:
            self.muted_depth -= tag == self.muted
            if not self.muted_depth:
                self.muted = ""
        elif tag in MARKS:
            if self.counts[MARKS[tag]] > 0:
                self.counts[MARKS[tag]] -= 1
        elif tag == "a":
            self.href = ""
        elif tag in BOUNDARIES or tag in HEADINGS:
            self.close_leaf()
            if tag == "pre" and self.preformatted:
                self.preformatted -= 1
        elif self.refused[tag]:
            self.refused[tag] -= 1
            self.close_leaf()
        else:
            self.end_block(tag)

    def end_block(self, tag: str) -> None:
        if tag in ("thead", "tbody", "tfoot"):
            index = self.find({"table"}, barrier={"figure"})
            if index:
                self.close_to(index + 1)
                self.top.in_head = False
        elif tag in ("td", "th"):
            self.close_until({"td", "th"}, barrier={"table"})
        elif tag in ("tr", "li"):
            self.close_until({tag}, barrier={"table", "ul", "ol", "td", "th"})
        elif tag in ("ul", "ol"):
            self.close_until({"ul", "ol"}, barrier={"td", "th", "figure", "blockquote", "aside"})
        elif tag in ("blockquote", "aside", "table", "figure", "figcaption"):
            self.close_until({tag}, barrier=set() if tag == "table" else {"td", "th"})

    # Frames

    def push(self, tag: str, attrs: dict[str, str] | None = None) -> None:
        allowed = self.top.allowed - {"aside"} if tag == "figure" else ALLOWED.get(tag, frozenset())
        self.frames.append(Frame(tag, allowed, attrs or {}))

    def find(self, tags: set[str], barrier: Iterable[str]) -> int:
        """The index of the innermost open frame of these tags; 0 if a barrier is nearer."""
        for index in range(len(self.frames) - 1, 0, -1):
            if self.frames[index].tag in tags:
                return index
            if self.frames[index].tag in barrier:
                return 0
        return 0

    def close_until(self, tags: set[str], barrier: Iterable[str]) -> None:
        index = self.find(tags, barrier)
        if index:
            self.close_to(index)

    def close_to(self, count: int) -> None:
        self.close_leaf()
        while len(self.frames) > count:
            self.close_frame(self.frames.pop())

    def close_frame(self, frame: Frame) -> None:
        if frame.outer_marks:
            self.href, self.counts = frame.outer_marks
        if frame.tag == "figure":
            for block in figure_blocks(frame):
                self.place(block)
        elif frame.tag == "figcaption":
            self.top.caption += joined_paragraphs(frame.children)
        elif frame.tag in ("ul", "ol", "tr", "li"):
            if frame.children and (frame.tag != "tr" or self.top.tag == "table"):
                attach = self.place if frame.tag in ("ul", "ol") else self.top.children.append
                attach(Block(frame.tag, {}, frame.children))
        elif frame.tag in ("td", "th"):
            self.top.children.append(Block(frame.tag, frame.attrs, frame.children))
        elif frame.children:
            self.place(Block(frame.tag, {}, frame.children))

    def finish(self) -> list[Block]:
        self.close_to(1)
        return self.frames[0].children


def figure_blocks(frame: Frame) -> list[Block]:
    """What a figure turns out to be: an embed, a card, pictures, or only a wrapper."""
    attrs = frame.attrs
    provider, id = attrs.get("data-embed", ""), attrs.get("data-id", "").strip()
    if provider:
        if not is_embed(provider, id):
            return frame.children
        title = label(attrs.get("data-title", ""))
        embed = {"data-embed": provider, "data-id": id}
        return [Block("figure", embed | ({"data-title": title} if title else {})), *frame.children]
    article = _ID.fullmatch(attrs.get("data-article", "").strip())
    if article:
        return [Block("figure", {"data-article": article[1]}), *frame.children]
    caption = tidy(frame.caption)
    size = {"data-size": attrs["data-size"]} if attrs.get("data-size") in SIZES else {}
    pictures = [Block("figure", size | image) for image in frame.images]
    if pictures:
        pictures[0].inline = caption
    elif caption and not frame.saw_image:
        return [*frame.children, Block("p", inline=caption)]
    return pictures + frame.children


def label(text: str, longest: int = LONGEST_LABEL) -> str:
    """Plain words on one line, for an attribute."""
    return squeeze(text[: 2 * longest])[:longest].strip(" \xa0")


def joined_paragraphs(blocks: list[Block]) -> list[Inline]:
    """Several paragraphs as one, on lines of their own."""
    inline: list[Inline] = []
    for block in blocks:
        if inline:
            inline.append(Break())
        inline += block.inline
    return inline
