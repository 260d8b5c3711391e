import pytest

from articles.models import Edition, LogLine, Redirect, Section, snapshot
from tests.factories import make_article, make_published, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    user = make_user("chief", "Chief")
    client.force_login(user)
    return user


def form_of(section, **changes):
    kept = {"name": section.name, "slug": section.slug, "order": section.order, "is_visible": "on"}
    return {**kept, **changes}


def edition():
    return Edition.objects.current()


def test_a_new_section_is_in_the_menu_at_once(client, chief):
    client.post("/admin/articles/section/add/", form_of(Section(), name="Asia", slug="asia"))

    assert [row["name"] for row in edition().frame["sections"]] == ["Asia"]
    line = LogLine.objects.get()
    assert (line.verb, line.title, line.by) == ("added section", "Asia", chief)


def test_a_moved_section_takes_its_readers_along(client, chief):
    section = make_section("Europe")
    article = make_published(section=section, slug="a-story")
    before = edition().number

    client.post(f"/admin/articles/section/{section.pk}/change/", form_of(section, slug="eu"))

    assert edition().number > before
    assert client.get("/europe/").headers["Location"] == "/eu/"
    assert client.get("/europe/a-story/").headers["Location"] == "/eu/a-story/"
    assert client.get("/eu/a-story/").context["article"] == article


def test_a_section_that_moves_back_needs_no_redirect(client, chief):
    section = make_section("Europe")
    for slug in ("eu", "europe"):
        section.refresh_from_db()
        client.post(f"/admin/articles/section/{section.pk}/change/", form_of(section, slug=slug))

    assert list(Redirect.objects.values_list("old_path", "new_path")) == [("/eu/", "/europe/")]


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("admin", "“admin” is an address that the site itself uses. Choose another."),
        ("about", "Another section or page has this address. Choose another."),
        ("a-story", "An article has this address. Choose another."),
    ],
)
def test_an_address_that_is_taken_is_refused_with_a_sentence(client, chief, slug, sentence):
    make_section("About", slug="about")
    make_article(slug="a-story")

    response = client.post("/admin/articles/section/add/", form_of(Section(), name="A", slug=slug))

    assert response.context["adminform"].form.errors == {"slug": [sentence]}


def test_there_is_one_side_list(client, chief):
    make_section("Briefs", is_rail=True)
    other = make_section("Notes")

    response = client.post(
        f"/admin/articles/section/{other.pk}/change/", form_of(other, is_rail="on")
    )

    errors = response.context["adminform"].form.non_field_errors()
    assert errors == ["Another section is the side list already."]


def test_editors_are_chosen_among_editors(client, chief):
    editor, writer = make_user("editor", "Editor"), make_user("writer", "Contributor")
    section = make_section("Europe")
    address = f"/admin/articles/section/{section.pk}/change/"

    response = client.post(address, form_of(section, editors=[writer.pk]))
    assert "editors" in response.context["adminform"].form.errors

    client.post(address, form_of(section, editors=[editor.pk]))
    assert list(section.editors.all()) == [editor]


def test_a_section_with_articles_cannot_be_deleted(client, chief):
    section = make_section("Europe")
    make_article(section=section)

    client.post(f"/admin/articles/section/{section.pk}/delete/", {"post": "yes"})

    assert Section.objects.filter(pk=section.pk).exists()


def test_a_renamed_genre_takes_its_readers_along(client, chief):
    client.post(
        "/admin/articles/genre/add/",
        {"name": "Analysis", "slug": "analysis", "schema_type": "NewsArticle"},
    )
    genre = client.get("/admin/articles/genre/").context["cl"].result_list[0]

    client.post(
        f"/admin/articles/genre/{genre.pk}/change/",
        {"name": "Analyses", "slug": "analyses", "schema_type": "NewsArticle"},
    )

    assert client.get("/genre/analysis/").headers["Location"] == "/genre/analyses/"


def test_old_addresses_below_a_renamed_section_lead_on_in_one_step(client, chief):
    section = make_section("Europe")
    article = make_published(section=section, slug="first")
    article.save_revision(snapshot.take(article) | {"slug": "second"}, chief)
    article.publish(chief)
    url = f"/admin/articles/section/{section.pk}/change/"

    client.post(url, form_of(section, slug="continent"))

    assert client.get("/europe/first/").headers["Location"] == "/continent/second/"
    assert client.get("/europe/").headers["Location"] == "/continent/"

    client.post(url, form_of(section, slug="europe"))

    assert client.get("/europe/first/").headers["Location"] == "/europe/second/"
    assert client.get("/continent/second/").headers["Location"] == "/europe/second/"
    assert client.get("/europe/second/").status_code == 200
