import pytest

from articles.models import Edition, MagazineSettings
from tests.factories import make_user

pytestmark = pytest.mark.django_db

FORM = "/admin/articles/magazinesettings/1/change/"


@pytest.fixture
def chief(client):
    user = make_user("chief", "Chief")
    client.force_login(user)
    return user


def form_of(**changes):
    kept = {
        "name": "The Far Shore",
        "newsletter_name": "The round-up",
        "newsletter_pitch": "Once a week.",
        "time_zone": "Europe/Berlin",
        "language": "en",
    }
    return {**kept, **changes}


def test_the_list_leads_to_the_one_form(client, chief):
    response = client.get("/admin/articles/magazinesettings/")

    assert response.headers["Location"] == FORM


def test_what_is_saved_is_on_every_page_at_once(client, chief):
    before = Edition.objects.current().number

    client.post(FORM, form_of(tagline="News from elsewhere", social_links="Bsky | https://b.org/"))

    edition = Edition.objects.current()
    assert edition.number > before
    assert edition.frame["tagline"] == "News from elsewhere"
    assert edition.frame["social_links"] == [{"label": "Bsky", "url": "https://b.org/"}]
    assert "The Far Shore" in client.get("/").text


@pytest.mark.parametrize(
    "address",
    ["/admin/articles/magazinesettings/add/", "/admin/articles/magazinesettings/1/delete/"],
)
def test_the_settings_are_neither_added_nor_deleted(client, chief, address):
    assert client.post(address, form_of(post="yes")).status_code == 403
    assert MagazineSettings.objects.count() == 1


@pytest.mark.parametrize("group", ["Contributor", "Editor", "Audience"])
def test_only_a_chief_sees_the_settings(client, group):
    client.force_login(make_user("other", group))

    assert client.get(FORM).status_code == 403
    assert client.post(FORM, form_of()).status_code == 403


def test_dates_follow_the_newsrooms_zone_at_once(client, chief):
    client.post(FORM, form_of(time_zone="Asia/Tokyo", notice_until="2030-01-01T12:00"))

    settings = MagazineSettings.objects.current()
    # Typed while the newsroom was still in UTC.
    assert settings.notice_until.isoformat() == "2030-01-01T12:00:00+00:00"
    assert 'value="2030-01-01T21:00"' in client.get(FORM).text
