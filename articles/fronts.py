"""The home page and section fronts: pinned stories first, the rest fills itself."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles.companions import KEEP_READING, claim, keep_reading_from
from articles.models import Article

# Of any list, on a page.
PER_PAGE = 20
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
    pins = pinned(frame, at=at) if pins is None else pins
    pool = _pool(frame, pins, at)
    by_pk = {article.pk: article for article in pool}
    pins = [by_pk[pk] for pk in pins if pk in by_pk]
    taken = set()
    rail_pk = frame["rail"]["pk"] if frame["rail"] else None
    full = [article for article in pool if article.section_id != rail_pk]
    top = claim(pins, HOME_TOP, taken)
    top += claim(_pictured_first(full), HOME_TOP - len(top), taken)
    # What is pinned below the top heads the list.
    latest = claim([*pins, *full], HOME_LATEST, taken)
    bands = [band for section in frame["sections"] if (band := _band(section, pool, taken))]
    short = claim((a for a in pool if a.section_id == rail_pk), SHORT_POSTS, taken)
    opening = keep_reading_from(pool, taken) if frame["home_keeps_reading"] else []
    return Home(top[0] if top else None, top[1:], latest, bands, short, opening)


def pinned(frame, section_pk=None, at=None):
    """Keys of the articles set by hand on a front, in order; not all may be published."""
    at = at or timezone.now()
    return [
        article
        for section, article, starts, ends in frame["pins"]
        if section == section_pk and _stands(starts, ends, at)
    ]


def _stands(starts, ends, at):
    begun = starts is None or datetime.fromisoformat(starts) <= at
    return begun and (ends is None or at < datetime.fromisoformat(ends))


def beside_section(section, frame):
    """Lists of what a section's front may show besides its newest."""
    pins = pinned(frame, section.pk)
    published = Article.objects.published()
    lists = [published.filter(pk__in=pins)] if pins else []
    if section.keeps_reading:
        lists.append(published.newest()[: PER_PAGE + len(pins) + KEEP_READING * 10])
    return lists


def pinned_first(listing, pins, pool):
    """A section's stories on the first page of its list, each once."""
    by_pk = {article.pk: article for article in pool}
    top = [by_pk[pk] for pk in pins if pk in by_pk]
    return [*top, *(article for article in listing if article.pk not in pins)]


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
    # Those above may take the newest of a section, so each brings some to spare.
    lists += newest.of_each_section(sections, BAND + HOME_TOP + HOME_LATEST + KEEP_READING)
    return Article.objects.among(*lists).newest().cards()


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
