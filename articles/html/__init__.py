"""Clean, render and read the HTML of articles; knows no models; the only maker of safe strings."""

from articles.html.addresses import safe_address
from articles.html.cleaner import TooLong, check, clean
from articles.html.embeds import embed_from_url
from articles.html.figures import Card, Figure
from articles.html.kept import cleaned, place_cards, stored
from articles.html.markdown_edition import markdown
from articles.html.page import Body, render, safe
from articles.html.paste import clean_paste
from articles.html.picture import picture_tag
from articles.html.reading import article_ids, image_ids, links, paragraphs, text
from articles.html.rebase import absolute
from articles.html.snippet import search_snippet
from articles.html.text_edition import plain
from articles.html.typography import smarten

__all__ = [
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
    "image_ids",
    "links",
    "markdown",
    "paragraphs",
    "picture_tag",
    "place_cards",
    "plain",
    "render",
    "safe",
    "safe_address",
    "search_snippet",
    "smarten",
    "stored",
    "text",
]
