"""The words of our headlines under their near misses, so that a misspelled search finds them."""

import re
import unicodedata

from django.db import models

# Shorter words have too many neighbours, longer ones nobody types.
SHORTEST, LONGEST = 4, 24
WORD = re.compile(r"[^\W\d_]+")
BATCH = 500


def folded(text):
    """Without case and accents, as a reader in a hurry types."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_in(text):
    """The words that are worth correcting to."""
    found = (word for word in WORD.findall(folded(text)))
    return {word for word in found if SHORTEST <= len(word) <= LONGEST}


def near_misses(word):
    """The word, and it again with each letter left out.

    Two words that are one slip apart share one of these: a letter too many, too few, wrong or
    swapped with its neighbour.
    """
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


class SpellingManager(models.Manager):
    def learn(self, texts):
        """Remember the words of these texts; what is known costs nothing more."""
        words = sorted(set().union(*map(words_in, texts)))
        for start in range(0, len(words), BATCH):
            batch = words[start : start + BATCH]
            known = self.filter(key__in=batch).values_list("word", flat=True)
            new = set(batch) - set(known)
            rows = [Spelling(key=key, word=word) for word in new for key in near_misses(word)]
            self.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)

    def like(self, word):
        """Up to 60 words that are at most two slips away from this one, the word itself not."""
        keys = near_misses(folded(word)[:LONGEST])
        found = self.filter(key__in=keys).exclude(word=word).values_list("word", flat=True)
        return sorted(set(found[:200]))[:60]


class Spelling(models.Model):
    """One near miss of one word. Of all articles: ask whether readers may see what it leads to."""

    key = models.CharField(max_length=LONGEST)
    word = models.CharField(max_length=LONGEST)

    objects = SpellingManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="spelling_once")]

    def __str__(self):
        return f"{self.key} → {self.word}"
