"""Clean, render and read the HTML of articles; knows no models; the only maker of safe strings."""

from articles.html.clean import TooLong, check, clean
from articles.html.embeds import embed_from_url
from articles.html.picture import picture_tag
from articles.html.render import Body, Card, Figure, render, safe, stored
from articles.html.text import article_ids, image_ids, links, paragraphs, text

__all__ = [
    "Body",
    "Card",
    "Figure",
    "TooLong",
    "article_ids",
    "check",
    "clean",
    "embed_from_url",
    "image_ids",
    "links",
    "paragraphs",
    "picture_tag",
    "render",
    "safe",
    "stored",
    "text",
]
