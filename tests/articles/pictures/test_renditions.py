import errno
import io
import itertools

import pytest
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from PIL import Image as Pillow

from articles.models import Image
from articles.pictures import library, renditions, shapes
from articles.pictures.shapes import Source
from articles.pictures.storage import WholeFiles
from tests.articles.pictures.files import encoded, picture_file, quadrants
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def stored(file=None, **fields):
    return library.store(file or picture_file(1000, 640), filename="harbour.jpg", **fields).image


def opened(name):
    with default_storage.open(name) as file:
        return Pillow.open(io.BytesIO(file.read()))


def files():
    """The names of all files that readers could ask for."""
    return {
        f"{folder}/{name}"
        for folder in default_storage.listdir("")[0]
        for name in default_storage.listdir(folder)[1]
    }


def source(width, height, focal=(0.5, 0.5)):
    return Source("0" * 64, width, height, focal)


def test_one_size_is_there_at_once_and_the_rest_is_ordered_in_the_same_transaction():
    image = stored()

    key = Source.of(image).key("whole")
    assert image.renditions == {"whole": [key, [960]]}
    assert files() == {f"{key}-960.{form}" for form in ("avif", "webp", "jpg")}
    (order,) = DBTaskResult.objects.all()
    assert order.args_kwargs == {"args": [image.pk], "kwargs": {}}


def test_the_background_makes_every_width_and_cut_once():
    image = stored(picture_file(700, 500))

    renditions.make_renditions.call(image.pk)

    image.refresh_from_db()
    assert {shape: widths for shape, (_, widths) in image.renditions.items()} == {
        "whole": [320, 480, 640],
        "3x2": [320, 480, 640],
        "1x1": [160, 320],
        "16x9": [640],
        "share-1x1": [500],
        "share-4x3": [667],
        "share-16x9": [700],
    }
    assert files() == set(shapes.names(image.renditions))
    assert renditions.make_all(image) == 0


def test_a_photograph_gets_every_width():
    photograph = source(6000, 4500)

    assert {shape: list(photograph.widths(shape)) for shape in photograph.shapes()} == {
        "whole": [320, 480, 640, 960, 1280, 1600, 1920],
        "3x2": [320, 480, 640, 960, 1280],
        "1x1": [160, 320, 640],
        "16x9": [640, 1280],
        "share-1x1": [1200],
        "share-4x3": [1200],
        "share-16x9": [1200],
    }


def test_no_rendition_is_larger_than_the_picture_and_the_smallest_picture_has_one():
    assert list(source(1000, 1000).widths("whole")) == [320, 480, 640, 960]
    assert list(source(1000, 300).widths("1x1")) == [160]
    assert list(source(100, 80).widths("whole")) == [100]
    assert list(source(100, 80).widths("3x2")) == [100]
    assert list(source(100, 80).widths("share-16x9")) == [100]


def test_a_picture_that_has_a_ratio_by_itself_is_not_cut_to_it():
    assert "3x2" not in source(6000, 4000).shapes()
    assert "3x2" in source(6000, 4100).shapes()
    assert "1x1" not in source(500, 500).shapes()


@pytest.mark.parametrize(
    ("focal", "box"),
    [
        ((0.5, 0.5), (300, 0, 900, 600)),
        ((0.0, 0.5), (0, 0, 600, 600)),
        ((1.0, 0.0), (600, 0, 1200, 600)),
        ((0.3, 0.9), (60, 0, 660, 600)),
    ],
)
def test_a_cut_keeps_the_focal_point_in_view(focal, box):
    assert source(1200, 600, focal).box("1x1") == box


def test_every_box_lies_inside_its_picture():
    sizes = [(1, 1), (3, 2), (1000, 51), (51, 1000), (1919, 1081), (7740, 5160)]
    points = [0, 0.0001, 0.333, 0.5, 1]
    for size, x, y, shape in itertools.product(sizes, points, points, shapes.RATIOS):
        made = source(*size, (x, y))
        left, top, right, bottom = made.box(shape)
        width, height = made.master_size()
        assert 0 <= left < right <= width, (size, x, y, shape)
        assert 0 <= top < bottom <= height, (size, x, y, shape)


