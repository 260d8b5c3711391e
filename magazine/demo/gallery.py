"""Hangs the demo's pictures in the library: painted by code, taken in like any upload."""

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from io import BytesIO
from multiprocessing import get_context

from django.db import connection
from django.utils import timezone

from articles.pictures.library import store
from magazine.demo import manuscript
from magazine.demo.pictures import CREDITS, KEYS
from magazine.demo.pictures.prints import portrait_file, scene_file

# One agency picture's licence ends soon, so that the rights page has something to say.
EXPIRING = "conference-table"
# What is seen on pictures that lead no article, so that no other text says it.
ELSEWHERE = {
    "arctic-ice": "A red icebreaker opens a dark channel through pale floes under a low sun.",
}


class Gallery:
    """The pictures by key, the portraits by author's address."""

    def __init__(self):
        self.pictures, self.portraits = {}, {}

    def hang(self):
        """Paint on every core, and keep each picture with its first size made."""
        cores = os.cpu_count() or 1
        names = {block["slug"]: block["name"] for block in manuscript.read_blocks("authors.txt")}
        slugs = list(names)
        texts = _texts()
        with (
            ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as painters,
            ThreadPoolExecutor(cores) as porters,
        ):
            pictures = [painters.submit(scene_file, key) for key in KEYS]
            portraits = [painters.submit(portrait_file, slug) for slug in slugs]
            hung = porters.map(
                lambda key, job: _hang(f"{key}.jpg", job, _credits(key), **texts.get(key, {})),
                KEYS,
                pictures,
            )
            framed = porters.map(
                lambda slug, job: _hang(
                    f"{slug}.jpg", job, [_OWN], alt=f"Drawing of {names[slug]}"
                ),
                slugs,
                portraits,
            )
            self.pictures = dict(zip(KEYS, hung, strict=True))
            self.portraits = dict(zip(slugs, framed, strict=True))


_OWN = {"creator": "The Far Shore", "licence": "own"}


def _texts():
    """Alternative text and caption of each picture, from the first article that shows it."""
    texts = {key: {"alt": alt} for key, alt in ELSEWHERE.items()}
    for text in manuscript.read_all("articles"):
        if key := text.get("picture"):
            texts.setdefault(key, {"alt": text.get("alt"), "caption": text.get("caption")})
    return texts


def _credits(key):
    rows = [asdict(credit) for credit in CREDITS[key]]
    if key == EXPIRING:
        rows[0]["expires_on"] = (timezone.now() + timedelta(days=20)).date()
    return rows


def _hang(filename, job, credits, **fields):
    # Each thread has a connection of its own, which must not outlive it.
    with closing(connection):
        return store(BytesIO(job.result()), filename=filename, credits=credits, **fields).image
