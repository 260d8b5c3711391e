"""Pictures in letters: under the same credit as everywhere, and known to the library."""

from html import unescape

import pytest

from articles.models import Article
from articles.pictures import library, renditions
from articles.pictures.uses import unused, uses_of
from newsletter.printing import print_issue
from newsletter.sending.schedule import begin_due
from tests.articles.pictures.files import picture_file
from tests.factories import make_published
from tests.newsletter.issues import make_issue

pytestmark = pytest.mark.django_db
CREDITS = [{"creator": "Jane Doe", "agency": "Northlight"}, {"creator": "Ana & Co"}]


@pytest.fixture
def image():
    image = library.store(picture_file(1200, 800), alt="A quay", credits=CREDITS).image
    renditions.make_all(image)
    make_published(lead_image=image, title="The quay")
    return image


def test_the_credit_under_a_letters_picture_is_the_line_that_readers_see(image, client):
    line = image.credit_line()
    assert "Jane Doe" in line
    assert "Ana & Co" in line

    printed = print_issue(make_issue(articles=0))

    assert f">{line}</p>" in unescape(printed.html)
    assert line in unescape(client.get(Article.objects.get().get_absolute_url()).text)


def test_a_picture_in_a_letter_that_went_out_is_in_use_there_for_good(image, settings):
    settings.EMAIL_BACKEND = "newsletter.outbox.Backend"
    issue = make_issue(articles=0, state="scheduled")
    assert [use.kind for use in uses_of([image])[image.pk]] == ["article"]
    begin_due()
    issue.refresh_from_db()
    assert issue.state == "preparing", issue.note

    article = Article.objects.get()
    article.lead_image = None
    article.save()
    article.image_uses.all().delete()

    [use] = uses_of([image])[image.pk]
    assert (use.kind, use.place, use.is_public) == ("letter", "in issue 1", True)
    assert not unused().exists()
