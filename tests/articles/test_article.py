import pytest

from articles.models import Article, Edition, LogLine, Redirect, snapshot
from tests.factories import DAY, HOUR, NOON, make_article, make_published, make_section

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("published_at", "live"),
    [(None, False), (NOON - HOUR, True), (NOON, True), (NOON + HOUR, False)],
    ids=["draft", "past", "this very moment", "scheduled"],
)
def test_an_article_is_live_once_its_time_has_come(published_at, live):
    article = make_article(published_at=published_at)

    assert article.is_published(at=NOON) is live
    assert list(Article.objects.published(at=NOON)) == ([article] if live else [])


@pytest.mark.parametrize(
    ("unpublish_at", "live"),
    [(NOON - HOUR, False), (NOON, False), (NOON + HOUR, True)],
    ids=["ended", "ends this very moment", "ends later"],
)
def test_an_article_leaves_at_its_end(unpublish_at, live):
    article = make_article(published_at=NOON - DAY, unpublish_at=unpublish_at)

    assert article.is_published(at=NOON) is live
    assert list(Article.objects.published(at=NOON)) == ([article] if live else [])


def test_saving_a_live_article_changes_nothing_that_readers_see():
    article = make_published(title="As it stands")
    before, edition = (
        Article.objects.filter(pk=article.pk).values().get(),
        Edition.objects.current(),
    )

    article.save_revision(snapshot.take(article) | {"title": "Reworked"}, None)

    after = Article.objects.filter(pk=article.pk).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"version", "saved_at"}
    assert Edition.objects.current() == edition
    assert article.has_pending_changes()


def test_publish_update_shows_the_newest_revision_and_keeps_the_date():
    article = make_published(title="As it stands")
    date = article.first_published_at
    article.save_revision(snapshot.take(article) | {"title": "Reworked"}, None)

    article.publish()

    assert article.title == "Reworked"
    assert article.first_published_at == date
    assert article.updated_at is None
    assert not article.has_pending_changes()


def test_saving_a_draft_changes_the_row():
    article = make_article(title="First")

    article.save_revision(snapshot.take(article) | {"title": "Second"}, None)

    assert Article.objects.get(pk=article.pk).title == "Second"


def test_a_save_from_an_old_revision_is_refused():
    article = make_article()
    content = snapshot.take(article)
    article.save_revision(content, None, base=1)

    with pytest.raises(snapshot.Stale) as refusal:
        article.save_revision(content, None, base=1)

    assert refusal.value.newest == 2


def test_the_first_date_survives_an_unpublish():
    article = make_published()
    first = article.first_published_at

    article.unpublish()
    article.publish()

    assert article.first_published_at == first
    assert article.is_published()
    assert article.unpublish_at is None


def test_a_changed_address_of_a_live_article_leaves_a_redirect_without_chains():
    article = make_published(slug="one")
    section = article.section.slug
    for slug in ("two", "three", "one"):
        article.save_revision(snapshot.take(article) | {"slug": slug}, None)
        article.publish()

    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        f"/{section}/two/": f"/{section}/one/",
        f"/{section}/three/": f"/{section}/one/",
    }


def test_publishing_twice_is_one_publication():
    article = make_published()
    date = article.published_at

    article.publish()

    assert article.published_at == date
    verbs = LogLine.objects.filter(article=article).values_list("verb", flat=True)
    assert list(verbs) == ["updated", "published"]


@pytest.mark.sqlite
@pytest.mark.parametrize("count", [1, 5, 500])
def test_sqlite_reads_the_newest_off_their_index_however_few_are_asked_for(count):
    plan = Article.objects.published().newest()[:count].explain()

    assert "article_newest" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.sqlite
def test_sqlite_counts_a_section_without_reading_an_article():
    section = make_section()

    plan = Article.objects.in_section(section).published().values("pk").explain()

    assert "COVERING INDEX article_newest_in_section" in plan


def test_articles_among_lists_are_each_there_once():
    europe, asia = make_section(), make_section()
    one, two = make_published(section=europe), make_published(section=asia)
    make_published(section=asia, published_at=NOON)
    newest = Article.objects.published().newest()

    found = Article.objects.among(newest[:1], newest.in_section(europe)[:1], newest[:2])

    assert set(found) == {one, two}
