"""A text on its way: before the editors, back with its writer, approved. It never decides
visibility."""

from django.db import transaction

from articles.models import Article, LogLine, Note

Stage = Article.Stage
# The step, the right that it needs, where it leads, and what is said of it.
STEPS = {
    "submit": ("submit", Stage.REVIEW, "submitted", "“{}” is with the editors now."),
    "return": ("approve", Stage.WRITING, "returned", "“{}” is back with its writer."),
    "approve": ("approve", Stage.READY, "approved", "“{}” is ready."),
}
LONGEST_NOTE = 4000


def move(article, step, by, note=""):
    """Take the step, with a note to colleagues and a line in the log."""
    _, stage, verb, _ = STEPS[step]
    with transaction.atomic():
        article = article.lock()
        if note.strip():
            Note.objects.create(article=article, by=by, text=note.strip()[:LONGEST_NOTE])
        if article.stage != stage:
            article.stage = stage
            article.save(update_fields=["stage"])
            LogLine.objects.write(article, verb, by, detail=note.strip()[:LONGEST_NOTE])
