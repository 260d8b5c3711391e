"""Who may open what, and send what: every address of the resolver, every role, one table."""

from pathlib import Path

import pytest

from tests.magazine.matrix.asking import ask
from tests.magazine.matrix.forging import forged, url_of
from tests.magazine.matrix.newsroom import ROLES, Newsroom, patterns

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("matrix") / "table.txt"
METHODS = {"G": "GET", "P": "POST"}
ROOMS = (
    "admin/articles/article/<int",
    "admin/articles/article/",
    "admin/articles/image/",
    "admin/articles/",
    "admin/newsletter/issue/",
    "admin/newsletter/",
    "admin/",
)
# Who may read the colleague's draft, and who the reader's address.
EDITORS = {"editor", "chief", "root"}
LETTERS = {"chief", "audience", "root"}


def read_table():
    """{(pattern, subject): {role: the letters of what lets them in}}."""
    rows = {}
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            named, cells = line.rsplit(maxsplit=len(ROLES))[0], line.split()[-len(ROLES) :]
            pattern, _, subject = named.rstrip().partition("  ")
            cells = (cell.replace("-", "") for cell in cells)
            rows[pattern.removeprefix("/"), subject.strip()] = dict(zip(ROLES, cells, strict=True))
    return rows


ROWS = read_table()


def room_of(pattern):
    """Rows are asked about in groups, so that a newsroom is set up once for each."""
    return next((room for room in ROOMS if pattern.startswith(room)), "")


def test_every_address_has_a_row_in_the_table():
    listed = {pattern for pattern, _ in ROWS}
    assert sorted(set(patterns()) - listed) == [], "Say in matrix/table.txt who may open these."
    assert sorted(listed - set(patterns())) == []


def test_the_table_lets_strangers_and_those_who_have_left_into_nothing_of_the_admin():
    let_in = {
        pattern
        for (pattern, _), cells in ROWS.items()
        if pattern.startswith("admin/") and not pattern.startswith("admin/account/")
        if cells["nobody"] or cells["leaver"]
    }
    assert let_in == set()


@pytest.mark.parametrize("room", sorted({room_of(pattern) for pattern, _ in ROWS}))
def test_who_may_open_and_send_what(room):
    newsroom = Newsroom()
    found, told, written = {}, [], []
    wanted = {row: cells for row, cells in ROWS.items() if room_of(row[0]) == room}

    for pattern, subject in wanted:
        url, data = url_of(pattern, subject, newsroom), forged(pattern, newsroom)
        cells = found[pattern, subject] = {}
        for role in ROLES:
            answers = {
                letter: ask(newsroom.clients[role], method, url, data)
                for letter, method in METHODS.items()
            }
            assert all(one.status < 500 for one in answers.values()), url
            cells[role] = "".join(letter for letter, one in answers.items() if one.lets_in)
            told += [(role, url) for one in answers.values() if one.tells]
            written += [
                (role, letter, url, one.written[0])
                for letter, one in answers.items()
                if one.written and (letter == "G" or not one.lets_in)
            ]

    assert said(found) == said(wanted)
    assert [pair for pair in told if pair[0] not in may_be_told(pair[1])] == []
    assert written == []


def said(rows):
    """The rows as sentences, so that a difference is read at once."""
    return [
        f"{pattern} {subject}: {', '.join(f'{role} {cell or 0}' for role, cell in cells.items())}"
        for (pattern, subject), cells in rows.items()
    ]


def may_be_told(url):
    """Who may meet the hidden word at this address."""
    if url.startswith(("/newsletter/preferences/", "/newsletter/own/")):
        return set(ROLES)  # whoever has the reader's own link
    return LETTERS if url.startswith("/admin/newsletter/") else EDITORS
