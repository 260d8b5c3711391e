import pytest

from articles.models import Article, Edition, MagazineSettings, Page, Pin
from articles.pictures.substitution import in_body, substitute
from articles.pictures.uses import Use, unused, uses_of
from tests.factories import make_article, make_author, make_image, make_published, make_user

pytestmark = pytest.mark.django_db


def shows(image, alt="x"):
    return f'<figure><img data-file="{image.pk}" alt="{alt}"></figure>'


def test_a_live_article_changes_for_readers_and_keeps_its_date():
    old, new, by = make_image(), make_image(), make_user()
    article = make_published(lead_image=old, social_image=old, body=f"<p>Text.</p>{shows(old)}")
    before, edition = article.first_published_at, Edition.objects.current().number

    assert substitute(old, new, by) == 1

    article.refresh_from_db()
    assert (article.lead_image, article.social_image) == (new, new)
    assert article.body == f"<p>Text.</p>{shows(new, '')}"
    assert article.first_published_at == before
    assert article.updated_at is None
    assert list(article.image_uses.values_list("image", flat=True)) == [new.pk]
    assert Edition.objects.current().number > edition
    revision = article.revisions.first()
    assert (revision.by, revision.label) == (by, f"Picture {old.pk} replaced by {new.pk}")


def test_a_version_in_work_changes_too_and_stays_in_work():
    old, new, by = make_image(), make_image(), make_user()
    article = make_published(lead_image=old, title="As readers see it")
    snapshot = article.revisions.first().snapshot | {"title": "Being reworked"}
    article.save_revision(snapshot, by)

    substitute(old, new, by)

    article.refresh_from_db()
    assert (article.title, article.lead_image) == ("As readers see it", new)
    newest = article.revisions.first().snapshot
    assert (newest["title"], newest["lead_image"]) == ("Being reworked", new.pk)
    assert article.has_pending_changes()


def test_a_draft_changes_and_stays_a_draft():
    old, new = make_image(), make_image()
    article = make_article(body=shows(old))

    substitute(old, new, make_user())

    article.refresh_from_db()
    assert article.body == shows(new, "")
    assert not article.is_published()


def test_a_picture_that_only_a_version_in_work_shows_is_replaced_there():
    old, new, by = make_image(), make_image(), make_user()
    article = make_published()
    article.save_revision(article.revisions.first().snapshot | {"lead_image": old.pk}, by)

    substitute(old, new, by)

    article.refresh_from_db()
    assert article.lead_image is None
    assert article.revisions.first().snapshot["lead_image"] == new.pk
    assert not old.uses.exists()


def test_pages_and_the_logo_change():
    old, new = make_image(), make_image()
    page = Page.objects.create(title="About", slug="about-us", body=shows(old))
    MagazineSettings.objects.update(logo=old)

    assert substitute(old, new, make_user()) == 2

    page.refresh_from_db()
    assert page.body == shows(new, "")
    assert MagazineSettings.objects.current().logo == new


def test_an_article_that_does_not_show_it_is_left_alone():
    old, new, other = make_image(), make_image(), make_image()
    article = make_published(lead_image=other)

    assert substitute(old, new, make_user()) == 0

    assert Article.objects.get().version == article.version


def test_a_number_that_only_begins_alike_is_another_picture():
    old, new = make_image(), make_image()
    longer = shows(old).replace(f'"{old.pk}"', f'"{old.pk}0"')

    assert in_body(longer, old, new) == longer


def test_every_place_where_a_picture_stands_is_known():
    image = make_image()
    live = make_published(lead_image=image, title="Live", body=shows(image))
    make_article(lead_image=image, title="Draft")
    Pin.objects.create(article=live)
    make_author("Ana Lind", portrait=image)
    Page.objects.create(title="About", slug="about-us", body=shows(image))
    MagazineSettings.objects.update(logo=image, name="The Far Shore")

    uses = {(use.kind, use.title, use.place, use.is_public) for use in uses_of([image])[image.pk]}

    assert uses == {
        ("article", "Live", "lead picture", True),
        ("article", "Live", "in the text", True),
        ("article", "Draft", "lead picture", False),
        ("front", "Front: Home", "with “Live”", True),
        ("portrait", "Ana Lind", "portrait", True),
        ("page", "About", "in the text", True),
        ("magazine", "The Far Shore", "logo", True),
    }
    assert list(unused()) == []


def test_other_apps_tell_where_else_a_picture_stands(monkeypatch):
    shown, other = make_image(), make_image()

    def in_letters(keys):
        if keys is None or shown.pk in keys:
            yield shown.pk, Use("letter", "Friday's letter", "in the letter", 7, True)

    monkeypatch.setattr("articles.pictures.uses.PICTURE_PLACES", [in_letters])

    assert [use.title for use in uses_of([shown, other])[shown.pk]] == ["Friday's letter"]
    assert list(unused()) == [other]
