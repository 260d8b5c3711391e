"""An article with all that machines may tell of one."""

from tests.factories import NOON, make_author, make_genre, make_image, make_published, make_section

SITE = "http://127.0.0.1:8000"
# As the background worker leaves a picture: each shape with its key and widths.
MADE = {
    "whole": ["aa/bbbbbbbbbbbbbbbbbbbbbb", [960]],
    "share-16x9": ["aa/cccccccccccccccccccccc", [1200]],
    "share-4x3": ["aa/dddddddddddddddddddddd", [1200]],
    "share-1x1": ["aa/eeeeeeeeeeeeeeeeeeeeee", [1200]],
}


def make_whole_article(**fields):
    image = make_image(credits=["Jane Doe / Northlight", "Max Roe"], renditions=MADE, alt="A quay")
    defaults = {
        "title": "The quay",
        "slug": "the-quay",
        "dek": "Who owns the water’s edge?",
        "body": '<p>The edge of the water.</p><p>See <a href="/europe/">Europe</a>.</p>',
        "section": make_section("Europe"),
        "genre": make_genre("Analysis", schema_type="AnalysisNewsArticle"),
        "tags": ["Ports"],
        "lead_image": image,
        "published_at": NOON,
    }
    if "authors" not in fields:
        lind = make_author("Ada Lind", affiliation="Quay Institute")
        defaults["authors"] = [lind, make_author("Bo Ek")]
    return make_published(**{**defaults, **fields})
