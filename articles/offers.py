"""What other apps may tell articles: small registries, filled in AppConfig.ready()."""

# Functions from an article to (language, address) pairs: the same text in other languages.
TRANSLATIONS = []
# Functions from a count to keys of articles, the most read first; empty where nobody counts.
MOST_READ = []
# Functions from keys of pictures (None: of all) to (key, pictures.uses.Use) pairs: where else
# pictures stand, so that none is deleted from under a letter and a substitute reaches every place.
PICTURE_PLACES = []


def languages(article):
    """The article in other languages, itself included, for hreflang."""
    return [pair for told in TRANSLATIONS for pair in told(article)]


def most_read(count):
    """Keys of the most read articles, as far as anybody counts them."""
    return next((keys for told in MOST_READ if (keys := list(told(count)[:count]))), [])
