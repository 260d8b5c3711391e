import pytest

from articles.models import LogLine
from tests.factories import make_published, make_section, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/logline/"


def lines(client, query=""):
    found = client.get(f"{LIST}?{query}").context["cl"].result_list
    return [(line.verb, line.title) for line in found]


def test_the_log_says_what_was_done_newest_first(client):
    chief = make_user("chief", "Chief")
    client.force_login(chief)
    article = make_published(title="Bridges", by=chief)
    article.unpublish(chief, "Wrong picture.")

    assert lines(client) == [("unpublished", "Bridges"), ("published", "Bridges")]
    assert "Wrong picture." in client.get(LIST).text
    assert lines(client, f"article={article.pk}") == lines(client)


def test_a_section_editor_reads_of_their_section_and_themselves(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    editor = make_user("editor", "Editor", sections=[europe])
    client.force_login(editor)
    make_published(title="Here", section=europe)
    make_published(title="There", section=asia)
    LogLine.objects.remark(asia, "changed")
    LogLine.objects.remark(europe, "seen", editor)

    assert sorted(lines(client)) == [("published", "Here"), ("seen section", "Europe")]


@pytest.mark.parametrize("group", ["Contributor", "Audience"])
def test_others_do_not_read_the_log(client, group):
    client.force_login(make_user("someone", group))

    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("verb", ["change", "delete"])
def test_nobody_changes_the_log(client, verb):
    client.force_login(make_user("root", None, is_superuser=True))
    make_published()
    line = LogLine.objects.get()

    response = client.post(f"{LIST}{line.pk}/{verb}/", {"verb": "forged", "post": "yes"})

    assert response.status_code == 403
    assert client.post(f"{LIST}add/", {"verb": "forged"}).status_code == 403
    assert LogLine.objects.get() == line
