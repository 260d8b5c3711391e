import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from articles.pictures import darkroom, metadata
from tests.articles.pictures.files import jpeg_with_iptc, picture_file, png_text, xmp

BY = "http://creativecommons.org/licenses/by/4.0/"


def said(file, form="JPEG"):
    facts, _ = darkroom.develop(file.read(), form)
    return facts["metadata"]


FULL = xmp(
    '<dc:description><rdf:Alt><rdf:li xml:lang="de">Der Hafen</rdf:li>'
    '<rdf:li xml:lang="x-default">The harbour  at\n dawn</rdf:li></rdf:Alt></dc:description>'
    "<dc:creator><rdf:Seq><rdf:li>Ana Lind</rdf:li><rdf:li>Bo Ek</rdf:li></rdf:Seq></dc:creator>"
    "<photoshop:Credit>Northlight</photoshop:Credit>"
    "<photoshop:DateCreated>2025-07-07T19:30:00-04:00</photoshop:DateCreated>"
    "<dc:rights><rdf:Alt><rdf:li>© Ana Lind</rdf:li></rdf:Alt></dc:rights>"
    "<dc:subject><rdf:Bag><rdf:li>harbour</rdf:li><rdf:li>dawn</rdf:li></rdf:Bag></dc:subject>"
    f'<cc:license rdf:resource="{BY}"/>'
    "<xmpRights:WebStatement>https://northlight.example/1</xmpRights:WebStatement>"
    "<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li>Cranes over still water</rdf:li>"
    "</rdf:Alt></Iptc4xmpCore:AltTextAccessibility>"
)


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF", "PNG"])
def test_everything_is_read_from_xmp(form):
    options = {"pnginfo": png_text(**{"XML:com.adobe.xmp": FULL.decode()})}
    file = picture_file(form=form, **(options if form == "PNG" else {"xmp": FULL}))

    assert said(file, form) == {
        "caption": ["The harbour at dawn", "XMP"],
        "alt": ["Cranes over still water", "XMP"],
        "creator": ["Ana Lind, Bo Ek", "XMP"],
        "agency": ["Northlight", "XMP"],
        "copyright": ["© Ana Lind", "XMP"],
        "taken_at": ["2025-07-07T19:30:00-04:00", "XMP"],
        "keywords": ["harbour, dawn", "XMP"],
        "licence_url": [BY, "XMP"],
        "source_url": ["https://northlight.example/1", "XMP"],
    }


def test_properties_may_stand_as_attributes():
    packet = xmp("").replace(b'rdf:about=""', b'rdf:about="" photoshop:Credit="Northlight"')

    assert said(picture_file(xmp=packet)) == {"agency": ["Northlight", "XMP"]}


def test_everything_is_read_from_iptc():
    file = jpeg_with_iptc(
        {
            120: "Škoda works, Plzeň",
            80: ["Ana Lind", "Bo Ek"],
            110: "Northlight",
            115: "Elsewhere",
            116: "© Ana Lind",
            55: "20250707",
            60: "193000-0400",
            25: ["factory", "labour"],
        }
    )

    assert said(file) == {
        "caption": ["Škoda works, Plzeň", "IPTC"],
        "creator": ["Ana Lind, Bo Ek", "IPTC"],
        "agency": ["Northlight", "IPTC"],
        "copyright": ["© Ana Lind", "IPTC"],
        "taken_at": ["2025-07-07T19:30:00-04:00", "IPTC"],
        "keywords": ["factory, labour", "IPTC"],
    }


def test_iptc_without_a_declared_encoding_is_read_as_western():
    file = jpeg_with_iptc({120: "Café".encode("cp1252"), 55: "20259999"}, declared=False)

    assert said(file) == {"caption": ["Café", "IPTC"]}


