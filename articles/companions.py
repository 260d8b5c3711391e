"""What stands beside and below an article: each other article once on a page."""

from dataclasses import dataclass

from articles.models import Article

KEEP_READING = 3
READ_ON = 4
LATEST = 6
RAIL = 6
MOST_READ = 5
NEWEST = KEEP_READING + READ_ON + LATEST + RAIL + 1
NEWEST_OF_RAIL = RAIL + KEEP_READING + 1
NEWEST_OF_SECTION = 2


@dataclass(frozen=True)
class Companions:
    keep_reading: list
    read_on: list
    latest: list
    rail: list
    most_read: list
    in_text: dict


def companions(article, frame):
    """Cards to keep reading, what is near, and what stands in the rails, in two queries at most."""
    pool = _pool(article, frame)
    by_pk = {other.pk: other for other in pool}
    in_text = {pk: by_pk[pk] for pk in article.derived.get("cards", []) if pk in by_pk}
    taken = {article.pk, *in_text}
    chosen = _keep_reading(article, pool, by_pk, taken)
    read_on = claim((by_pk[pk] for pk in _near(article) if pk in by_pk), READ_ON, taken)
    rail_pk = frame["rail"]["pk"] if frame["rail"] else None
    latest = claim((a for a in pool if a.section_id != rail_pk), LATEST, taken)
    rail = claim((a for a in pool if a.section_id == rail_pk), RAIL, taken)
    most_read = claim((by_pk[pk] for pk in frame["most_read"] if pk in by_pk), MOST_READ, taken)
    return Companions(_with_texts(chosen), read_on, latest, rail, most_read, in_text)


def _near(article):
    """Chosen by hand, then about the same: more than the page has room for."""
    return [*article.derived.get("related", []), *article.derived.get("near", [])]


def _pool(article, frame):
    """Every other article that may be needed, newest first, as cards, in one query at most."""
    around = frame["kept"].get("around")
    chosen = {*_near(article), *article.derived.get("cards", []), *frame["most_read"]}
    chosen -= set(around or ())
    lists = [] if around else _lists_around(frame)
    if chosen:
        lists.append(Article.objects.published().filter(pk__in=chosen))
    cards = Article.objects.among(*lists).newest().cards() if lists else []
    if not around:
        around = frame["kept"]["around"] = _around(cards, frame)
    pool = {**around, **{card.pk: card for card in cards}}
    pool.pop(article.pk, None)
    return sorted(pool.values(), key=lambda card: (card.first_published_at, card.pk), reverse=True)


def _lists_around(frame):
    """What may stand beside any article: of each list one more, since it may be that one."""
    newest = Article.objects.published().newest()
    lists = [newest[:NEWEST]]
    if frame["rail"]:
        lists.append(newest.in_section(frame["rail"]["pk"])[:NEWEST_OF_RAIL])
    return lists + newest.of_each_section(_full_sections(frame), NEWEST_OF_SECTION)


def _around(cards, frame):
    """The same lists, picked out of cards that hold them all, newest first; {key: card}."""
    rail = frame["rail"]["pk"] if frame["rail"] else None
    lists = [cards[:NEWEST], _of(cards, rail)[:NEWEST_OF_RAIL]]
    lists += [_of(cards, pk)[:NEWEST_OF_SECTION] for pk in _full_sections(frame)]
    return {card.pk: card for picked in lists for card in picked}


def _of(cards, section_pk):
    return [card for card in cards if card.section_id == section_pk]


def _full_sections(frame):
    return [section["pk"] for section in frame["sections"] if not section["short_posts"]]


def _keep_reading(article, pool, by_pk, taken):
    """By hand first, then the newest of other sections, one each, then the newest of all."""
    by_hand = [by_pk[pk] for pk in article.derived.get("related", []) if pk in by_pk]
    chosen = claim(by_hand, KEEP_READING, taken)
    sections = {article.section_id} | {other.section_id for other in chosen}
    return chosen + _of_other_sections(pool, KEEP_READING - len(chosen), taken, sections)


def keep_reading_from(pool, taken, section_pk=None):
    """Three to open in place on a front, of what it does not show already; in one query."""
    return _with_texts(_of_other_sections(pool, KEEP_READING, set(taken), {section_pk}))


def _of_other_sections(pool, count, taken, sections):
    chosen = []
    for other in pool:
        if len(chosen) == count:
            break
        if other.section_id not in sections and not other.section.is_short_posts:
            sections.add(other.section_id)
            chosen += claim([other], 1, taken)
    full = (other for other in pool if not other.section.is_short_posts)
    return chosen + claim(full, count - len(chosen), taken)


def claim(articles, count, taken):
    """The first count articles that nothing on the page has taken yet."""
    claimed = []
    for article in articles:
        if len(claimed) >= count:
            break
        if article.pk not in taken:
            taken.add(article.pk)
            claimed.append(article)
    return claimed


def _with_texts(cards):
    """The same cards, in the same order, with the texts that a reader can open."""
    rows = Article.objects.published().filter(pk__in=[card.pk for card in cards]).order_by()
    texts = {pk: texts for pk, *texts in rows.values_list("pk", "teaser_html", "rest_html")}
    return [card.with_text(*texts[card.pk]) for card in cards if card.pk in texts]
