import pytest

from articles.passages import LONGEST, MOST_HITS, _hits, passage

TEXT = "Before the harvest came a flood that took it. " * 3


def hits(text, words):
    return [part for part, is_hit in passage(text, words) if is_hit]


def whole(text, words):
    return "".join(part for part, _ in passage(text, words))


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("A flood came.", ["flood"], ["flood"]),
        ("FLOOD and Flood", ["flood"], ["FLOOD", "Flood"]),
        (
            "floods, flooded, flooding, flood’s",
            ["flood"],
            ["floods", "flooded", "flooding", "flood’s"],
        ),
        ("floodgate, bloodflood, _flood, flood_", ["flood"], []),
        ("the price of delay, not a delay of price", ["price of delay"], ["price of delay"]),
        ("a well-known way", ["well-known"], ["well-known"]),
        ("İstanbul’da flood", ["flood"], ["flood"]),
        ("Straße und STRASSE", ["strasse"], ["STRASSE"]),
        ("", ["flood"], []),
        ("flood", [], []),
        ("flood flood", ["flood", "flood"], ["flood", "flood"]),
    ],
)
def test_words_are_marked_where_they_stand_by_themselves(text, words, found):
    assert hits(text, words) == found


def test_a_short_text_is_shown_whole_and_a_long_one_around_the_hit():
    assert whole("A flood came.", ["flood"]) == "A flood came."

    long = "word " * 500 + "flood " + "word " * 500
    shown = whole(long, ["flood"])
    assert shown.startswith("…word")
    assert shown.endswith("word…")
    assert len(shown) <= LONGEST + 2
    assert shown.strip("…") in long


def test_the_place_with_most_of_the_words_is_shown():
    text = "The price rose. " + "Nothing else. " * 60 + "The price of a delay."

    assert hits(text, ["price", "delay"]) == ["price", "delay"]


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "flood" * 5_000, "flood " * 5_000, "flood" + "x" * 900]
)
def test_a_text_without_ends_of_words_is_cut_all_the_same(text):
    assert len(whole(text, ["flood"])) <= LONGEST + 2


def test_every_part_of_a_text_keeps_its_letters():
    text = TEXT.upper() + "ÄÖÜ ß İ " + TEXT
    shown = whole(text, ["flood", "harvest"]).strip("…")

    assert shown in text


def test_of_words_that_stand_everywhere_only_the_first_are_weighed():
    words = list("abcdefgh")
    text = " ".join(words) + " "

    assert len(_hits(text * 5_000, words)) <= MOST_HITS
    assert hits(text * 5_000, words)[:8] == words
