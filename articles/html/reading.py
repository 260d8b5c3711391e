"""Read a text: its words, paragraphs, links and pictures."""

import re
from collections.abc import Iterator

from articles.html.embeds import frame_origin
from articles.html.parse import parse
from articles.html.tree import Block, Note, serialise

_SOFT = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Scripts that put no space between words.
IDEOGRAPH = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_WORD = re.compile(r"[^\W_]+(?:['’.,:/@-][^\W_]+)*")


def text(html: str) -> str:
    """The words alone, a blank line between paragraphs; captions and footnotes included."""
    blocks = parse(html)
    paragraphs = [readable(leaf.plain_text()) for block in blocks for leaf in block.leaves()]
    return "\n\n".join(filter(None, paragraphs + notes(blocks)))


def readable(words: str) -> str:
    """Without what only steers line breaks."""
    return _SOFT.sub("", words).replace("\xa0", " ").strip()


def paragraphs(html: str) -> list[str]:
    """The clean text's blocks one by one; joined they are the clean text again."""
    return [serialise([block]) for block in parse(html)]


def notes(blocks: list[Block]) -> list[str]:
    """The footnotes, in order."""
    leaves = (leaf for block in blocks for leaf in block.leaves())
    return [item.text for leaf in leaves for item in leaf.inline if isinstance(item, Note)]


def image_ids(html: str) -> list[int]:
    """The library's pictures that stand in the text, each once, in order."""
    return _ids(parse(html), "data-file")


def article_ids(html: str) -> list[int]:
    """The articles that stand in the text as cards, each once, in order."""
    return _ids(parse(html), "data-article")


def frame_origins(html: str) -> list[str]:
    """The origins that a reader's clicks on the text's embeds would open a frame of."""
    embeds = (block.attrs for block in every(parse(html)) if block.is_embed())
    return sorted({frame_origin(attrs["data-embed"], attrs["data-id"]) for attrs in embeds})


def _ids(blocks: list[Block], name: str) -> list[int]:
    found = (int(block.attrs[name]) for block in every(blocks) if name in block.attrs)
    return list(dict.fromkeys(found))


def every(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from every(block.children)


def count_words(words: str) -> int:
    """How many words a reader reads; two ideographs, or five letters of Thai, are one."""
    ideographs = len(IDEOGRAPH.findall(words))
    unspaced = len(_UNSPACED.findall(words))
    rest = _UNSPACED.sub(" ", IDEOGRAPH.sub(" ", words))
    return len(_WORD.findall(rest)) + (ideographs + 1) // 2 + (unspaced + 4) // 5


def words_of(blocks: list[Block]) -> int:
    """The length of the reading: without captions, notes and pull quotes."""
    told = (block for block in blocks if block.tag not in ("figure", "aside"))
    leaves = (leaf for block in told for leaf in block.leaves())
    return sum(count_words(readable(leaf.plain_text())) for leaf in leaves)
