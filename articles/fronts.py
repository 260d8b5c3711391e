"""The home page and section fronts: pinned stories first, the rest fills itself."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from articles.companions import claim, keep_reading_on_front
from articles.models import Article, Pin

HOME_TOP = 3
HOME_LATEST = 8
BAND = 4
SHORT_POSTS = 6


@dataclass(frozen=True)
class Band:
    section: dict
    lead: Article
    others: list


@dataclass(frozen=True)
class Home:
    lead: Article | None
    seconds: list
    latest: list
    bands: list
    short_posts: list
    keep_reading: list


def home_front(frame, pins=None, at=None):
    """The home page's stories, each once: as it is, or with other pins, or at another time."""
    pins = pinned(at=at) if pins is None else pins
    pool = _pool(frame, [article.pk for article in pins], at)
    taken = set()
    rail_pk = frame["rail"]["pk"] if frame["rail"] else None
    full = [article for article in pool if article.section_id != rail_pk]
    top = claim(pins, HOME_TOP, taken)
    top += claim(_pictured_first(full), HOME_TOP - len(top), taken)
    # What is pinned below the top heads the list.
    latest = claim([*pins, *full], HOME_LATEST, taken)
    bands = [band for section in frame["sections"] if (band := _band(section, pool, taken))]
    short = claim((a for a in pool if a.section_id == rail_pk), SHORT_POSTS, taken)
    opening = keep_reading_on_front(taken) if frame["home_keeps_reading"] else []
    return Home(top[0] if top else None, top[1:], latest, bands, short, opening)


def pinned(section_pk=None, at=None):
    """Articles set by hand on a front, in order, that readers may see now."""
    pins = Pin.objects.on_front(section_pk).standing(at)
    pins = pins.filter(Exists(Article.objects.published(at).filter(pk=OuterRef("article_id"))))
    articles = Article.objects.with_bylines().in_bulk([pin.article_id for pin in pins])
    return [articles[pin.article_id] for pin in pins]


def section_front(listing, top):
    """A section's stories on this page of its list: the pinned ones first, each once."""
    shown = {article.pk for article in top}
    return [*top, *(article for article in listing if article.pk not in shown)]


def _pool(frame, pinned_pks, at=None):
    """Every article that the home page may need, newest first, as cards."""
    published = Article.objects.published(at)
    newest = published.newest()
    count = HOME_TOP + HOME_LATEST + BAND
    lists = [newest[: count * 2]]
    if pinned_pks:
        lists.append(published.filter(pk__in=pinned_pks))
    sections = [section["pk"] for section in frame["sections"]]
    if frame["rail"]:
        sections.append(frame["rail"]["pk"])
    for pk in sections:
        # Those above may take the newest of a section, so each brings some to spare.
        lists.append(newest.in_section(pk)[: BAND + HOME_TOP + HOME_LATEST])
    return list(Article.objects.among(*lists).with_bylines().newest())


def _pictured_first(articles):
    """The newest with a picture leads; without any, the newest."""
    return sorted(articles[: HOME_TOP * 4], key=lambda article: not article.derived.get("card"))


def _band(section, pool, taken):
    if section["short_posts"]:
        return None
    stories = claim((a for a in pool if a.section_id == section["pk"]), BAND, taken)
    if not stories:
        return None
    lead = next((story for story in stories if story.derived.get("card")), stories[0])
    return Band(section, lead, [story for story in stories if story is not lead])
