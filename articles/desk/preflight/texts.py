"""Rules about the words."""

import re

from articles.offers import check

# On a card, more than this many characters push the picture off a phone's screen.
CARD = 100
LEFT_OVER = re.compile(
    r"\b(?:TK)+\b|\bXX+\b(?![ -]?(?:century|th\b))|\?\?\?|\[\s*\]"
    r"|\b(?i:lorem ipsum|todo|fixme)\b"
)
# Most texts hold none of these, and finding that out is fifty times as fast.
HINTS = ("tk", "xx", "???", "[", "lorem ipsum", "todo", "fixme")
EMPTY_WORDS = {
    "here",
    "click here",
    "click",
    "this",
    "this link",
    "link",
    "read more",
    "more",
    "this article",
    "article",
}


@check("no-author", is_error=True, field="bylines", mend="Add at least one author.")
def no_author(draft):
    """No author is named."""
    if not any(pk in draft.room.authors for pk in draft.content.get("bylines") or []):
        yield "No author is named."


@check("left-over", is_error=True, mend="Write what is missing, or take the mark out.")
def left_over(draft):
    """A mark of unfinished work is left in the text."""
    for name, text in draft.texts:
        lowered = text.lower()
        if any(hint in lowered for hint in HINTS):
            for found in dict.fromkeys(match[0] for match in LEFT_OVER.finditer(text)):
                yield f"“{found}” is left in the {name}."


@check("no-dek", field="dek", mend="Write the sentence that stands under the headline.")
def no_dek(draft):
    """The dek is missing."""
    if not draft.dek.strip() and not draft.is_short:
        yield "There is no dek. Cards, feeds and search engines show it."


@check("long-headline", field="short_headline", mend="Write a short headline for cards and mail.")
def long_headline(draft):
    """The headline is too long for cards."""
    headline = draft.short_headline or draft.title
    if len(headline) > CARD:
        yield f"The headline has {len(headline)} characters; a card holds {CARD}."


@check("link-text", mend="Link the words that say what readers will find there.")
def link_text(draft):
    """A link says only “here”."""
    for _, words in draft.links:
        if words.strip(" .:→»").casefold() in EMPTY_WORDS:
            yield f"A link is called “{words.strip()}”."


@check("heading-jump", mend="Make it a heading, or put a heading before it.")
def heading_jump(draft):
    """A small heading stands before any heading."""
    if draft.headings[:1] == ["3"]:
        yield "A small heading stands before any heading."


@check("tag-alone", field="tags", mend="Use a tag that other articles have, or keep it as a start.")
def tag_alone(draft):
    """A tag stands on no other article."""
    saved = {tag.casefold() for tag in draft.saved_tags}
    for name in draft.content.get("tags") or []:
        own = 1 if name.casefold() in saved else 0
        if draft.room.tag_uses.get(name.casefold(), 0) <= own:
            yield f"No other article has the tag “{name}”."


@check("house-style", mend="Write it as the house does, or leave it if it is quoted.")
def house_style(draft):
    """A word is not in the house style."""
    for name, text in draft.texts:
        for rule in draft.room.house.broken_in(text):
            advice = f": write “{rule.right}”" if rule.right else ""
            why = f" ({rule.why})" if rule.why else ""
            yield f"“{rule.wrong}” stands in the {name}{advice}{why}."
