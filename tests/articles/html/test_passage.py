import pytest
from django.utils.safestring import mark_safe

from articles.html import GAP, with_passage

CARD = mark_safe(f"<p>{GAP}</p>")


@pytest.mark.parametrize(
    ("passage", "drawn"),
    [
        ([("It took the ", False), ("harvest", True)], "<p>It took the <mark>harvest</mark></p>"),
        ([("<script>", True), ("&", False)], "<p><mark>&lt;script&gt;</mark>&amp;</p>"),
        ([], "<p></p>"),
        ([(GAP, False)], f"<p>{GAP}</p>"),
    ],
)
def test_a_passage_stands_in_the_gap_with_its_hits_marked(passage, drawn):
    assert with_passage(CARD, passage) == drawn


def test_a_card_that_nobody_vouches_for_is_escaped():
    assert with_passage(f"<b>{GAP}</b>", [("a", False)]) == "&lt;b&gt;a&lt;/b&gt;"
