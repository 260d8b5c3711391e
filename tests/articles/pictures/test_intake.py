import hashlib
import io
import resource

import pytest
from PIL import Image, ImageCms

from articles.pictures import darkroom
from articles.pictures.intake import Refused, fingerprint, sniff, take_in
from tests.articles.pictures.files import (
    encoded,
    photo_file,
    picture_file,
    png_claiming,
    quadrants,
)


def developed(file):
    """What the darkroom makes of a file, without the process around it: ten times as fast."""
    form = sniff(fingerprint(file)[2])
    return darkroom.develop(file.getvalue(), form)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_picture_of_each_format_is_taken_in_by_what_it_holds(form):
    file = photo_file(1300, 800, form)

    intake = take_in(file)

    assert (intake.format, intake.width, intake.height) == (form, 1300, 800)
    assert intake.content_hash == hashlib.sha256(file.getvalue()).hexdigest()
    assert intake.size == len(file.getvalue())
    assert (intake.master.mode, intake.master.size) == ("RGB", (1300, 800))
    assert intake.notes == []


def test_an_original_is_kept_under_a_name_made_from_its_content():
    intake = take_in(picture_file(form="PNG"))

    assert intake.name == f"{intake.content_hash[:2]}/{intake.content_hash}.png"


def test_the_master_is_no_larger_than_what_is_ever_served():
    assert developed(picture_file(2400, 1800))[1].size == (1920, 1440)
    assert developed(picture_file(1000, 8000, "PNG"))[1].size == (360, 2880)


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(turn):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = quadrants()
    if turn in undo:
        image = image.transpose(undo[turn])
    exif = Image.Exif()
    exif[0x0112] = turn

    facts, master = developed(encoded(image, "JPEG", quality=95, exif=exif))

    assert (facts["width"], facts["height"]) == (400, 200)
    corners = [master.getpixel(at) for at in ((20, 20), (380, 20), (20, 180), (380, 180))]
    assert [nearest(each) for each in corners] == ["red", "green", "blue", "white"]


def nearest(pixel):
    named = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255,) * 3}
    return min(named, key=lambda name: distance(pixel, named[name]))


def distance(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_a_tall_photograph_held_sideways_keeps_its_detail():
    exif = Image.Exif()
    exif[0x0112] = 6

    facts, master = developed(photo_file(4000, 3000, exif=exif))

    assert (facts["width"], facts["height"]) == (3000, 4000)
    assert master.size == (1920, 2560)


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "1"),
        ("PNG", "L"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
    ],
)
def test_every_kind_of_pixel_becomes_plain_colour(form, mode):
    grey = Image.new("L", (50, 50), 255 if mode == "1" else 200)
    image = Image.new("I;16", (50, 50), 200 * 257) if mode == "I;16" else grey.convert(mode)

    _, master = developed(encoded(image, form))

    assert master.mode == "RGB"
    white = (255, 255, 255)
    assert distance(master.getpixel((25, 25)), white if mode == "1" else (200, 200, 200)) < 8


def test_transparency_is_kept_where_there_is_some():
    clear = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    opaque = Image.new("RGBA", (50, 50), (255, 0, 0, 255))

    assert developed(encoded(clear, "PNG"))[1].mode == "RGBA"
    assert developed(encoded(opaque, "PNG"))[1].mode == "RGB"


def test_colours_are_converted_by_the_files_own_profile_and_a_broken_profile_is_ignored():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for profile in (srgb, lab, b"no profile at all", srgb[:200]):
        _, master = developed(picture_file(form="PNG", icc_profile=profile))
        assert master.mode == "RGB"
        assert "icc_profile" not in master.info
        assert distance(master.getpixel((5, 5)), (180, 60, 20)) <= 2


def test_a_moving_picture_is_taken_as_its_first_frame_and_says_so():
    frames = [Image.new("RGB", (1300, 300), color) for color in ("red", "blue", "green")]
    for form in ("GIF", "WEBP"):
        file = encoded(frames[0], form, save_all=True, append_images=frames[1:])

        intake = take_in(file)

        assert nearest(intake.master.getpixel((5, 5))) == "red"
        assert intake.notes == ["This picture moves: readers see its first frame."]


