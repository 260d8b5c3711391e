"""Another spelling for a search that finds nothing, if readers would find something with it."""

import re
from itertools import islice

from articles.models import Article, Spelling
from articles.models.spelling import SHORTEST, folded, words_in
from articles.search import Query, any_published, newest_with

# So many words of a query are looked at, and so many spellings of each are tried.
WORDS = 4
TRIES = 3
# How English is spelled on either side of the sea. An odd word that comes of it does no harm: each
# is looked up.
SIDES = (
    *(("our", "or"), ("is", "iz"), ("ys", "yz"), ("tre", "ter"), ("bre", "ber"), ("ence", "ense")),
    *(("ll", "l"), ("mme", "m"), ("ogue", "og"), ("sc", "sk"), ("ey", "ay"), ("ough", "ow")),
    *(("ae", "e"), ("oe", "e")),
)
SPELLINGS = 6


def did_you_mean(query):
    """A query with corrected words that finds published articles, or None.

    Never a word that only an unpublished article has: each is seen on a published one first.
    """
    corrected = list(query.terms)
    changed = False
    for place, term in enumerate(query.terms[:WORDS]):
        if not re.fullmatch(r"[^\W\d_]+", term) or len(term) < SHORTEST:
            continue
        better = _better(term)
        if better:
            corrected[place], changed = better, True
    if not changed:
        return None
    told = Query.parse(" ".join(f'"{term}"' if " " in term else term for term in corrected))
    return told if any_published(told) else None


def _better(word):
    """The likeliest right spelling of a word that stands nowhere, or None."""
    if any_published(Query.parse(word)):
        return None
    plain = folded(word)
    for other in spelled_otherwise(plain):
        if any_published(Query.parse(other)):
            return other
    ranked = sorted((slips(plain, other), other) for other in Spelling.objects.like(plain))
    most = 1 if len(plain) < 6 else 2
    tries = [other for count, other in ranked if count <= most][:TRIES]
    return next((other for other in tries if _stands(other)), None)


def spelled_otherwise(word):
    """The same word as it may be spelled over the sea; the first few."""
    pairs = [pair for side in SIDES for pair in (side, side[::-1])]
    found = (
        f"{word[: match.start()]}{there}{word[match.end() :]}"
        for here, there in pairs
        for match in re.finditer(here, word)
    )
    return list(dict.fromkeys(islice(found, SPELLINGS)))


def _stands(word):
    """Whether the word itself, not only a form of it, is on a published article's head."""
    for article in Article.objects.published().filter(pk__in=newest_with(word, 20)).with_bylines():
        names = [row["name"] for kind in ("bylines", "tags") for row in article.derived[kind]]
        if word in words_in(" ".join([article.title, article.dek, article.short_headline, *names])):
            return True
    return False


def slips(word, other):
    """How many letters were added, left out, changed or swapped."""
    before, row = None, list(range(len(other) + 1))
    for place, letter in enumerate(word, start=1):
        above, row = row, [place]
        for spot, sign in enumerate(other, start=1):
            cost = min(row[-1] + 1, above[spot] + 1, above[spot - 1] + (letter != sign))
            if before and spot > 1 and letter == other[spot - 2] and word[place - 2] == sign:
                cost = min(cost, before[spot - 2] + 1)
            row.append(cost)
        before = above
    return row[-1]
