"""`python -m tests.servers.sizes ADDRESS...` makes the sizes of the pictures that pages show.

What the worker does after the demo is built, for those pictures and for the shape they are shown
in: the whole, which is cut already as cards want it.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")
django.setup()

from django.test import Client  # noqa: E402 - Django stands now

from articles.models import Image  # noqa: E402
from articles.pictures import renditions  # noqa: E402
from articles.pictures.shapes import Source, missing  # noqa: E402
from articles.pictures.uses import refresh  # noqa: E402

SHAPE = "whole"


def main(addresses):
    client = Client(headers={"host": "127.0.0.1"})
    shown = "".join(client.get(address).content.decode() for address in addresses)
    images = [image for image in Image.objects.all() if Source.of(image).key(SHAPE) in shown]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        made = list(threads.map(make, images))
    for image, widths in zip(images, made, strict=True):
        source = Source.of(image)
        renditions.record(image, source, {SHAPE: [source.key(SHAPE), widths]})
        refresh(image)


def make(image):
    """Write the files of all widths that are missing; the encoders run beside each other."""
    widths = missing(image).get(SHAPE, [])
    master = renditions.open_original(image)
    for width in widths:
        renditions.store(Source.of(image), master, SHAPE, width)
    return widths


if __name__ == "__main__":
    main(sys.argv[1:])
