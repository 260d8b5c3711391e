from articles.models.address import RESERVED, Address
from articles.models.article import Article, ImageUse
from articles.models.author import Author
from articles.models.autosave import Presence, Slot
from articles.models.byline import Byline
from articles.models.correction import Correction
from articles.models.edition import Edition
from articles.models.front import Pin
from articles.models.image import Image, ImageCredit, Licence
from articles.models.log import LogLine
from articles.models.magazine_settings import MagazineSettings, Republication
from articles.models.note import Note
from articles.models.page import Page
from articles.models.preflight import ArchiveRun, Checkup, Finding, HouseRule, InternalLink
from articles.models.preview_link import PreviewLink
from articles.models.reads import DayOfReads, Readership, Referrer
from articles.models.rebuild import Rebuild
from articles.models.redirect import Redirect
from articles.models.related_article import RelatedArticle
from articles.models.revision import Revision
from articles.models.schedule import Heartbeat, Schedule
from articles.models.section import Genre, Section
from articles.models.spelling import Spelling
from articles.models.tag import Tag, TaggedArticle, TagName

__all__ = [
    "RESERVED",
    "Address",
    "ArchiveRun",
    "Article",
    "Author",
    "Byline",
    "Checkup",
    "Correction",
    "DayOfReads",
    "Edition",
    "Finding",
    "Genre",
    "Heartbeat",
    "HouseRule",
    "Image",
    "ImageCredit",
    "ImageUse",
    "InternalLink",
    "Licence",
    "LogLine",
    "MagazineSettings",
    "Note",
    "Page",
    "Pin",
    "Presence",
    "PreviewLink",
    "Readership",
    "Rebuild",
    "Redirect",
    "Referrer",
    "RelatedArticle",
    "Republication",
    "Revision",
    "Schedule",
    "Section",
    "Slot",
    "Spelling",
    "Tag",
    "TagName",
    "TaggedArticle",
]