def test_everything_is_read_from_exif_but_where_it_was_taken():
    exif = Image.Exif()
    exif[0x010E] = "The harbour"
    exif[0x013B] = "Ana Lind"
    exif[0x8298] = "(c) Ana Lind"
    exif[0x9C9E] = tuple("harbour;dawn\0".encode("utf-16-le"))
    exif.get_ifd(0x8769).update({0x9003: "2025:07:07 19:30:00", 0x9011: "+02:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 20.0, 0.0)})

    assert said(picture_file(exif=exif)) == {
        "caption": ["The harbour", "EXIF"],
        "creator": ["Ana Lind", "EXIF"],
        "copyright": ["(c) Ana Lind", "EXIF"],
        "keywords": ["harbour, dawn", "EXIF"],
        "taken_at": ["2025-07-07T19:30:00+02:00", "EXIF"],
    }


def test_xmp_goes_before_iptc_and_iptc_before_exif_field_by_field():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x8298] = "exif caption", "exif creator", "exif rights"
    file = jpeg_with_iptc(
        {120: "iptc caption", 80: "iptc creator"},
        exif=exif,
        xmp=xmp("<dc:description>xmp caption</dc:description>"),
    )

    assert said(file) == {
        "caption": ["xmp caption", "XMP"],
        "creator": ["iptc creator", "IPTC"],
        "copyright": ["exif rights", "EXIF"],
    }


@pytest.mark.parametrize(
    "noise",
    ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100GOPRO", "default", "   ", "Screenshot"],
)
def test_what_cameras_write_of_themselves_is_no_caption(noise):
    exif = Image.Exif()
    exif[0x010E] = noise

    assert said(picture_file(exif=exif)) == {}


def test_a_caption_that_begins_like_a_camera_is_one():
    exif = Image.Exif()
    exif[0x010E] = "Canon fire on the square"

    assert said(picture_file(exif=exif))["caption"][0].startswith("Canon fire")


@pytest.mark.parametrize(
    "packet",
    [
        b"<",
        b"\xff\xfe\x00",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x>",
        b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
        b"<a>" * 20_000,
    ],
)
def test_a_broken_or_hostile_packet_says_nothing_and_the_rest_is_read(packet):
    exif = Image.Exif()
    exif[0x013B] = "Ana Lind"
    file = picture_file(exif=exif, xmp=packet[:60_000])

    assert said(file) == {"creator": ["Ana Lind", "EXIF"]}


def test_texts_come_out_clean_and_short():
    assert metadata.tidy("a\0b\u202e<b>\ud800\n c", 50) == "a b<b> c"
    assert metadata.tidy("x" * 600, 500) == "x" * 499 + "…"
    assert metadata.tidy(["a", "", "b", "a"], 50) == "a, b"
    assert metadata.tidy(None, 50) == ""


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025", "2025-01-01T00:00:00"),
        ("2025-07", "2025-07-01T00:00:00"),
        ("2025-07-07", "2025-07-07T00:00:00"),
        ("2025-07-07T10:00:00.25+02:00", "2025-07-07T10:00:00.250000+02:00"),
        ("0000-00-00T00:00:00", ""),
        ("1601-01-01", ""),
        ("9999-12-31", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_a_date_is_read_or_left_out(text, date):
    assert metadata.iso_date(text) == date


@settings(max_examples=150, deadline=None)
@given(block=st.binary(max_size=300))
def test_no_iptc_block_breaks_the_reading(block):
    image = Image.new("L", (1, 1))
    image.info["photoshop"] = {0x0404: block}
    image.info["exif"] = b"Exif\0\0" + block
    image.info["xmp"] = block

    for value, source in metadata.read(image).values():
        assert value
        assert source in {"XMP", "IPTC", "EXIF"}
        assert value.encode()


def test_an_iptc_record_longer_than_the_file_is_left_out():
    image = Image.new("L", (1, 1))
    short = b"\x1c\x02\x78" + struct.pack(">H", 500) + b"cut off"
    image.info["photoshop"] = {0x0404: b"\x1c\x02\x50\0\x03Ana" + short}

    assert metadata.read(image) == {"creator": ["Ana", "IPTC"]}
    assert said(io.BytesIO(picture_file().read())) == {}
