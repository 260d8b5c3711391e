"""Articles that no editor wants and every template must carry."""

import pytest

from articles.models import Correction, Edition, MagazineSettings
from tests.browser.test_readers_pages import violations
from tests.factories import make_author, make_genre, make_image, make_published, make_section

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WORDS = "The clerk wrote down the hour at which the boat left and the names of those aboard. "
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"
ADDRESS = "https://example.org/" + "a-very-long-address-without-a-place-to-break/" * 5
CELLS = "<th>Treaty</th>" + "<td>A cell with words</td>" * 9
FURNITURE = (
    f"<p>{WORDS * 3}</p><h2>{LONG_WORD}</h2><p>{LONG_WORD} {ADDRESS}</p>"
    f'<p><a href="{ADDRESS}">{ADDRESS}</a></p>'
    f"<aside><p>{WORDS}</p></aside><h3>Smaller</h3><ul><li>{WORDS}<ul><li>{LONG_WORD}</li></ul></li></ul>"
    f"<ol><li>{WORDS}</li></ol><blockquote><p>{WORDS}</p></blockquote>"
    f"<table><thead><tr>{CELLS}</tr></thead><tbody><tr>{CELLS}</tr></tbody></table><hr>"
    f'<p>Noted<span data-footnote="{ADDRESS}"></span>.</p>'
    '<figure data-embed="youtube" data-id="dQw4w9WgXcQ" data-title="A lecture"></figure>'
)


def hard(case):
    """An article with one thing, or everything, too much or too little."""
    section = make_section("Europe")
    rail = make_section("Marginalia", is_rail=True, is_short_posts=True)
    for number in range(3):
        make_published(section=make_section(), body=FURNITURE, lead_image=make_image())
        make_published(section=rail, title=f"{LONG_WORD} {number}")
    authors = [make_author(f"Author with a Long Name {n}", bio=WORDS * 3) for n in range(8)]
    fields = {
        "no picture": {},
        "long headline": {"title": (WORDS * 2)[:140].strip(), "dek": WORDS * 3},
        "eight authors": {"authors": authors, "lead_image": make_image(("A / B", "C / D"))},
        "no dek and few words": {"body": "<p>Short.</p>", "authors": authors[:1]},
        "long words": {"title": LONG_WORD, "dek": LONG_WORD, "tags": [LONG_WORD]},
        "furniture": {"body": FURNITURE, "first_published_by": LONG_WORD, "disclosure": ADDRESS},
        "6,000 words": {"body": f"<h2>Part</h2><p>{WORDS * 40}</p>" * 9},
    }[case]
    article = make_published(
        section=section, genre=make_genre(), **{"body": f"<p>{WORDS}</p>", **fields}
    )
    if case == "furniture":
        Correction.objects.issue(article, "correction", ADDRESS)
        Correction.objects.issue(article, "retraction", WORDS)
    return article.get_absolute_url()


CASES = [
    "no picture",
    "long headline",
    "eight authors",
    "no dek and few words",
    "long words",
    "furniture",
    "6,000 words",
]