@pytest.mark.parametrize(("size", "told"), [((640, 400), "640 pixels"), ((1, 1), "1 pixel")])
def test_a_small_picture_is_taken_with_a_warning(size, told):
    notes = take_in(picture_file(*size)).notes

    assert notes == [f"Only {told} wide: it will look soft at the top of a page."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty (0 bytes): it may not have been copied whole."),
        (b"Dear editor, here is my picture.", "This is a text, whatever its name says"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG drawing"),
        (b"<?xml version='1.0'?><!-- x --><svg/>", "This is an SVG drawing"),
        (b"\xef\xbb\xbf<!DOCTYPE html><script>", "This is a web page"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "This is a phone's HEIC picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isom", "This is a video"),
        (b"%PDF-1.7", "This is a PDF document"),
        (b"II*\x00\x10\0\0\0", "This is a TIFF or raw picture"),
        (b"8BPS\0\x01", "This is a Photoshop document"),
        (b"PK\x03\x04\x14", "This is a ZIP archive"),
        (b"\x7fELF\x02\x01\x01\0", "This is not a picture that we can read"),
        (b"\xff\xd8\xff" + b"\xe0" * 60, "This file is damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "This file is damaged"),
        (b"GIF89a" + b"\xff" * 60, "This file is damaged"),
        (b"RIFF\x40\0\0\0WEBPVP8 " + b"\xff" * 60, "This file is damaged"),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1avif" + b"\xff" * 60, "This file is damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_one_clear_sentence(content, sentence):
    with pytest.raises(Refused) as refusal:
        developed(io.BytesIO(content))

    assert str(refusal.value).startswith(sentence)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_half_a_file_is_refused(form, share):
    whole = photo_file(300, 200, form).getvalue()

    with pytest.raises(Refused, match="damaged or incomplete"):
        developed(io.BytesIO(whole[: int(len(whole) * share)]))


def test_a_file_over_25_megabytes_is_refused_without_reading_the_rest():
    class Endless:
        taken = 0

        def seek(self, to):
            assert to == 0

        def read(self, size):
            self.taken += size
            return b"\xff\xd8\xff" + b"\0" * (size - 3)

    endless = Endless()
    with pytest.raises(Refused, match="larger than 25 MB"):
        take_in(endless)
    assert endless.taken < 26 * 1024 * 1024


def test_sixty_megapixels_are_refused_from_the_header():
    with pytest.raises(Refused, match=r"has 60 megapixels \(10000 × 6000\); at most 40 are taken"):
        take_in(png_claiming(10000, 6000))


def test_the_largest_size_that_can_be_claimed_is_refused_from_the_header():
    huge = b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff" * 6 + b"\0" * 40
    for file in (png_claiming(2**31 - 1, 2**31 - 1), io.BytesIO(huge)):
        with pytest.raises(Refused):
            take_in(file)


def test_a_thread_of_a_picture_is_refused():
    with pytest.raises(Refused, match="too narrow"):
        take_in(picture_file(4000, 10, "PNG"))


def test_a_header_that_promises_more_than_the_file_holds_is_refused():
    with pytest.raises(Refused, match="damaged"):
        take_in(png_claiming(6000, 6000, pixels=b"\0" * 1000))


def test_text_that_unpacks_to_gigabytes_is_refused():
    with pytest.raises(Refused):
        take_in(png_claiming(10, 10, text=b"A" * 20_000_000))


def test_a_file_that_is_two_things_at_once_leaves_only_the_picture():
    plain = picture_file(form="PNG").getvalue()
    payload = b"PK\x03\x04<script>alert(1)</script><?php system('id') ?>"

    intake = take_in(io.BytesIO(plain + payload))

    assert intake.master.tobytes() == take_in(io.BytesIO(plain)).master.tobytes()


def test_a_file_built_to_burn_time_is_stopped():
    # A progressive JPEG may repeat its scans without end; each costs a pass over all pixels.
    data = picture_file(5000, 5000, progressive=True).getvalue()
    scan = data[data.rindex(b"\xff\xda") : -2]
    bomb = data[:-2] + scan * 5000 + data[-2:]
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime

    with pytest.raises(Refused, match="too much memory or time"):
        take_in(io.BytesIO(bomb))

    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - spent < 2.5


def test_the_web_process_itself_stays_small():
    heavy = picture_file(6300, 6300, "PNG")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    intake = take_in(heavy)

    assert (intake.width, intake.height) == (6300, 6300)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_the_name_of_a_format_is_found_in_the_first_bytes():
    assert sniff(b"\0\0\0\x1cftypmif1\0\0\0\0avifmiaf") == "AVIF"
    with pytest.raises(Refused):
        sniff(b"\0\0\0\x10ftypmif1\0\0\0\0avif")  # the brand stands outside its box
