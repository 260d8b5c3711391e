"""A text's paragraphs in words alone, with what stands between the words named."""

from itertools import groupby

from articles.html.parse import parse
from articles.html.tree import Break, Note

OPENERS = {"h2": "Heading: ", "h3": "Small heading: ", "li": "• ", "aside": "Pull quote: "}
OPENERS |= {"blockquote": "Quotation: ", "td": "| ", "th": "| "}


def told(paragraph, *, marked=False):
    """The paragraph as one reads it aloud; marked: with bold and italics in signs."""
    return "\n".join(_block(block, marked) for block in parse(paragraph)).strip()


def _block(block, marked):
    opener = OPENERS.get(block.tag, "")
    if block.tag == "figure":
        opener = _figure(block)
    if block.tag == "hr":
        return "———"
    line = opener + _inline(block.inline, marked)
    return "\n".join(filter(None, [line.strip(), *(_block(one, marked) for one in block.children)]))


def _figure(block):
    if block.is_embed():
        return f"[{block.attrs['data-embed']}: {block.attrs['data-id']}] "
    if block.is_card():
        return f"[Article {block.attrs['data-article']}] "
    alt = block.attrs.get("alt", "")
    return f"[Picture {block.image_id()}{', alt text: ' + alt if alt else ''}] "


def _inline(inline, marked):
    told = []
    for href, items in groupby(
        inline, lambda item: getattr(getattr(item, "marks", None), "href", "")
    ):
        told += [_words(item, marked) for item in items]
        if href:
            told.append(f" (→ {href})")
    return "".join(told)


def _href(item):
    return "" if isinstance(item, Note) else item.marks.href


def _words(item, marked):
    if isinstance(item, Note):
        return f" [Note: {item.text}]"
    if isinstance(item, Break):
        return "\n"
    if not marked:
        return item.text
    signs = "**" * item.marks.strong + "_" * item.marks.em
    signs += {"sub": "~", "sup": "^"}.get(item.marks.script, "")
    return f"{signs}{item.text}{signs[::-1]}"
