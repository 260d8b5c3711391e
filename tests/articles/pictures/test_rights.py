from datetime import date

import pytest

from articles.models import ImageCredit
from articles.pictures import rights
from articles.pictures.rights import Licence, looks_like_filename, read_typed


def credit(creator="", agency="", licence=Licence.AGENCY, **fields):
    return ImageCredit(creator=creator, agency=agency, licence=licence, **fields)


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (credit("Ana Lind", "Northlight"), "Ana Lind / Northlight"),
        (credit("", "Northlight"), "Northlight"),
        (credit(" Ana Lind ", ""), "Ana Lind"),
        (credit("Northlight", "Northlight"), "Northlight"),
        (credit("Ana Lind", "", Licence.CC_BY), "Ana Lind (CC BY 4.0)"),
        (credit("Ana", "Commons", Licence.CC_BY_SA), "Ana / Commons (CC BY-SA 4.0)"),
        (credit("Ana", "", Licence.CC0), "Ana (CC0)"),
        (credit("", "NASA", Licence.PUBLIC_DOMAIN), "NASA (public domain)"),
        (credit("", "US Navy", Licence.US_GOVERNMENT), "US Navy"),
        (credit("", "Ministry", Licence.HANDOUT), "Ministry (handout)"),
        (credit("Ana", "", Licence.OWN), "Ana"),
        (credit("Ana", "", Licence.FAIR_USE), "Ana"),
        (credit("Ana", "DeviantArt", Licence.CC_UNKNOWN), "Ana / DeviantArt (Creative Commons)"),
        (
            credit(
                "Ana",
                "",
                Licence.CC_UNKNOWN,
                licence_url="https://creativecommons.org/licenses/by-sa/3.0/",
            ),
            "Ana (CC BY-SA 3.0)",
        ),
        (credit("Ana", "", Licence.UNKNOWN), "Ana"),
    ],
)
def test_one_function_makes_the_line_that_readers_see(row, line):
    assert rights.line_of(row) == line
    assert row.line() == line


def test_several_credits_are_joined_in_their_order():
    credits = [credit("Book jacket", "Viking"), credit("", ""), credit("Ana", "", Licence.CC0)]

    assert rights.credit_line(credits) == "Book jacket / Viking · Ana (CC0)"
    assert rights.credit_line([]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "File:BridgeMay2006 (cropped).jpg - Wikimedia Commons",
        "harbour.JPG",
        "IMG_4711",
        "DSC01234",
        "PXL_20240101_101010",
        "shutterstock_123456789",
        "GettyImages-123456",
        "Screenshot 2026-11-02 at 10.11",
        "unnamed",
        "image (3)",
        "20260102_090807",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "kyiv_square_2014_03",
        "Shutterstock_1999",
    ],
)
def test_a_file_name_is_recognised_where_a_name_belongs(text):
    assert looks_like_filename(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lind / Northlight",
        "lev northern / Shutterstock.com",
        "AFP",
        "U.S. Army",
        "Official photo by Dana Poe",
        "Jean-Luc d'Arc",
        "NASA/JPL-Caltech",
        "Image Group 24",
        "Photo by Sam 2",
        "李小龍",
        "",
    ],
)
def test_a_name_is_not_taken_for_a_file_name(text):
    assert not looks_like_filename(text)


def test_each_thing_wrong_with_a_credit_is_one_sentence():
    today = date(2026, 6, 1)

    def wrong(*names, **fields):
        return rights.warnings(credit(*names, **fields), today)

    assert wrong("Ana Lind", "Reuters") == []
    assert wrong("Ana", expires_on=date(2026, 6, 1)) == []
    assert wrong("Ana", expires_on=date(2026, 5, 31)) == [
        "The licence ended on 31 May 2026: replace the picture."
    ]
    assert wrong("Ana", "Reuters", licence=Licence.CC_BY) == [
        "An agency is named, but the licence is a free one: one of the two is wrong."
    ]
    assert wrong("", "Commons", licence=Licence.CC_BY_SA) == [
        "This licence asks for the creator's name."
    ]
    assert wrong("harbour.jpg") == ["A credit looks like a file name: name a person or an agency."]
    assert wrong("Photo credit: Ana") == [
        "Leave out words such as “Photo credit”: the page writes them."
    ]
    assert len(wrong("Ana", licence=Licence.UNKNOWN)) == 1
    assert len(wrong("Ana", licence=Licence.CC_UNKNOWN)) == 1
    assert (
        wrong(
            "Ana",
            licence=Licence.CC_UNKNOWN,
            licence_url="https://creativecommons.org/licenses/by/2.0/",
        )
        == []
    )


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("Ana Lind / Northlight", [("Ana Lind", "Northlight", Licence.UNKNOWN)]),
        ("Ana Lind via Reuters", [("Ana Lind", "Reuters", Licence.AGENCY)]),
        ("Top image credit: Ana / Shutterstock.com", [("Ana", "Shutterstock.com", "agency")]),
        ("Photo: Ana", [("Ana", "", Licence.UNKNOWN)]),
        ("Reuters", [("", "Reuters", Licence.AGENCY)]),
        ("NASA, public domain", [("NASA", "", Licence.PUBLIC_DOMAIN)]),
        ("Ana/deviant art/creative commons", [("Ana", "deviant art", Licence.CC_UNKNOWN)]),
        ("Ana / Flickr (CC BY-SA 4.0)", [("Ana", "Flickr", Licence.CC_BY_SA)]),
        ("Jacket (Viking); Ana / Alamy", [("Jacket (Viking)", "", "unknown"),
                                         ("Ana", "Alamy", "agency")]),
        (" / ", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_typed_credit_is_read_into_rows(typed, rows):
    read = [(row["creator"], row["agency"], row["licence"]) for row in read_typed(typed)]
    assert read == rows


def test_every_licence_has_terms_and_each_free_one_that_is_known_an_address():
    assert set(rights.TERMS) == set(Licence)
    for licence, terms in rights.TERMS.items():
        assert bool(terms.url) == (terms.is_free and licence is not Licence.CC_UNKNOWN)


def test_a_licence_is_known_by_its_address():
    base = "https://creativecommons.org/"
    assert rights.licence_at(base + "licenses/by/4.0/") is Licence.CC_BY
    assert rights.licence_at(base + "licenses/by-sa/4.0/deed.de") is Licence.CC_BY_SA
    assert rights.licence_at(base + "licenses/by-sa/3.0/") is Licence.CC_UNKNOWN
    assert rights.licence_at(base + "publicdomain/zero/1.0/") is Licence.CC0
    assert rights.licence_at("https://example.org/terms") is Licence.UNKNOWN
