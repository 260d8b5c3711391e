"""What stands between a text and its readers."""

from articles.desk.preflight.inspection import inspect
from articles.models import LogLine, snapshot


def in_the_way(content, article=None):
    """The errors that stop this content from being published.

    What was wrong with a live article before warns, and stops no update.
    """
    errors = [found for found in inspect(content, article) if found.rule.is_error]
    if errors and article is not None and article.pk and article.was_published():
        before = {found.key for found in inspect(snapshot.take(article), article)}
        errors = [found for found in errors if found.key not in before]
    return errors


def sentences(errors):
    """One sentence for each error, with how to mend it."""
    return [f"{found.sentence} {found.rule.mend}" for found in errors]


def keep_reason(article, errors, reason, by):
    """Write down why it was published in spite of these errors."""
    if errors:
        detail = " ".join([reason.strip(), *(f"[{error.sentence}]" for error in errors)])
        LogLine.objects.write(article, "overrode the checks", by, detail=detail)
