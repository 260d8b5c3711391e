"""Clean, render and read the HTML of articles; knows no models; the only maker of safe strings."""

from articles.html.cleaner import TooLong, check, clean
from articles.html.embeds import embed_from_url
from articles.html.figures import Card, Figure
from articles.html.handed_on import handed_on
from articles.html.kept import cleaned, place_cards, stored
from articles.html.markdown_edition import markdown
from articles.html.page import Body, render, safe
from articles.html.passage import GAP, with_passage
from articles.html.paste import clean_paste
from articles.html.picture import picture_tag
from articles.html.reading import article_ids, frame_origins, image_ids, paragraphs, text
from articles.html.rebase import absolute
from articles.html.text_edition import plain

__all__ = [
    "GAP",
    "Body",
    "Card",
    "Figure",
    "TooLong",
    "absolute",
    "article_ids",
    "check",
    "clean",
    "clean_paste",
    "cleaned",
    "embed_from_url",
    "frame_origins",
    "handed_on",
    "image_ids",
    "markdown",
    "paragraphs",
    "picture_tag",
    "place_cards",
    "plain",
    "render",
    "safe",
    "stored",
    "text",
    "with_passage",
]
