"""What stands beside an article's form comes with the article, in the order of the form."""

import pytest
from django.utils import timezone

from articles.desk import beside
from articles.models import Article, Note, Pin, PreviewLink
from articles.models.reads import write_down
from tests.factories import DAY, make_article, make_published, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_user("tove", "Editor")


def loaded(article, user):
    return beside.with_beside(Article.objects, user).get(pk=article.pk)


def test_an_article_without_anything_has_nothing_beside_it(editor):
    article = loaded(make_article(), editor)
    assert [*beside.notes(article), *beside.links(article), *beside.sites(article)] == []
    assert beside.places(article) == {}
    assert [name for _, name in beside.colleagues(article)] == ["tove"]


def test_a_new_article_has_nothing_beside_it_either():
    new = Article()
    assert [*beside.notes(new), *beside.links(new), *beside.sites(new)] == []


def test_notes_come_in_the_order_of_their_writing_with_names_and_any_words(editor):
    article = make_article()
    words = ['She said: "no", 100% — \\ and \n a line', "Ærø's ‘quay’", "{}"]
    written = [Note.objects.create(article=article, by=editor, text=text) for text in words]
    Note.objects.create(article=make_article(), by=editor, text="Of another")
    Note.objects.filter(pk=written[0].pk).update(at=timezone.now() + DAY, by=None)

    rows = beside.notes(loaded(article, editor))

    assert [row["text"] for row in rows] == [words[1], words[2], words[0]]
    assert [row["name"] for row in rows] == ["tove", "tove", None]
    written[1].refresh_from_db()
    assert rows[0]["at"] == written[1].at


def test_the_sites_that_sent_most_come_first_and_no_more_than_fit(editor):
    article = make_published(slug="quay")
    write_down({("quay", f"s{number:02}.example"): number + 1 for number in range(12)})
    assert beside.sites(loaded(article, editor)) == [
        (f"s{number:02}.example", number + 1) for number in range(11, 3, -1)
    ]


def test_links_that_stand_come_newest_first_and_places_are_those_of_the_article(editor):
    article, other = make_published(), make_published()
    links = [PreviewLink.objects.make(article, editor) for _ in range(3)]
    links[1].revoke()
    PreviewLink.objects.make(other, editor)
    Pin.objects.put(other, None, 1)
    Pin.objects.put(article, None, 2)
    Pin.objects.put(article, article.section, 1)

    found = loaded(article, editor)

    assert [link.pk for link in beside.links(found)] == [links[2].pk, links[0].pk]
    assert [link.expires_at for link in beside.links(found)] == [
        links[2].expires_at,
        links[0].expires_at,
    ]
    assert beside.places(found) == {None: 2, article.section_id: 1}


def test_only_ones_own_slot_is_known(editor):
    article = make_article()
    article.slots.create(by=make_user("odd", "Editor"), data={})
    assert not loaded(article, editor).its_slots
    article.slots.create(by=editor, data={})
    assert loaded(article, editor).its_slots


def test_only_staff_who_work_here_can_be_given_an_article(editor):
    make_user("anna", "Contributor")
    make_user("left", "Editor", is_active=False)
    assert [name for _, name in beside.colleagues(loaded(make_article(), editor))] == [
        "anna",
        "tove",
    ]
