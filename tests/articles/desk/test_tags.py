import pytest
from django.contrib import admin
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag as StockTag

from articles import rederiving
from articles.models import LogLine, Tag, snapshot
from articles.models.tag import split_tags
from tests.factories import make_article, make_published, make_user

pytestmark = pytest.mark.django_db

MERGE = "/admin/articles/tag/merge/"


@pytest.fixture
def chief(client):
    user = make_user("chief", "Chief")
    client.force_login(user)
    return user


def tag(name):
    return Tag.objects.get(name=name)


def tags(article):
    article.refresh_from_db()
    return [kept["name"] for kept in article.derived["tags"]]


def merge(client, into, *others):
    return client.post(MERGE, {"into": into.pk, "tag": [into.pk, *(one.pk for one in others)]})


def test_merged_tags_are_one_everywhere(client, chief):
    first = make_published(tags=["Middle East"])
    both = make_published(tags=["Middle East", "Mid East"])
    second = make_published(tags=["Mid East"])
    old = tag("Mid East").get_absolute_url()

    merge(client, tag("Middle East"), tag("Mid East"))

    assert [tags(article) for article in (first, both, second)] == [["Middle East"]] * 3
    assert list(Tag.objects.all()) == [tag("Middle East")]
    assert client.get(old).headers["Location"] == "/tags/middle-east/"
    line = LogLine.objects.filter(verb="merged into tag").get()
    assert (line.title, line.detail, line.by) == ("Middle East", "From “Mid East”.", chief)


def test_before_a_merge_one_sees_what_it_would_do(client, chief):
    make_published(title="About the Gulf", tags=["Gulf", "Persian Gulf"])

    response = client.get(f"{MERGE}?tag={tag('Gulf').pk}&tag={tag('Persian Gulf').pk}")

    assert response.context["total"] == 1
    assert "About the Gulf" in response.text
    assert Tag.objects.count() == 2


def test_an_older_version_does_not_bring_a_merged_tag_back(client, chief):
    article = make_article(tags=["Mid East"])
    before = snapshot.take(article)
    Tag.objects.create(name="Middle East")
    merge(client, tag("Middle East"), tag("Mid East"))

    article.save_revision(before, chief)

    assert tags(article) == ["Middle East"]


def test_a_renamed_tag_answers_to_its_old_name(client, chief):
    article = make_published(tags=["Turkey"])
    before = snapshot.take(article)

    client.post(
        f"/admin/articles/tag/{tag('Turkey').pk}/change/", {"name": "Türkiye", "slug": "turkiye"}
    )

    assert tags(article) == ["Türkiye"]
    assert client.get("/tags/turkey/").headers["Location"] == "/tags/turkiye/"
    article.save_revision(before, chief)
    article.publish(chief)
    assert tags(article) == ["Türkiye"]


def test_a_name_is_one_tag_in_any_case(client, chief):
    Tag.objects.create(name="NATO")

    response = client.post("/admin/articles/tag/add/", {"name": "Nato", "slug": "nato-2"})

    sentence = "There is a tag “NATO” already. Merge the two instead."
    assert response.context["adminform"].form.errors == {"name": [sentence]}


def test_two_words_are_one_tag_and_a_comma_makes_two(client, chief):
    client.post("/admin/articles/tag/add/", {"name": "Middle East", "slug": "middle-east"})
    response = client.post("/admin/articles/tag/add/", {"name": "Iran, Iraq", "slug": "iran"})

    assert list(Tag.objects.values_list("name", flat=True)) == ["Middle East"]
    sentence = "One tag at a time: commas and semicolons separate tags."
    assert response.context["adminform"].form.errors == {"name": [sentence]}


@pytest.mark.parametrize("nothing", ["\u202e", "\u200b", " \u2060 ", "“”", "\u00ad"])
def test_a_name_that_nobody_sees_is_no_tag(nothing):
    assert split_tags(f"Trade, {nothing}, Persian\u200cGulf") == ["Trade", "Persian\u200cGulf"]


def test_a_tag_in_another_script_has_a_working_address(client, chief):
    make_published(tags=["東京"])

    assert client.get(tag("東京").get_absolute_url()).status_code == 200


@pytest.mark.parametrize("group", ["Contributor", "Editor", "Audience"])
def test_only_a_chief_merges(client, group):
    make_published(tags=["Gulf", "Persian Gulf"])
    client.force_login(make_user("other", group))

    assert merge(client, tag("Gulf"), tag("Persian Gulf")).status_code == 403
    assert Tag.objects.count() == 2


def test_taggits_own_admin_is_not_there(client, chief):
    chief.is_superuser = True
    chief.save()

    assert not admin.site.is_registered(StockTag)
    assert client.get("/admin/taggit/tag/").status_code == 404
    assert client.get("/admin/taggit/tag/merge-tags/").status_code == 404


@pytest.mark.parametrize("given", ["", "tag=1", "tag=x&tag=-1", "tag=" + "9" * 30])
def test_a_merge_of_nothing_leads_back_to_the_list(client, chief, given):
    assert client.get(f"{MERGE}?{given}").headers["Location"] == "/admin/articles/tag/"


def test_a_deleted_tag_is_named_on_no_article(client, chief):
    article = make_published(tags=["Harbour", "Sea"])

    client.post(f"/admin/articles/tag/{tag('Harbour').pk}/delete/", {"post": "yes"})

    assert tags(article) == ["Sea"]
    assert "Harbour" not in client.get(article.get_absolute_url()).text


def test_no_update_brings_a_deleted_tag_back(client, chief):
    quiet = make_published(tags=["Harbour", "Sea"])
    reworked = make_published(title="Before", tags=["Harbour"])
    reworked.save_revision(snapshot.take(reworked) | {"title": "After", "tags": ["Port"]}, chief)
    reworked.save_revision(snapshot.take(reworked) | {"title": "After"}, chief)

    client.post(f"/admin/articles/tag/{tag('Harbour').pk}/delete/", {"post": "yes"})

    assert (tags(quiet), tags(reworked)) == (["Sea"], [])
    assert [quiet.has_pending_changes(), reworked.has_pending_changes()] == [False, True]
    assert reworked.title == "Before"
    for article in (quiet, reworked):
        article.publish(chief)
    assert (tags(quiet), tags(reworked)) == (["Sea"], [])
    assert reworked.title == "After"
    assert not Tag.objects.filter(name="Harbour").exists()


def test_a_tag_of_very_many_articles_is_taken_off_behind_the_scenes(client, chief, monkeypatch):
    monkeypatch.setattr(rederiving, "FEW", 0)
    article = make_published(tags=["Harbour", "Sea"])

    client.post(f"/admin/articles/tag/{tag('Harbour').pk}/delete/", {"post": "yes"})
    row = DBTaskResult.objects.get(task_path="articles.rederiving.strike_many")
    rederiving.strike_many.call(*row.args_kwargs["args"])

    assert tags(article) == ["Sea"]
