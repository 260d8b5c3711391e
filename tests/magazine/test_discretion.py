import logging

import pytest

from magazine.discretion import DiscreetFormatter


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("refused ada.b+news@example.org today", "refused …@… today"),
        ("Not Found: /search/?q=my+illness", "Not Found: /search/?…"),
        ("GET /admin/?next=/x HTTP/1.1", "GET /admin/?… HTTP/1.1"),
        (
            "/newsletter/confirm/Zm9vYmFyYmF6cXV4cXV1eA/",
            "/newsletter/confirm/…/",
        ),
        ("/preview/eyJhIjoxfQ:1tQxYz:abcdefghijklmno/ failed", "/preview/…/ failed"),
        (
            "/europe/a-long-headline-about-the-price-of-bread-in-1789/",
            "/europe/a-long-headline-about-the-price-of-bread-in-1789/",
        ),
    ],
)
def test_a_log_line_names_no_reader_and_opens_no_page(said, kept):
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, said, None, None)

    assert DiscreetFormatter().format(record) == kept


def test_an_exception_is_logged_without_the_address_in_it():
    try:
        raise ValueError("bad address eve@example.org")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "x.py", 1, "failed", None, (ValueError, error, None)
        )

    assert DiscreetFormatter().format(record) == "failed\nValueError: bad address …@…"