@pytest.mark.parametrize("case", CASES)
def test_hard_articles_hold_together(case, live_site, page_at):
    page = page_at(live_site + hard(case), width=320)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    for width in (320, 360, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []


def test_nothing_runs_off_the_paper(live_site, page_at):
    page = page_at(live_site + hard("furniture"), width=720)

    page.emulate_media(media="print")

    over = """[...document.querySelectorAll("body *")].filter(each => {
        const box = each.getBoundingClientRect();
        return box.width && box.right > innerWidth + 1 && !each.closest(".unseen, .skip");
    }).map(each => each.outerHTML.slice(0, 100))"""
    assert page.evaluate(over) == []
    assert page.locator(".table-scroll").first.evaluate("each => each.scrollWidth") <= 720


def test_pictures_keep_their_shape_on_paper(demo_site, page_at):
    page = page_at(f"{demo_site}/europe/islands-nobody-may-fortify/", width=720)
    shapes = """[...document.querySelectorAll(".hero img, .story .figure img")].map(each =>
        [each.clientWidth / each.clientHeight,
         each.getAttribute("width") / each.getAttribute("height")])"""

    # A printer waits for pictures below the fold, a test does not.
    page.evaluate("""() => Promise.all([...document.images].map(each => {
        each.loading = "eager"; return each.decode()}))""")
    page.emulate_media(media="print")

    found = page.evaluate(shapes)
    assert len(found) >= 2
    assert [shown for shown, _ in found] == pytest.approx([own for _, own in found], abs=0.03)


@pytest.mark.parametrize("path", ["/", "/europe/"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_lists_of_hard_articles_hold_together(path, width, live_site, page_at):
    hard("long words")

    page = page_at(live_site + path, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/europe/", "/nowhere/", "/search/", "/archive/"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_an_empty_magazine_holds_together(path, width, live_site, page_at):
    make_section("Europe")

    page = page_at(live_site + path, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_page_from_right_to_left_is_a_mirror_image(width, live_site, page_at):
    path = hard("furniture")
    page = page_at(live_site + path, width=width)
    left = {name: page.locator(name).first.bounding_box() for name in (".facts", ".text", ".rails")}
    MagazineSettings.objects.update(language="ar")
    Edition.objects.move()

    page.goto(live_site + path)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    for name, box in left.items():
        mirrored = page.locator(name).first.bounding_box()
        assert mirrored["x"] == pytest.approx(width - box["x"] - box["width"], abs=2)


ARABIC = (
    "في الأول من نيسان توقفت المياه، وأغلق المهندسون بوابات القنوات التي ظلت تسقي الحقول عقودًا. "
)


@pytest.fixture
def arabic():
    """A magazine that is written in Arabic, with a name in Latin letters among its authors."""
    MagazineSettings.objects.update(language="ar", name="الشاطئ البعيد", republication="by")
    section = make_section("أوروبا", slug="europe")
    Edition.objects.move()
    figure = '<figure data-embed="vimeo" data-id="123456789" data-title="محاضرة"></figure>'
    head = "<thead><tr><th>سنة</th><th>Treaty</th></tr></thead>"
    rows = f"<table>{head}<tbody><tr><td>1960</td><td>ن</td></tr></tbody></table>"
    note = '<span data-footnote="انظر المحضر، 1948."></span>'
    body = (
        f"<p>{ARABIC * 4}{note}</p><h2>ما قبل الاتفاق</h2><aside><p>{ARABIC}</p></aside>{figure}"
        f"{rows}<ul><li>{ARABIC}</li></ul><p><em>{ARABIC}</em></p>"
    ) * 3
    authors = [make_author("سارة نعيم", slug="sara"), make_author("Ines Calloway", bio=ARABIC)]
    fields = {"section": section, "genre": make_genre("تحليل", slug="analysis"), "body": body}
    for number in range(6):
        make_published(**fields, title=f"{ARABIC[:40]} {number}", authors=authors[:1])
    article = make_published(
        **fields, title=ARABIC, dek=ARABIC * 2, authors=authors, lead_image=make_image()
    )
    Correction.objects.issue(article, "correction", ARABIC)
    return article.get_absolute_url()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_magazine_in_arabic_holds_together(width, arabic, live_site, page_at):
    for path in (arabic, f"{arabic}republish/", "/", "/europe/", "/newsletter/", "/search/?q=في"):
        page = page_at(live_site + path, width=width)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], path
        page.context.close()


def test_a_date_beside_a_name_in_other_letters_stays_whole(arabic, live_site, page_at):
    page = page_at(f"{live_site}/authors/sara/", width=360)
    names = "document.querySelectorAll('.meta .by').forEach(by => by.textContent = 'By Ines')"
    page.evaluate(names)

    apart = page.evaluate("""[...document.querySelectorAll('.meta:has(.by)')].map(meta => {
        const [by, time] = ['.by', 'time'].map(
            name => meta.querySelector(name).getBoundingClientRect());
        return time.right <= by.left + 1 || time.top >= by.bottom - 1; })""")

    assert apart == [True] * 7
