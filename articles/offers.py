"""What other apps may tell articles: small registries, filled in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

# Functions from an article to (language, address) pairs: the same text in other languages.
TRANSLATIONS = []
# Functions from a count to keys of articles, the most read first; empty where nobody counts.
MOST_READ = []
# Functions from keys of pictures (None: of all) to (key, pictures.uses.Use) pairs: where else
# pictures stand, so that none is deleted from under a letter and a substitute reaches every place.
PICTURE_PLACES = []

# Functions from an article to sentences on where else it has gone: “Sent in issue 12 to …”.
GONE_OUT = []
# Functions from a row (article, section, tag …) to Standing: where else it stands, so that an
# editor knows before it is removed or renamed.
STANDINGS = []


@dataclass(frozen=True)
class Standing:
    """One kind of place where a row stands: "Sent in issues", how often, and the first of them."""

    label: str
    count: int
    # (words, address or "") pairs.
    some: list


def languages(article):
    """The article in other languages, itself included, for hreflang."""
    return [pair for told in TRANSLATIONS for pair in told(article)]


def most_read(count):
    """Keys of the most read articles, as far as anybody counts them."""
    return next((keys for told in MOST_READ if (keys := list(told(count)[:count]))), [])


def gone_out(article):
    """Sentences for the desk on where an article has gone beyond its page."""
    return [sentence for told in GONE_OUT for sentence in told(article)]


@dataclass(frozen=True)
class Rule:
    """One thing that the checks look for, before a text is published and after."""

    id: str
    title: str
    is_error: bool
    mend: str
    # The form's field that it is about.
    field: str
    # From a draft (articles.desk.preflight.draft.Draft) to a sentence for each thing found.
    look: Callable


# The checks by id, in the order in which they are shown.
RULES = {}


def check(id, *, mend, field="body", is_error=False):
    """Register a function as a rule of the checks; its docstring says what is wrong."""

    def register(look):
        title = look.__doc__.strip().splitlines()[0].rstrip(".")
        RULES[id] = Rule(id, title, is_error, mend, field, look)
        return look

    return register
