import pytest

from articles.models import Image
from articles.pictures import markup, shapes
from articles.pictures.markup import PLACES, facts, jpeg, picture, shared
from tests.factories import make_image

KEY = "ab/0123456789abcdef012345"
WHOLE = {"whole": [KEY, [320, 480, 640, 960, 1280, 1600, 1920]]}


def image(width=1920, height=1080, renditions=WHOLE, **fields):
    fields.setdefault("alt", "Cranes over still water")
    return Image(width=width, height=height, renditions=renditions, **fields)


def test_a_picture_offers_what_exists_in_the_best_format_first():
    html = picture(image(renditions={"whole": [KEY, [320, 640]]}), place="figure")

    assert html == (
        "<picture>"
        f'<source type="image/avif" srcset="/files/{KEY}-320.avif 320w, /files/{KEY}-640.avif 640w"'
        ' sizes="(min-width: 44rem) 40rem, 100vw">'
        f'<source type="image/webp" srcset="/files/{KEY}-320.webp 320w, /files/{KEY}-640.webp 640w"'
        ' sizes="(min-width: 44rem) 40rem, 100vw">'
        f'<img src="/files/{KEY}-640.jpg" alt="Cranes over still water" width="1280" height="720"'
        ' loading="lazy" decoding="async"></picture>'
    )


def test_the_first_picture_of_a_page_is_fetched_at_once():
    html = picture(image(), place="figure", eager=True)

    assert 'loading="eager"' in html
    assert 'fetchpriority="high"' in html


@pytest.mark.parametrize("place", PLACES)
def test_no_place_offers_files_wider_than_it_can_show(place):
    html = picture(image(1920, 1280), place=place)

    widest = PLACES[place].widest
    assert f"{widest}w" in html
    assert not any(f" {width}w" in html for width in shapes.WIDTHS["whole"] if width > widest)


def test_a_cut_is_used_where_the_place_asks_for_one():
    made = WHOLE | {"3x2": ["cd/aaaa", [320, 480]], "1x1": ["ef/bbbb", [160, 320]]}

    card, portrait = (
        picture(image(renditions=made), place=place) for place in ("card", "portrait")
    )

    assert "/files/cd/aaaa-3x2-480.avif 480w" in card
    assert 'width="960" height="640"' in card
    assert "/files/ef/bbbb-1x1-160.avif 160w" in portrait
    assert 'width="320" height="320"' in portrait
    assert "class=" not in card


def test_until_a_cut_exists_the_whole_picture_stands_in_the_same_box():
    html = picture(image(), place="card")

    assert f"/files/{KEY}-640.avif 640w" in html
    assert 'width="960" height="640"' in html
    assert 'class="cut-3x2"' in html


def test_a_picture_of_the_right_shape_needs_no_cut():
    html = picture(image(1920, 1280), place="card")

    assert 'width="960" height="640"' in html
    assert "class=" not in html


@pytest.mark.parametrize("ratio", [None, "3x2", "1x1"])
def test_what_does_not_exist_yet_holds_its_place(ratio):
    ready = picture(image(), place="figure", ratio=ratio)
    waiting = picture(image(renditions={}), place="figure", ratio=ratio)

    def size_in(html):
        return html[html.index(" width=") : html.index(" loading=")]

    assert size_in(waiting) == size_in(ready)
    assert 'src="data:image/svg+xml,' in waiting
    assert "<source" not in waiting


def test_alternative_text_is_an_attribute_and_nothing_else():
    hostile = 'A "quoted" <script>alert(1)</script>'

    html = picture(image(alt=hostile), place="card")

    assert 'alt="A &quot;quoted&quot; &lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert "<script" not in html


@pytest.mark.parametrize("fields", [{"is_decorative": True}, {"alt": ""}, {"alt": "   "}])
def test_a_decorative_picture_has_an_empty_alternative_text(fields):
    assert ' alt=""' in picture(image(**fields), place="card")


def test_nothing_is_drawn_of_nothing():
    assert picture(None, place="card") == ""


def test_facts_that_were_kept_draw_the_same_picture():
    kept = facts(image(renditions=WHOLE | {"old": [["3x2", "x", [1], "2026-01-01"]]}))

    assert kept["made"] == WHOLE
    for place in PLACES:
        assert picture(kept, place=place) == picture(image(), place=place)


def test_mail_and_feeds_get_one_jpeg():
    made = WHOLE | {"3x2": ["cd/aaaa", [320, 480, 640]]}

    assert jpeg(image(), width=600) == markup.Jpeg(f"/files/{KEY}-640.jpg", 640, 360)
    assert jpeg(image(renditions=made), width=600, ratio="3x2") == markup.Jpeg(
        "/files/cd/aaaa-3x2-640.jpg", 640, 427
    )
    assert jpeg(image(renditions={})) is None


def test_shared_links_get_each_ratio_that_exists():
    made = WHOLE | {"share-16x9": ["cd/aaaa", [1200]], "share-1x1": ["cd/bbbb", [900]]}

    assert shared(image(renditions=made)) == [
        markup.Jpeg("/files/cd/aaaa-16x9-1200.jpg", 1200, 675),
        markup.Jpeg("/files/cd/bbbb-1x1-900.jpg", 900, 900),
    ]
    assert shared(image()) == [markup.Jpeg(f"/files/{KEY}-1280.jpg", 1280, 720)]
    assert shared(image(renditions={})) == []


@pytest.mark.django_db
def test_a_picture_without_files_is_drawn_from_its_row():
    assert 'width="1280" height="853"' in picture(make_image(), place="figure")
