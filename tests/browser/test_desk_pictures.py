"""Pictures dropped, pasted, uploaded and chosen while one writes."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Article, Image
from tests.articles.pictures.files import picture_file
from tests.browser.writing import TEXT, open_form, save
from tests.factories import make_article, make_image, make_user

pytestmark = pytest.mark.browser


def bring(page, where, kind, name="crane.jpg", content=None):
    """Drop or paste a file there."""
    content = picture_file(1200, 800).read() if content is None else content
    page.locator(where).evaluate(
        """(place, [kind, name, encoded]) => {
            const bytes = Uint8Array.from(atob(encoded), (sign) => sign.charCodeAt(0))
            const data = new DataTransfer()
            data.items.add(new File([bytes], name, {type: "image/jpeg"}))
            const {x, y} = place.getBoundingClientRect()
            const options = {bubbles: true, cancelable: true, clientX: x + 20, clientY: y + 30}
            place.dispatchEvent(
                kind === "drop"
                    ? new DragEvent("drop", {...options, dataTransfer: data})
                    : new ClipboardEvent("paste", {...options, clipboardData: data}),
            )
        }""",
        [kind, name, base64.b64encode(content).decode()],
    )


def answer(page, credit, alt):
    page.fill("#ask-credit", credit)
    page.fill("#ask-alt", alt)
    page.click("dialog .main")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_picture_brought_into_the_text_asks_for_two_things_only(page_at, live_site, kind):
    page = open_form(page_at, live_site, make_user("chief"), make_article(body="<p>One.</p>"))
    page.locator(TEXT).locator("p").first.click()

    bring(page, TEXT, kind)
    asked = page.locator("dialog .field label")
    expect(asked).to_have_text(["Name / Agency", "Alternative text"])
    answer(page, "Jane Doe / Northlight", "A crane at dusk")

    expect(page.locator(f"{TEXT} figure .credit")).to_have_text("Jane Doe / Northlight")
    assert page.locator(f"{TEXT} figure img").evaluate("it => it.naturalWidth") > 0
    save(page)
    image, article = Image.objects.get(), Article.objects.get()
    assert f'<img data-file="{image.pk}" alt="">' in article.body
    assert "<p>One.</p>" in article.body
    assert (image.alt, image.credit_line()) == ("A crane at dusk", "Jane Doe / Northlight")


def test_a_file_that_is_no_picture_is_refused_and_the_answers_stay(page_at, live_site):
    page = open_form(page_at, live_site, make_user("chief"), make_article(body="<p>One.</p>"))

    bring(page, TEXT, "drop", content=b"This is text.")
    answer(page, "Jane Doe", "A crane")

    expect(page.locator("dialog .error")).not_to_be_empty()
    assert page.input_value("#ask-credit") == "Jane Doe"
    page.click("dialog >> text=Cancel")
    assert page.locator(f"{TEXT} figure").count() == 0
    assert not Image.objects.exists()


def test_the_lead_picture_is_uploaded_in_its_place(page_at, live_site):
    page = open_form(page_at, live_site, make_user("chief"), make_article())

    file = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": picture_file(900, 600).read()}
    page.set_input_files("#id_lead_image-file", file)
    answer(page, "Jane Doe", "A crane")
    expect(page.locator(".field-lead_image .credit")).to_have_text("Jane Doe")
    save(page)

    assert Article.objects.get().lead_image == Image.objects.get()


def test_a_picture_is_chosen_from_the_library(page_at, live_site):
    make_image(caption="Another")
    crane = make_image(caption="The crane at dusk", credits=["Jane Doe / Northlight"])
    page = open_form(page_at, live_site, make_user("chief"), make_article(body="<p>One.</p>"))
    page.locator(TEXT).locator("p").first.click()

    page.click("[data-tool=figure]")
    page.fill("dialog [type=search]", "crane")
    expect(page.locator("dialog .library li")).to_have_count(1)
    page.click("dialog .library button")

    expect(page.locator(f"{TEXT} figure .credit")).to_have_text("Jane Doe / Northlight")
    save(page)
    assert f'data-file="{crane.pk}"' in Article.objects.get().body


def test_a_caption_for_this_place_and_another_picture_in_it(page_at, live_site):
    first, second = make_image(caption="First"), make_image(caption="Second")
    body = f'<p>One.</p><figure><img data-file="{first.pk}" alt=""></figure><p>Two.</p>'
    page = open_form(page_at, live_site, make_user("chief"), make_article(body=body))

    page.click(f"{TEXT} figcaption")
    page.keyboard.type("Here it hangs")
    page.fill(f"{TEXT} .alt", "A hook")
    page.click(f"{TEXT} >> text=Wide")
    save(page)
    page.wait_for_selector("form.ready")
    assert Article.objects.get().body == (
        f'<p>One.</p><figure data-size="wide"><img data-file="{first.pk}" alt="A hook">'
        "<figcaption>Here it hangs</figcaption></figure><p>Two.</p>"
    )

    page.click(f"{TEXT} >> text=Another picture")
    page.click("dialog .library button >> text=Second")
    save(page)
    assert f'<img data-file="{second.pk}" alt="">' in Article.objects.get().body
