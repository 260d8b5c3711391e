"""Fronts arranged by hand."""

import pytest
from django.utils import timezone

from articles.models import Edition, LogLine, Pin
from tests.articles.desk.forms import address
from tests.factories import DAY, HOUR, make_article, make_published, make_section, make_user

pytestmark = pytest.mark.django_db

HOME = "/admin/fronts/"


@pytest.fixture
def chief(client):
    user = make_user("chief", "Chief")
    client.force_login(user)
    return user


def form_of(client, url, *slots, **more):
    """What the page sends with these slots: an article, or one with its times."""
    slots = [slot if isinstance(slot, tuple) else (slot, "", "") for slot in slots]
    return {
        "seen": client.get(url).context["seen"],
        "article": [article.pk for article, *_ in slots],
        "starts_at": [starts for _, starts, _ in slots],
        "ends_at": [ends for *_, ends in slots],
        **more,
    }


def save(client, url, *slots, **more):
    return client.post(url, form_of(client, url, *slots, do="save", **more))


def pinned(section=None):
    return [pin.article for pin in Pin.objects.on_front(section).select_related("article")]


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_home_page_stands_as_it_was_arranged(client, chief):
    first, second = make_published(title="First"), make_published(title="Second")
    make_published(title="Newest")
    before = Edition.objects.current().number

    save(client, HOME, second, first)

    assert pinned() == [second, first]
    front = client.get("/").context["front"]
    assert [front.lead, *front.seconds][:2] == [second, first]
    assert Edition.objects.current().number > before
    line = LogLine.objects.get(verb="arranged the front")
    assert (line.title, line.by, line.detail) == ("Home page", chief, "Second; First")


def test_what_is_pinned_below_the_top_heads_the_list(client, chief):
    pins = [make_published(title=f"Pin {number}") for number in range(5)]
    for number in range(12):
        make_published(title=f"Newer {number}")

    save(client, HOME, *pins)

    front = client.get("/").context["front"]
    assert [front.lead, *front.seconds, *front.latest[:2]] == pins


def test_a_section_has_a_front_of_its_own(client, chief):
    europe = make_section("Europe")
    old = make_published(section=europe, published_at=timezone.now() - DAY)
    make_published(section=europe)

    save(client, f"/admin/fronts/{europe.pk}/", old)

    assert (pinned(europe), pinned()) == ([old], [])
    assert client.get("/europe/").context["articles"][0] == old


def test_a_slot_stands_in_its_time_only(client, chief):
    article, other = make_published(title="Later"), make_published(title="Now")
    begin = timezone.now() + HOUR
    save(client, HOME, (article, f"{begin:%Y-%m-%dT%H:%M}", ""), other)

    pin = Pin.objects.get(article=article)
    assert pin.starts_at == begin.replace(second=0, microsecond=0)
    assert client.get("/").context["front"].lead == other
    assert [p.article for p in Pin.objects.standing(begin)] == [article, other]


def test_a_time_that_cannot_be_is_said_and_nothing_is_saved(client, chief):
    article = make_published()

    response = save(client, HOME, (article, "2031-01-02T06:00", "2031-01-01T06:00"))

    assert response.context["slots"][0].errors == ["It would end before it begins."]
    assert pinned() == []


def test_a_colleagues_arrangement_is_not_overwritten_unseen(client, chief):
    mine, theirs = make_published(title="Mine"), make_published(title="Theirs")
    form = form_of(client, HOME, mine, do="save")
    Pin.objects.arrange(None, [(theirs, None, None)])

    response = client.post(HOME, form)

    assert pinned() == [theirs]
    assert "A colleague has arranged this front meanwhile." in told(response)[0]
    assert [slot.article for slot in response.context["slots"]] == [mine]


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("up:1", ["B", "A", "C"]),
        ("down:0", ["B", "A", "C"]),
        ("up:0", ["A", "B", "C"]),
        ("down:2", ["A", "B", "C"]),
        ("remove:1", ["A", "C"]),
        ("up:99", ["A", "B", "C"]),
        ("up:-1", ["A", "B", "C"]),
        ("nonsense", ["A", "B", "C"]),
    ],
)
def test_slots_are_moved_without_a_script(client, chief, act, order):
    articles = [make_published(title=title) for title in "ABC"]

    response = client.post(HOME, form_of(client, HOME, *articles, do=act))

    assert [slot.article.title for slot in response.context["slots"]] == order
    assert pinned() == []


