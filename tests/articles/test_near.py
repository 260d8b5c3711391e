import pytest
from django.utils import timezone

from articles import offers
from articles.companions import companions
from articles.frame import frame_of
from articles.models import Article, Edition
from articles.models.finishing import finish
from articles.models.near import near
from tests.factories import DAY, NOON, make_article, make_published, make_section

pytestmark = pytest.mark.django_db


def test_shared_subjects_make_near_and_more_of_them_nearer():
    article = make_published(title="One", tags=["Grain", "Ports"])
    both = make_published(title="Two", tags=["Grain", "Ports"])
    one = make_published(title="Three", tags=["Grain"], published_at=NOON)
    newer = make_published(title="Four", tags=["Ports"], published_at=NOON + DAY)
    make_published(title="Five", tags=["Opera"])

    assert near(article) == [both.pk, newer.pk, one.pk]


def test_words_of_headline_and_dek_make_near_where_subjects_are_missing():
    article = make_published(title="The harbour treaty", dek="Dredging nobody ordered")
    alike = make_published(title="A treaty on dredging", dek="In the harbours of nobody")
    make_published(title="A treaty")

    assert near(article) == [alike.pk]


def test_what_readers_may_not_see_is_near_nothing():
    article = make_published(title="One", tags=["Grain"])
    make_article(tags=["Grain"])
    make_article(tags=["Grain"], published_at=timezone.now() + DAY)
    make_article(tags=["Grain"], published_at=NOON, unpublish_at=timezone.now())

    assert near(article) == []


def test_the_worker_finds_it_and_a_later_change_keeps_it(client):
    section = make_section("Europe")
    article = make_published(title="One", slug="one", section=section, tags=["Grain"])
    other = make_published(title="Two", tags=["Grain"], published_at=NOON)

    finish.func(article.pk)

    article.refresh_from_db()
    assert article.derived["near"] == [other.pk]
    article.rederive()
    article.refresh_from_db()
    assert article.derived["near"] == [other.pk]


def test_nothing_stands_twice_on_a_page_and_what_is_gone_stands_nowhere(rf):
    section = make_section("Europe")
    article = make_published(section=section, tags=["Grain"])
    for _ in range(12):
        make_published(section=section, tags=["Grain"])
    finish.func(article.pk)
    article.refresh_from_db()
    gone = Article.objects.get(pk=article.derived["near"][-1])
    gone.unpublish()

    told = companions(article, frame_of(rf.get("/")))

    shown = [*told.keep_reading, *told.read_on, *told.latest, *told.rail]
    assert len({other.pk for other in shown}) == len(shown)
    assert gone not in shown
    assert told.read_on != []


def test_the_most_read_stand_in_a_list_of_their_own(rf, client, monkeypatch):
    section = make_section("Europe")
    old = make_published(title="Read by all", section=section, published_at=NOON)
    for number in range(20):
        make_published(title=f"Newer {number}", section=section)
    article = make_published(section=section)
    monkeypatch.setattr(offers, "MOST_READ", [lambda count: [old.pk]])
    Edition.objects.move()

    told = companions(article, frame_of(rf.get("/")))
    assert (told.read_on, told.most_read) == ([], [old])
    page = client.get(article.get_absolute_url()).content.decode()
    listed = page.partition('<h2 id="most-read">Most read</h2>')[2].partition("</section>")[0]
    assert f'<a href="{old.get_absolute_url()}">Read by all</a>' in listed
    assert page.count(">Read by all<") == 1


@pytest.mark.parametrize("count", [0, 1, 9])
def test_five_of_the_most_read_are_shown_and_only_what_is_published(count, rf, monkeypatch):
    article = make_published()
    for number in range(30):
        make_published(title=f"Newer {number}", section=article.section)
    read = [make_published(published_at=NOON, section=article.section) for _ in range(count)]
    hidden = [make_article(), make_published(published_at=NOON, unpublish_at=NOON)]
    keys = [other.pk for other in (article, *hidden, *read)]
    monkeypatch.setattr(offers, "MOST_READ", [lambda most: keys[:most]])
    Edition.objects.move()

    assert companions(article, frame_of(rf.get("/"))).most_read == read[:5]


def test_nobody_is_told_of_an_article_twice_because_it_is_read_much(rf, monkeypatch):
    section = make_section("Europe")
    articles = [make_published(section=section, tags=["Grain"]) for _ in range(12)]
    monkeypatch.setattr(offers, "MOST_READ", [lambda most: [each.pk for each in articles[:most]]])
    Edition.objects.move()
    finish.func(articles[0].pk)
    articles[0].refresh_from_db()

    told = companions(articles[0], frame_of(rf.get("/")))

    shown = [*told.keep_reading, *told.read_on, *told.latest, *told.rail, *told.most_read]
    assert len({other.pk for other in shown}) == len(shown) == 11


def test_finding_what_is_near_is_bounded(django_assert_max_num_queries):
    article = make_published(title="The harbour treaty " * 8, tags=[f"Tag {n}" for n in range(20)])
    for _ in range(3):
        make_published(title="The harbour treaty", tags=[f"Tag {n}" for n in range(20)])

    with django_assert_max_num_queries(11):
        near(article)