@pytest.mark.parametrize("form", ["avif", "webp", "jpg"])
def test_what_is_served_shows_the_right_part_at_the_right_size(form):
    image = stored(encoded(quadrants(1200, 600), "PNG"))
    library.focus(image, 0.9, 0.5)
    renditions.make_all(image)

    key, _ = image.renditions["1x1"]
    with opened(f"{key}-1x1-320.{form}") as cut:
        assert cut.size == (320, 320)
        right = [cut.convert("RGB").getpixel(at) for at in ((200, 60), (200, 260))]
        left = cut.convert("RGB").getpixel((100, 60))
    assert right[0][1] > 200 > right[0][0] + right[0][2]  # green above
    assert min(right[1]) > 200  # white below
    assert left[1] > 200 > left[0]  # no red: the left half is cut away


def test_nothing_of_the_files_metadata_is_served():
    exif = Pillow.Exif()
    exif[0x013B] = "Ana Lind"
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 20.0, 0.0)})
    image = stored(picture_file(600, 400, exif=exif, xmp=b"<x>Ana Lind</x>", comment=b"Ana Lind"))
    renditions.make_all(image)

    for name in files():
        with default_storage.open(name) as file:
            content = file.read()
        assert b"Ana" not in content
        with Pillow.open(io.BytesIO(content)) as served:
            assert not served.getexif()
            assert set(served.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                        "progressive", "progression", "loop", "background",
                                        "timestamp", "duration"}  # fmt: skip


def test_transparency_is_kept_and_the_fallback_stands_on_white():
    drawing = Pillow.new("RGBA", (400, 400), (0, 0, 0, 0))
    image = stored(encoded(drawing, "PNG"))

    key, _ = image.renditions["whole"]
    assert opened(f"{key}-320.webp").convert("RGBA").getpixel((5, 5))[3] == 0
    assert opened(f"{key}-320.avif").convert("RGBA").getpixel((5, 5))[3] == 0
    assert min(opened(f"{key}-320.jpg").getpixel((5, 5))) > 250


def test_a_new_focal_point_has_new_addresses_and_the_old_ones_hold_until_then():
    image = stored(picture_file(700, 500))
    renditions.make_all(image)
    before = dict(image.renditions)

    library.focus(image, 0.1, 0.2)
    assert image.renditions == before  # what exists is shown until the new cuts are made
    renditions.make_all(image)

    assert image.renditions["whole"] == before["whole"]
    assert image.renditions["3x2"][0] != before["3x2"][0]
    assert before["3x2"] in [[key, widths] for _, key, widths, _ in image.renditions["old"]]
    assert files() == set(shapes.names(image.renditions))


class FullDisk(WholeFiles):
    """A disk that is full after so many files."""

    room = 13

    def _save(self, name, content):
        if FullDisk.room == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        FullDisk.room -= 1
        return super()._save(name, content)


def test_work_that_was_broken_off_goes_on_where_it_stopped(settings):
    image = stored(picture_file(700, 500))
    disk = settings.STORAGES
    settings.STORAGES = disk | {"default": {"BACKEND": f"{__name__}.FullDisk"}}

    with pytest.raises(OSError, match="No space"):
        renditions.make_all(image)

    settings.STORAGES = disk
    image.refresh_from_db()
    listed = set(shapes.names(image.renditions))
    assert listed < files()  # what is listed is there; what is there may not be listed yet
    assert renditions.make_all(image) > 0
    image.refresh_from_db()
    assert shapes.missing(image) == {}
    assert listed < files() == set(shapes.names(image.renditions))


def test_renditions_of_a_picture_that_changed_meanwhile_are_not_listed():
    image = stored(picture_file(700, 500))
    stale = Image.objects.get(pk=image.pk)
    library.replace(image, picture_file(600, 400))

    assert renditions.make_all(stale) == 0

    image.refresh_from_db()
    assert image.renditions["whole"] == [Source.of(image).key("whole"), [480]]


def test_making_the_renditions_of_a_deleted_picture_does_nothing():
    renditions.make_renditions.call(4711)


def test_articles_are_drawn_anew_when_a_picture_is_ready():
    image = stored()
    article = make_article(lead_image=image)
    assert "-640.avif" not in article.derived["hero"]

    renditions.make_renditions.call(image.pk)

    article.refresh_from_db()
    assert "-640.avif" in article.derived["hero"]


def test_a_small_picture_has_what_it_can():
    image = stored(picture_file(200, 100))
    renditions.make_all(image)

    assert {shape: widths for shape, (_, widths) in image.renditions.items()} == {
        "whole": [200],
        "3x2": [150],
        "1x1": [100],
        "16x9": [178],
        "share-1x1": [100],
        "share-4x3": [133],
        "share-16x9": [178],
    }
