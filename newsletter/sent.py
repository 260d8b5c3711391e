"""What articles' desk shows of the letters: registered in AppConfig.ready()."""

from articles.pictures.uses import Use
from newsletter.models import Issue, IssuePicture
from newsletter.models.delivery import State


def where_sent(article):
    """“Sent in issue 12 to 8,214 readers”, for each issue that carried the article."""
    carried = Issue.objects.begun().filter(entries__article=article.pk).order_by("number")
    for issue in carried:
        count = issue.sums().get(State.SENT, 0)
        readers = "one reader" if count == 1 else f"{count:,} readers"
        yield f"Sent in issue {issue.number} to {readers}."


def picture_places(keys=None):
    """The letters that a picture stands in."""
    rows = IssuePicture.objects.select_related("issue").order_by("pk")
    for row in rows if keys is None else rows.filter(image__in=keys):
        issue = row.issue
        yield row.image_id, Use("letter", str(issue), f"in issue {issue.number}", issue.pk, True)
