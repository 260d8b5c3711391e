"""The library of pictures in a real browser, with scripts and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from articles.models import Image
from articles.pictures import library
from tests.articles.pictures.files import picture_file
from tests.browser.writing import WCAG, sit_down
from tests.factories import make_article, make_image, make_user

pytestmark = pytest.mark.browser
LIST = "/admin/articles/image/"


def on_disk(folder):
    """Three files as an editor has them: good, bad, and good again."""
    files = {
        "harbour.jpg": picture_file(400, 300).getvalue(),
        "notes.jpg": b"These are my notes.",
        "square.png": picture_file(300, 300, "PNG", color="blue").getvalue(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without"])
def test_many_files_go_up_and_each_says_what_became_of_it(page_at, live_site, tmp_path, js):
    page = sit_down(page_at, live_site, make_user(), LIST + "upload/", js=js)

    page.set_input_files("input[type=file]", on_disk(tmp_path))
    page.fill("[name=credit]", "Ana Lind / Northlight")
    page.click("input[value=Upload]")
    page.wait_for_selector("[data-results] li:nth-child(3):is(.stored)")

    said = page.locator("[data-results] li").all_inner_texts()
    assert [text.split()[0] for text in said] == ["harbour.jpg", "notes.jpg", "square.png"]
    assert "This is a text, whatever its name says" in said[1]
    assert {image.credit_line() for image in Image.objects.all()} == {"Ana Lind / Northlight"}
    assert Image.objects.count() == 2


def test_files_are_dropped_onto_the_page(page_at, live_site, tmp_path):
    page = sit_down(page_at, live_site, make_user(), LIST + "upload/")
    content = picture_file(400, 300).getvalue()

    page.locator("[data-drop]").evaluate(
        """(place, bytes) => {
            const data = new DataTransfer()
            const file = new File([new Uint8Array(bytes)], "dropped.jpg", {type: "image/jpeg"})
            data.items.add(file)
            place.dispatchEvent(new DragEvent("drop", {dataTransfer: data, cancelable: true}))
        }""",
        list(content),
    )
    page.wait_for_selector("[data-results] li.stored")

    assert Image.objects.get().filename == "dropped.jpg"


def test_the_focal_point_is_set_by_a_click_and_by_keys(page_at, live_site):
    image = library.store(picture_file(600, 400), alt="A harbour").image
    page = sit_down(page_at, live_site, make_user(), f"{LIST}{image.pk}/change/")

    box = page.locator(".surface").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
    assert float(page.input_value("#id_focal_x")) == pytest.approx(0.25, abs=0.01)
    page.locator(".surface").focus()
    page.keyboard.press("ArrowDown")
    page.click("[name=_save]")
    page.wait_for_url("**/image/")

    image.refresh_from_db()
    assert image.focal_x == pytest.approx(0.25, abs=0.01)
    assert image.focal_y == pytest.approx(0.52, abs=0.01)


def test_the_focal_point_is_set_by_a_click_without_scripts(page_at, live_site):
    image = library.store(picture_file(600, 400), alt="A harbour").image
    page = sit_down(page_at, live_site, make_user(), f"{LIST}{image.pk}/change/", js=False)

    page.locator("[name=focus]").click(position={"x": 80, "y": 160})
    page.wait_for_selector(".messagelist")

    image.refresh_from_db()
    assert image.focal_x == pytest.approx(0.25, abs=0.01)
    assert image.focal_y == pytest.approx(0.75, abs=0.01)


def test_the_picker_hands_a_picture_to_the_window_that_opened_it(page_at, live_site):
    image = make_image(caption="The harbour", alt="Cranes")
    page = sit_down(page_at, live_site, make_user(), LIST)

    with page.expect_popup() as popup:
        page.evaluate(
            """address => {
                window.CKEDITOR = {tools: {callFunction: (...said) => { window.said = said }}}
                window.open(address)
            }""",
            LIST + "pick/?CKEditorFuncNum=-7",
        )
    with popup.value.expect_event("close"):
        popup.value.click("[data-picture]", no_wait_after=True)

    number, _, data = page.evaluate("window.said")
    assert number == "-7"
    assert (data["id"], data["alternative_text"]) == (image.pk, "Cranes")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_librarys_screens_have_no_barriers(page_at, live_site, width, scheme):
    image = library.store(picture_file(600, 400), alt="A harbour", credits=[]).image
    make_article(lead_image=image)
    page = sit_down(page_at, live_site, make_user(), LIST, width=width, scheme=scheme)

    parts = ("", "upload/", "rights/", "sizes/", "pick/", f"{image.pk}/change/")
    for path in (*(LIST + part for part in parts), f"{LIST}{image.pk}/substitute/"):
        page.goto(live_site + path)
        # Without preload: axe would unfold the @import of Django's sheets, which the CSP forbids.
        found = Axe().run(page, options={"runOnly": WCAG, "preload": False}).response
        assert found["violations"] == [], path
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, path
