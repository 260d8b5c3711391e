import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.desk.align import align
from articles.desk.merge import Overlap, merge

BASE = {"title": "A bridge", "dek": "", "tags": ["Bridges"], "bylines": [1], "body": ""}


def body(*paragraphs):
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def merged(base, theirs, mine):
    return merge({**BASE, **base}, {**BASE, **base, **theirs}, {**BASE, **base, **mine})


def test_changes_in_different_fields_are_both_kept():
    result = merged({}, {"title": "The bridge"}, {"dek": "It opens on Monday."})

    assert result.content["title"] == "The bridge"
    assert result.content["dek"] == "It opens on Monday."
    assert result.overlaps == []


def test_one_field_changed_by_both_is_shown_and_mine_stands():
    result = merged({}, {"title": "Their bridge"}, {"title": "My bridge"})

    assert result.content["title"] == "My bridge"
    assert result.overlaps == [Overlap("title", "Their bridge", "My bridge")]


def test_the_same_change_by_both_is_no_overlap():
    assert merged({}, {"title": "New"}, {"title": "New"}).overlaps == []


@pytest.mark.parametrize(
    ("theirs", "mine", "joined"),
    [
        (("One.", "Two.", "Three!"), ("One!", "Two.", "Three."), ("One!", "Two.", "Three!")),
        (("One!", "Two.", "Three."), ("One.", "Two!", "Three."), ("One!", "Two!", "Three.")),
        (("Zero.", "One.", "Two.", "Three."), ("One.", "Two."), ("Zero.", "One.", "Two.")),
        (
            ("One.", "Theirs.", "Two.", "Three."),
            ("One.", "Mine.", "Two.", "Three."),
            ("One.", "Theirs.", "Mine.", "Two.", "Three."),
        ),
    ],
    ids=["apart", "neighbours", "added and removed", "added in one place"],
)
def test_different_paragraphs_merge_by_themselves(theirs, mine, joined):
    result = merged(
        {"body": body("One.", "Two.", "Three.")}, {"body": body(*theirs)}, {"body": body(*mine)}
    )

    assert result.content["body"] == body(*joined)
    assert result.overlaps == []


def test_one_paragraph_changed_by_both_is_the_only_overlap():
    result = merged(
        {"body": body("One.", "Two.", "Three.")},
        {"body": body("One.", "Two, they say.", "Three!")},
        {"body": body("One!", "Two, I say.", "Three.")},
    )

    assert result.content["body"] == body("One!", "Two, I say.", "Three!")
    assert result.overlaps == [
        Overlap("body", "<p>Two, they say.</p>", "<p>Two, I say.</p>"),
    ]


def test_a_paragraph_that_one_removed_and_the_other_changed_is_shown():
    result = merged(
        {"body": body("One.", "Two.")}, {"body": body("One.")}, {"body": body("One.", "Two!")}
    )

    assert result.content["body"] == body("One.", "Two!")
    assert result.overlaps == [Overlap("body", "", "<p>Two!</p>")]


def test_tags_of_both_are_kept_and_removals_of_both_count():
    result = merged(
        {"tags": ["Bridges", "Steel", "Rivers"]},
        {"tags": ["Bridges", "Rivers", "Ports"]},
        {"tags": ["Bridges", "Steel", "Trade"]},
    )

    assert result.content["tags"] == ["Bridges", "Trade", "Ports"]


WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=6)


@given(old=WORDS, new=WORDS)
def test_an_alignment_holds_every_paragraph_of_both_in_order(old, new):
    pairs = align(old, new)

    assert [one for one, _ in pairs if one is not None] == old
    assert [other for _, other in pairs if other is not None] == new


@given(old=WORDS, theirs=WORDS, mine=WORDS)
def test_no_text_is_lost_in_a_merge(old, theirs, mine):
    result = merged({"body": body(*old)}, {"body": body(*theirs)}, {"body": body(*mine)})

    seen = result.content["body"] + "".join(overlap.theirs for overlap in result.overlaps)
    for text in {*theirs, *mine} - set(old):
        assert f"<p>{text}</p>" in seen


@given(old=WORDS, new=WORDS)
def test_if_only_one_changed_the_body_the_merge_is_theirs(old, new):
    assert merged({"body": body(*old)}, {"body": body(*new)}, {}).content["body"] == body(*new)
    assert merged({"body": body(*old)}, {}, {"body": body(*new)}).content["body"] == body(*new)
