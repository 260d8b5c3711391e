"""Asking every rule."""

from dataclasses import dataclass

from articles.desk.preflight.draft import Draft, Room
from articles.offers import RULES, Rule

# A text with more faults of one kind is told of the first ones.
MOST_OF_A_KIND = 10


@dataclass(frozen=True)
class Found:
    rule: Rule
    sentence: str

    @property
    def key(self):
        return (self.rule.id, self.sentence)

    def as_json(self):
        rule = self.rule
        return {
            "rule": rule.id,
            "error": rule.is_error,
            "sentence": self.sentence,
            "mend": rule.mend,
            "field": rule.field,
        }


def inspect(content, article=None):
    """What the rules find in this content, errors first."""
    saved = article is not None and article.pk is not None
    tags = [tag.name for tag in article.tags.all()] if saved else []
    return inspect_all([Draft(content, article, saved_tags=tags)])[0]


def inspect_all(drafts):
    """What the rules find in each of these drafts."""
    Room(drafts)
    return [sorted(_ask(draft), key=lambda found: not found.rule.is_error) for draft in drafts]


def _ask(draft):
    for rule in RULES.values():
        for number, sentence in enumerate(rule.look(draft)):
            if number == MOST_OF_A_KIND:
                break
            yield Found(rule, sentence)
