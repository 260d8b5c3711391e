"""Whatever the desk does, readers see what was published, until somebody publishes again."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles.models import Article
from tests.articles.desk.forms import address, opened
from tests.factories import make_author, make_image, make_published, make_section, make_user

pytestmark = pytest.mark.django_db

STAMP = re.compile(rb'name="stamp" value="[^"]*"')
ROLES = ("chief", "editor", "other_editor", "writer", "audience")
TYPED = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text(max_size=20),
        "slug": st.sampled_from(["", "moved", "admin", "europe"]),
        "dek": st.text(max_size=20),
        "body": st.sampled_from(["", "<p>Other</p>", "<p>One.</p><p>Added</p>", "<script>x"]),
        "tags": st.sampled_from(["", "New tag, Middle East"]),
        "bylines": st.sampled_from(["", "Ada", "Nobody"]),
        "lead_image": st.sampled_from(["", "1", "999"]),
        "publish_at": st.sampled_from(["", "2031-01-01T06:00", "2020-01-01T06:00"]),
        "unpublish_at": st.sampled_from(["", "2031-02-01T06:00", "2020-01-01T06:00"]),
        "base": st.sampled_from(["0", "1", "99"]),
        "label": st.sampled_from(["", "sent to legal"]),
        "material": st.just("on"),
        "note": st.text(max_size=10),
    },
)
DEEDS = st.one_of(
    st.tuples(st.sampled_from(["_save", "_submit", "_return", "_approve"]), TYPED),
    st.tuples(st.sampled_from(["pulse", "preview", "share", "revoke"]), TYPED),
    st.tuples(st.sampled_from(["history", "changes", "recovered"]), st.just({})),
    st.tuples(st.just("restore"), st.fixed_dictionaries({"number": st.sampled_from("123")})),
)


def public_bytes(article):
    """All that a reader may get of it."""
    reader = Client()
    addresses = [article.get_absolute_url(), "/", f"/{article.section.slug}/", "/feed/"]
    addresses += ["/sitemap.xml", "/search/?q=published", "/europe/moved/", "/tags/new-tag/"]
    answers = [reader.get(url) for url in addresses]
    # The sign-up form's stamp tells the time.
    return [(answer.status_code, STAMP.sub(b"", answer.content)) for answer in answers]


def do(client, article, deed, typed):
    if deed.startswith("_"):
        fields = opened(client, address(article, "change/"))
        return client.post(address(article, "change/"), fields | typed | {deed: ""})
    if deed in ("history", "changes"):
        return client.get(address(article, f"{deed}/"))
    if deed == "recovered":
        return client.get("/admin/articles/article/recovered/")
    return client.post(address(article, f"{deed}/"), typed | {"typed": "yes"})


@dataclass(repr=False)
class Newsroom:
    article: Article
    clients: dict
    before: list


@pytest.fixture
def newsroom():
    europe, asia = make_section("Europe"), make_section("Asia")
    make_image()
    article = make_published(
        title="As published",
        slug="published",
        body="<p>One.</p><p>Two.</p>",
        section=europe,
        authors=[make_author("Ada")],
        tags=["Middle East"],
    )
    people = {
        "chief": make_user("chief", "Chief"),
        "editor": make_user("editor", "Editor", sections=[europe]),
        "other_editor": make_user("other", "Editor", sections=[asia]),
        "writer": make_user("writer", "Contributor"),
        "audience": make_user("audience", "Audience"),
    }
    Article.objects.filter(pk=article.pk).update(created_by=people["writer"])
    clients = {}
    for role, user in people.items():
        clients[role] = Client()
        clients[role].force_login(user)
    return Newsroom(article, clients, public_bytes(article))


@settings(
    max_examples=20,
    deadline=None,
    # The rows stay from one example to the next: what readers get must stay as well.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=st.lists(st.tuples(st.sampled_from(ROLES), DEEDS), min_size=1, max_size=8))
def test_nothing_but_a_publication_changes_what_readers_get(newsroom, deeds):
    article, clients, before = newsroom.article, newsroom.clients, newsroom.before

    for role, (deed, typed) in deeds:
        response = do(clients[role], article, deed, typed)
        assert response.status_code < 500

    assert public_bytes(article) == before


@pytest.mark.parametrize("role", ["other_editor", "writer", "audience"])
def test_nor_does_a_publication_by_somebody_who_may_not(newsroom, role):
    article, clients, before = newsroom.article, newsroom.clients, newsroom.before
    fields = opened(clients["chief"], address(article, "change/"))

    clients[role].post(address(article, "change/"), fields | {"title": "Forged", "_publish": ""})
    clients[role].post(address(article, "unpublish/"), fields | {"_unpublish": ""})

    assert public_bytes(article) == before


def test_but_publish_update_does(newsroom):
    article, clients, before = newsroom.article, newsroom.clients, newsroom.before
    fields = opened(clients["editor"], address(article, "change/"))

    clients["editor"].post(
        address(article, "change/"), fields | {"title": "Better", "_publish": ""}
    )

    after = public_bytes(article)
    assert after != before
    assert b"Better" in after[0][1]


@pytest.mark.parametrize("deed", ["_save", "pulse", "preview", "share", "restore", "_submit"])
def test_the_deeds_are_really_done(newsroom, deed):
    article, chief = newsroom.article, newsroom.clients["chief"]
    chief.post(address(article, "change/"), opened(chief, address(article, "change/")))
    fields = opened(chief, address(article, "change/"))
    typed = {"title": "Reworked", "publish_at": "2031-01-01T06:00", "number": "1"}

    answer = do(chief, article, deed, fields | typed)

    assert answer.status_code in (200, 302)
    article.refresh_from_db()
    done = {
        "_save": article.version == 2,
        "_submit": article.version == 2,
        "restore": article.version == 2,
        "pulse": article.slots.exists(),
        "preview": b"Reworked" in answer.content,
        "share": article.preview_links.exists(),
    }
    assert done[deed]
    assert public_bytes(article) == newsroom.before
