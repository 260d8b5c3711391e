"""Nothing typed is lost: each way to lose it, tried in a real browser."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, Slot
from tests.browser.writing import TEXT, give_session, go_to_end, open_form, save, wait_for_desk
from tests.factories import make_article, make_author, make_published, make_section, make_user
from tests.servers.site import threaded_site

pytestmark = pytest.mark.browser


def type_on(page, words=" And more."):
    """A few words at the end of the first paragraph."""
    go_to_end(page)
    page.keyboard.type(words)


def in_browser(page):
    """Wait until this browser has kept what was typed: a quarter of a second at most."""
    page.wait_for_timeout(400)


def on_server(page):
    expect(page.locator("[data-desk-kept]")).to_have_text(re.compile(r"^Kept \d"))


def brought_back(page, words):
    page.click("text=Bring it back")
    expect(page.locator(TEXT)).to_contain_text(words)


def test_a_closed_tab(page_at, live_site):
    article = make_article(body="<p>One.</p>")
    page = open_form(page_at, live_site, make_user("chief"), article)
    type_on(page)
    in_browser(page)
    again = page.context.new_page()
    page.close()

    again.goto(f"{live_site}/admin/articles/article/{article.pk}/change/")
    wait_for_desk(again)

    brought_back(again, "One. And more.")
    save(again)
    assert Article.objects.get().body == "<p>One. And more.</p>"
    wait_for_desk(again)
    assert again.locator(".offer").count() == 0
    assert not Slot.objects.exists()


def test_a_closed_tab_of_a_new_article(page_at, live_site):
    make_section("Europe")
    page = open_form(page_at, live_site, make_user("chief"), None)
    page.fill("#id_title", "First words")
    type_on(page, "Of a new text.")
    in_browser(page)
    page.goto(f"{live_site}/admin/articles/article/add/")
    wait_for_desk(page)

    brought_back(page, "Of a new text.")

    assert page.input_value("#id_title") == "First words"


def test_another_computer_offers_what_was_typed_on_this_one(page_at, live_site):
    article, chief = make_article(body="<p>One.</p>"), make_user("chief")
    page = open_form(page_at, live_site, chief, article)
    type_on(page)
    on_server(page)
    page.context.close()

    other = open_form(page_at, live_site, chief, article)
    other.click("text=Go on with it")

    wait_for_desk(other)
    expect(other.locator(TEXT)).to_contain_text("One. And more.")


def test_what_is_not_wanted_is_discarded_for_good(page_at, live_site):
    article, chief = make_article(body="<p>One.</p>"), make_user("chief")
    page = open_form(page_at, live_site, chief, article)
    type_on(page)
    on_server(page)
    page.context.close()
    other = open_form(page_at, live_site, chief, article)

    other.click("text=Discard it")

    wait_for_desk(other)
    assert other.locator("text=Go on with it").count() == 0
    assert other.inner_text(TEXT) == "One."
    assert not Slot.objects.exists()


def test_the_network_goes_while_one_types(page_at, live_site):
    article = make_article(body="<p>One.</p>")
    page = open_form(page_at, live_site, make_user("chief"), article)
    page.context.set_offline(True)
    type_on(page)
    expect(page.locator("[data-desk-kept]")).to_have_text("Kept in this browser")
    expect(page.locator(".offer")).to_contain_text("cannot be reached")

    page.context.set_offline(False)
    on_server(page)

    assert "One. And more." in Slot.objects.get().data["body"]
    assert page.locator(".offer").count() == 0


def test_a_session_that_ended_while_one_typed_and_a_log_in_elsewhere(page_at, live_site):
    article, chief = make_article(body="<p>One.</p>"), make_user("chief")
    page = open_form(page_at, live_site, chief, article)
    Session.objects.all().delete()
    type_on(page)
    expect(page.locator(".offer")).to_contain_text("You are logged out")

    with page.expect_popup() as popup:
        page.click("text=Log in in a new tab")
    log_in(popup.value, "chief")
    popup.value.close()
    type_on(page, " Still here.")
    on_server(page)
    save(page)

    assert Article.objects.get().body == "<p>One. And more. Still here.</p>"


def test_a_session_that_ended_before_save_was_pressed(page_at, live_site):
    article = make_article(body="<p>One.</p>")
    page = open_form(page_at, live_site, make_user("chief"), article)
    type_on(page)
    Session.objects.all().delete()

    save(page)
    log_in(page, "chief")
    page.goto(f"{live_site}/admin/articles/article/{article.pk}/change/")
    wait_for_desk(page)

    brought_back(page, "One. And more.")
    assert Article.objects.get().body == "<p>One.</p>"


def log_in(page, name):
    page.fill("[name=username], [name=login]", name)
    page.fill("[name=password]", f"{name}-has-a-long-password")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_server_is_killed_between_two_keystrokes(page_at, live_site, settings):
    article, chief = make_article(body="<p>One.</p>"), make_user("chief")
    with threaded_site() as url:
        page = open_form(page_at, url, chief, article)
        type_on(page)
    type_on(page, " After the crash.")
    expect(page.locator("[data-desk-kept]")).to_have_text("Kept in this browser")

    with threaded_site(urlsplit(url).port):
        page.goto(f"{url}/admin/articles/article/{article.pk}/change/")
        wait_for_desk(page)
        brought_back(page, "One. And more. After the crash.")
        save(page)

    assert Article.objects.get().body == "<p>One. And more. After the crash.</p>"


def test_a_mistake_in_one_field_leaves_all_others_as_they_were_typed(page_at, live_site):
    article = make_published(body="<p>One.</p>", authors=[make_author("Ada")])
    page = open_form(page_at, live_site, make_user("chief"), article)
    type_on(page)
    page.fill("#id_title", "")
    page.fill("#id_tags + .chips-box input", "Middle East,")

    save(page)

    wait_for_desk(page)
    assert "Give it a headline" in page.inner_text(".errornote")
    expect(page.locator(TEXT)).to_contain_text("One. And more.")
    assert page.locator("#id_tags + .chips-box .grip").all_inner_texts() == ["Middle East"]
    assert page.locator("#id_bylines + .chips-box .grip").all_inner_texts() == ["Ada"]


def test_leaving_by_a_link_and_coming_back(page_at, live_site):
    article = make_article(body="<p>One.</p>")
    page = open_form(page_at, live_site, make_user("chief"), article)
    type_on(page)
    in_browser(page)
    page.goto(f"{live_site}/admin/articles/article/")

    page.go_back()

    wait_for_desk(page)
    if page.locator("text=Bring it back").count():
        page.click("text=Bring it back")
    expect(page.locator(TEXT)).to_contain_text("One. And more.")
    assert "One. And more." in page.input_value("#id_body")


def test_back_to_the_form_after_a_save_and_saving_again_loses_nothing(page_at, live_site):
    article = make_article(body="<p>One.</p><p>Two.</p>")
    page = open_form(page_at, live_site, make_user("chief"), article)
    type_on(page)
    save(page)
    page.goto(f"{live_site}/admin/articles/article/")
    page.go_back()
    page.go_back()
    wait_for_desk(page)
    go_to_end(page, "Two.")
    page.keyboard.type(" Later.")

    save(page)

    assert Article.objects.get().body == "<p>One. And more.</p><p>Two. Later.</p>"


def test_two_people_at_one_computer_do_not_see_what_the_other_typed(page_at, live_site):
    article = make_article(body="<p>One.</p>")
    page = open_form(page_at, live_site, make_user("chief"), article)
    type_on(page)
    in_browser(page)
    page.context.clear_cookies()
    give_session(page, live_site, make_user("ana", "Chief"))

    page.goto(f"{live_site}/admin/articles/article/{article.pk}/change/")
    wait_for_desk(page)

    assert page.locator(".offer").count() == 0