def test_an_article_is_added_without_a_script(client, chief):
    there, new = make_published(title="There"), make_published(title="New")

    response = client.post(HOME, form_of(client, HOME, there, do="add", added=new.pk))

    assert [slot.article for slot in response.context["slots"]] == [there, new]


def test_the_preview_shows_what_is_being_arranged_and_keeps_nothing(client, chief):
    first, second = make_published(title="First"), make_published(title="Second")
    form = form_of(client, HOME, second, first)

    response = client.post("/admin/fronts/0/preview/", form)

    front = response.context["front"]
    assert [front.lead, *front.seconds] == [second, first]
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert pinned() == []


def test_the_preview_looks_ahead(client, chief):
    soon = make_article(title="Soon", published_at=timezone.now() + HOUR)
    make_published(title="Now")
    at = timezone.now() + 2 * HOUR

    form = form_of(client, HOME, soon, at=f"{at:%Y-%m-%dT%H:%M}")
    assert client.post("/admin/fronts/0/preview/", form).context["front"].lead == soon
    assert client.post("/admin/fronts/0/preview/", form | {"at": ""}).context["front"].lead != soon


def test_an_article_is_pinned_from_its_own_form(client, chief):
    first, article = make_published(title="First"), make_published(title="Pin me")
    Pin.objects.arrange(None, [(first, None, None)])

    client.post(address(article, "pin/"), {"pin": "home:1"})
    assert pinned() == [article, first]
    client.post(address(article, "pin/"), {"pin": "home:2"})
    assert pinned() == [first, article]
    client.post(address(article, "pin/"), {"pin": "section:1"})
    assert pinned(article.section) == [article]
    client.post(address(article, "pin/"), {"pin": "home:0"})
    assert pinned() == [first]


@pytest.mark.parametrize("asked", ["home:6", "home:x", "", "elsewhere:1", "home"])
def test_there_are_no_other_places(client, chief, asked):
    article = make_published()

    assert client.post(address(article, "pin/"), {"pin": asked}).status_code == 403
    assert pinned() == []


def test_a_section_editor_arranges_their_section_and_not_the_home_page(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    client.force_login(make_user("editor", "Editor", sections=[europe]))
    article = make_published(section=europe)

    assert client.get(HOME).headers["Location"] == f"/admin/fronts/{europe.pk}/"
    assert client.post(HOME, {"do": "save", "article": [article.pk]}).status_code == 302
    assert client.get(f"/admin/fronts/{asia.pk}/").status_code == 403
    assert client.get("/admin/fronts/0/preview/").status_code == 403
    assert client.post(address(article, "pin/"), {"pin": "home:1"}).status_code == 403
    assert pinned() == []
    save(client, f"/admin/fronts/{europe.pk}/", article)
    assert pinned(europe) == [article]


@pytest.mark.parametrize("group", ["Contributor", "Audience"])
def test_others_arrange_nothing(client, group):
    client.force_login(make_user("other", group))
    article = make_published()

    for url in (HOME, "/admin/fronts/0/preview/", f"/admin/fronts/{article.section.pk}/"):
        assert client.get(url).status_code == 403
        assert client.post(url, {"do": "save"}).status_code == 403
    assert client.post(address(article, "pin/"), {"pin": "home:1"}).status_code == 403


@pytest.mark.parametrize("keys", [["x"], ["99999"], ["9" * 40], [""], ["-1"]])
def test_a_forged_slot_is_left_out(client, chief, keys):
    form = {"do": "save", "article": keys, "starts_at": [""], "ends_at": [""]}
    form["seen"] = client.get(HOME).context["seen"]

    assert client.post(HOME, form).status_code == 302
    assert pinned() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_for_one_slot_and_for_three(
    client, chief, django_assert_num_queries, count
):
    save(client, HOME, *(make_published() for _ in range(count)))
    client.get(HOME)  # reads the message

    with django_assert_num_queries(8):
        client.get(HOME)
