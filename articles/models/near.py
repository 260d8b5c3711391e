"""Which articles are about the same: by shared subjects and by the words of their heads."""

from collections import Counter

from articles.models import search_index
from articles.models.spelling import words_in

COUNT = 6
# Of each subject, and of all articles that share a word, the newest so many are compared.
OF_A_TAG, OF_THE_WORDS = 40, 80
TAGS, WORDS = 8, 8
# A subject that few articles have says more than one that many have.
RARE, COMMON, WORD = 4, 2, 1
ENOUGH = 3


def near(article):
    """Keys of published articles most like this one, the likest first; at a bounded cost."""
    published = type(article).objects.published().exclude(pk=article.pk)
    scores = Counter()
    for tag in article.tags.all()[:TAGS]:
        listed = tag.tagged.published().exclude(content_object=article.pk).newest()
        tagged = list(listed.values_list("content_object", flat=True)[:OF_A_TAG])
        for pk in tagged:
            scores[pk] += RARE if len(tagged) < OF_A_TAG else COMMON
    words = _telling(article.title, article.dek)
    longest = sorted(words, key=lambda word: (-len(word), word))[:WORDS]
    alike = search_index.newest_with_any(longest, OF_THE_WORDS)
    candidates = published.filter(pk__in=[*scores, *alike])
    rows = candidates.values_list("pk", "title", "dek", "first_published_at")
    ranked = []
    for pk, title, dek, at in rows:
        score = scores[pk] + WORD * len(words & _telling(title, dek))
        if score >= ENOUGH:
            ranked.append((score, at, pk))
    return [pk for *_, pk in sorted(ranked, reverse=True)[:COUNT]]


def _telling(*texts):
    """Words long enough to say what a text is about."""
    return {word for word in words_in(" ".join(texts)) if len(word) > 4}
