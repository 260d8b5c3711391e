"""Measures the library of pictures: `python -m bench.pictures [files|renditions|library]`.

- files: the heaviest files that are taken and the worst that are refused. How long the decision
  takes, how far the web process grows above rest, and what the process apart needed.
- renditions: sizes a second for ordinary photographs, against Pillow opening, resizing and saving
  the same files one by one in a straight line, with the same encoders.
- library: the grid, a search and each filter over 50,000 pictures: queries and time.

Everything is made here, in a folder of its own that is deleted at the end. Run it on a quiet
machine: the numbers are times. Prints Markdown.
"""

import io
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(tempfile.mkdtemp(prefix="bench-pictures-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # a database and files of its own

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from PIL import Image as Pillow  # noqa: E402

from articles.models import Image, ImageCredit  # noqa: E402
from articles.pictures import library, renditions, shapes  # noqa: E402
from tests.articles.pictures.files import encoded, picture_file, png_claiming  # noqa: E402
from tests.factories import make_user  # noqa: E402


def row(*cells):
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


FULL = (7740, 5160)  # 39.9 megapixels
PICTURES = 50_000


def photograph(size=FULL):
    """Detail at two scales over a gradient: it weighs what a photograph weighs."""
    width, height = size
    coarse = Pillow.effect_noise((width // 8, height // 8), 80).resize(size)
    fine = Pillow.effect_noise((width // 2, height // 2), 30).resize(size)
    return Pillow.merge("RGB", (coarse, fine, Pillow.linear_gradient("L").resize(size)))


def heavy_files():
    """(name, bytes) of the heaviest that may come."""
    photo = photograph()
    flat = Pillow.merge("RGB", [Pillow.linear_gradient("L").resize(FULL)] * 3)
    yield "JPEG, 40 megapixels", encoded(photo, "JPEG", quality=88)
    yield (
        "JPEG, progressive, 4:4:4",
        encoded(photo, "JPEG", quality=85, progressive=True, subsampling=0),
    )
    yield (
        "JPEG, progressive, CMYK",
        encoded(photo.convert("CMYK"), "JPEG", quality=85, progressive=True, subsampling=0),
    )
    yield "PNG, transparent", encoded(flat.convert("RGBA"), "PNG")
    yield "WebP", encoded(photo, "WEBP", quality=80, method=0)
    yield "AVIF", encoded(photo, "AVIF", quality=60, speed=10)
    yield "GIF", encoded(flat.quantize(64), "GIF")
    yield "JPEG of 5,000 scans", scans(5000)
    yield "PNG, header of 2³¹ × 2³¹", png_claiming(2**31 - 1, 2**31 - 1)
    yield "PNG, text of 1 GB", png_claiming(10, 10, text=b"A" * 1_000_000_000)
    yield "PNG, 6,000 × 6,000 of nothing", png_claiming(6000, 6000, pixels=b"\0" * 1000)
    yield "25 MB of noise", io.BytesIO(b"\xff\xd8\xff" + os.urandom(25 * 2**20 - 3))
    yield "26 MB", io.BytesIO(b"\xff\xd8\xff" + b"\0" * (26 * 2**20))


def scans(count):
    data = picture_file(5000, 5000, progressive=True).getvalue()
    last = data[data.rindex(b"\xff\xda") : -2]
    return io.BytesIO(data[:-2] + last * count + data[-2:])


DECIDE = """
import resource, sys, time
from articles.pictures.intake import Refused, take_in
def memory(name):
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith(name)).split()[1])
with open("/proc/self/clear_refs", "w") as peak:
    peak.write("5")  # forget the peak that was inherited
rest = memory("VmRSS")
start = time.perf_counter()
with open(sys.argv[1], "rb") as file:
    try:
        take_in(file)
        said = "taken"
    except Refused as refusal:
        said = str(refusal)
seconds = time.perf_counter() - start
own = memory("VmHWM") - rest
apart = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{seconds:.2f}|{own // 1024}|{apart.ru_maxrss // 1024}|{apart.ru_utime:.2f}|{said}")
"""


def files():
    """Each file is decided in a process of its own, so that one peak does not hide another."""
    print(
        "| file | MB | decided in | web process above rest | process apart | its processor time | |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, file in heavy_files():
        path = HERE / "file"
        path.write_bytes(file.getvalue())
        asked = subprocess.run(
            [sys.executable, "-c", DECIDE, path], capture_output=True, text=True, check=True
        )
        seconds, own, apart, processor, said = asked.stdout.strip().split("|")
        size = len(file.getvalue()) / 1e6
        row(name, f"{size:.1f}", f"{seconds} s", f"{own} MB", f"{apart} MB", f"{processor} s", said)


def straight_line(data, source):
    """The same sizes and formats as Pillow makes them when asked for each by itself."""
    made = 0
    for shape in source.shapes():
        for width in source.widths(shape):
            for extension in shapes.formats_of(shape):
                image = Pillow.open(io.BytesIO(data)).convert("RGB")
                form, options = renditions.ENCODERS[extension]
                box = source.box(shape, image.size)
                height = round(width * (box[3] - box[1]) / (box[2] - box[0]))
                small = image.resize((width, height), Pillow.Resampling.LANCZOS, box=box)
                small.save(io.BytesIO(), form, **options)
                made += 1
    return made


def all_at_once(count=4, size=(6000, 4000)):
    call_command("migrate", verbosity=0)
    print("\nProcessor time, of the process apart too; growth of the worker above rest.\n")
    print(
        "| photograph | ours | grows by | straight line | grows by | files | ours, files a second |"
    )
    print("|---|---|---|---|---|---|---|")
    for number in range(count):
        data = encoded(photograph(size).rotate(number), "JPEG", quality=88).getvalue()
        image = library.store(io.BytesIO(data)).image
        _, ours, our_growth = measured(renditions.make_all, image)
        made, theirs, their_growth = measured(straight_line, data, shapes.Source.of(image))
        row(
            f"{size[0]} × {size[1]}",
            f"{ours:.1f} s",
            f"{our_growth} MB",
            f"{theirs:.1f} s",
            f"{their_growth} MB",
            made,
            f"{made / ours:.1f}",
        )


def measured(action, *arguments):
    """(result, processor seconds, megabytes above rest) of a call."""
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    rest, start = memory("VmRSS"), processor()
    result = action(*arguments)
    return result, processor() - start, (memory("VmHWM") - rest) // 1024


def memory(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


def processor():
    own, apart = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + apart.ru_utime + apart.ru_stime


WORDS = "harbour border market minister bridge river winter protest election grain".split()  # noqa: SIM905


def row_number(n):
    """One picture of many, without its file."""
    return Image(
        file=f"{n:x}.jpg",
        filename=f"IMG_{n}.jpg",
        content_hash=f"{n:064x}",
        format="JPEG",
        width=1920,
        height=1280,
        alt="" if n % 9 == 0 else f"A {WORDS[n % 10]} seen from afar",
        caption=f"The {WORDS[n % 7]} and the {WORDS[n % 10]} in year {n}",
        keywords=WORDS[n % 5],
        renditions={"whole": [f"ab/{n:022x}", [320, 640, 960]]},
    )


def grid():
    call_command("migrate", verbosity=0)
    images = Image.objects.bulk_create(map(row_number, range(PICTURES)), batch_size=2000)
    ImageCredit.objects.bulk_create(
        (
            ImageCredit(image=image, creator=f"Person {n % 900}", agency="Northlight",
                        licence="agency" if n % 3 else "cc0")
            for n, image in enumerate(images) if n % 11
        ),
        batch_size=2000,
    )  # fmt: skip
    client = Client(SERVER_NAME="127.0.0.1")
    with override_settings(AXES_ENABLED=False):  # it asks for an address, which a test has not
        client.force_login(make_user("bench", "Editor"))
    print("\n| address | queries | median | slowest |")
    print("|---|---|---|---|")
    addresses = ("", "?q=harbour", "?q=person+7+bridge", "?q=nothing-like-it", "?missing=alt",
                 "?missing=credit", "?licence=cc0", "?ending=soon", "?use=none", "?p=100",
                 "pick/?q=harbour", "rights/")  # fmt: skip
    for address in addresses:
        times = []
        for _ in range(7):
            start = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/admin/articles/image/{address}").status_code == 200
            times.append((time.perf_counter() - start) * 1000)
        median = statistics.median(times[1:])
        row(address or "the grid", len(queries), f"{median:.0f} ms", f"{max(times[1:]):.0f} ms")


PARTS = {"files": files, "renditions": all_at_once, "library": grid}

if __name__ == "__main__":
    try:
        for part in sys.argv[1:] or PARTS:
            PARTS[part]()
    finally:
        shutil.rmtree(HERE)
