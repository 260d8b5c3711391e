"""A list as a file, whatever program wrote it: its signs, its commas, its rows."""

import codecs
import csv
import re
from dataclasses import dataclass
from itertools import chain, islice

from newsletter.lists.presets import guess

CHUNK = 5_000
BLOCK = 1024 * 1024
# Notes of a whole book are skipped; a quotation mark that nobody closed ends here at the latest.
csv.field_size_limit(4 * BLOCK)
# No address has so many lines beside it: a quotation mark was not closed, and hides other rows.
MOST_LINES = 500
BROKEN = "\0broken"

# One byte a letter, of some other country: good for all that is written in plain Latin letters.
SOME_BYTES = "latin-1"
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    SOME_BYTES: "an alphabet that we do not know",
}
SEPARATOR = re.compile(r'"?sep=([,;\t|])"?\s*', re.IGNORECASE)
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# What is a letter in UTF-8 is hardly ever sense in Windows-1252: “Ã¼”.
WIDE_LETTER = re.compile(
    rb"[\xc3-\xc5\xd0\xd1][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Signs that no text has.
NO_LETTER = re.compile(rb"[\x01-\x08\x0e-\x1f]")
# What Windows-1252 has not, or would make “³ukasz” and “Èâàíîâ” of: it is Windows-1250 or -1251.
ELSEWHERE = re.compile(
    rb"[\x81\x8d\x8f\x90\x9d]|[\xc0-\xff]{4}"
    rb"|[A-Za-z][\xa3\xa5\xb3\xb9\xbc\xbe\xbf]|[\xa3\xa5\xaf\xb3\xb9\xbc\xbe\xbf][A-Za-z]"
)
# Among so many rows an address column is looked for, where no name tells it.
FIRST_ROWS = 50


class Unreadable(Exception):
    """The file is no list; the message is a sentence for whoever brought it."""


@dataclass
class _Table:
    """Rows under their names; `before` lines stand above the line that the reader counts as 1."""

    reader: csv.DictReader
    before: int = 0

    @property
    def line(self):
        return self.reader.line_num + self.before

    def rows(self):
        """(number of its last line, row) for each."""
        last = self.line
        for row in self.reader:
            row[BROKEN] = "yes" if self.line - last > MOST_LINES else ""
            last = self.line
            yield last, row


def chunks_of(path, skip, wanted):
    """(line, row) pairs in steps, behind the rows that are done; only the columns wanted."""
    with _opened(path) as file:
        table = _table(file)
        try:
            rows = table.rows()
            for _ in islice(rows, skip):
                pass
            while chunk := [(line, _clean(row, wanted)) for line, row in islice(rows, CHUNK)]:
                yield chunk
        except (csv.Error, UnicodeDecodeError) as problem:
            raise Unreadable(
                f"The file cannot be read after line {table.line}. Is it CSV in UTF-8?"
            ) from problem


def header_of(path):
    """The names of the columns, in lower case. Raises Unreadable."""
    with _opened(path) as file:
        return _table(file).reader.fieldnames


def column_of_addresses(path):
    """The one column that holds addresses, by what stands in it; "" if none does, or several."""
    with _opened(path) as file:
        table = _table(file)
        try:
            rows = [row for _, row in islice(table.rows(), FIRST_ROWS)]
        except (csv.Error, UnicodeDecodeError):
            return ""
        found = [name for name in table.reader.fieldnames if _holds_addresses(rows, name)]
    return found[0] if len(found) == 1 else ""


def _holds_addresses(rows, name):
    cells = [cell for row in rows if (cell := _plain(row.get(name) or ""))]
    return 2 * sum(1 for cell in cells if ADDRESS.fullmatch(cell)) > len(cells)


def guess_preset(path):
    return guess(header_of(path))


def encoding_of(path):
    """By what the letters of the file are written: UTF-8 wherever it can be. Raises Unreadable."""
    try:
        with open(path, "rb") as file:
            begin = file.read(2)
            if begin == b"PK":
                raise Unreadable("This is a workbook or an archive. Save it as “CSV UTF-8”.")
            # Excel's “Unicode text”.
            if begin in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                return "utf-16"
            file.seek(0)
            return "utf-8-sig" if _is_utf_8(file) else _by_windows(file)
    except OSError as problem:
        raise Unreadable("The file is no longer there. Bring it again.") from problem


def _is_utf_8(file):
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _by_windows(file):
    """What Excel in western countries saves as plain “CSV”, if nothing speaks against it."""
    file.seek(0)
    encoding = "cp1252"
    for number, line in enumerate(file, 1):
        if NO_LETTER.search(line) or WIDE_LETTER.search(line):
            raise Unreadable(
                f"Line {number} is neither in UTF-8 nor in Windows-1252, or the file mixes both. "
                "Save it as “CSV UTF-8”."
            )
        if ELSEWHERE.search(line):
            encoding = SOME_BYTES
    return encoding


def _opened(path):
    encoding = encoding_of(path)
    return open(path, encoding=encoding, newline="")


def _table(file):
    try:
        return _begun(file)
    except UnicodeDecodeError as problem:
        raise Unreadable("The file is not in UTF-8. Save it as “CSV UTF-8”.") from problem
    except csv.Error as problem:
        raise Unreadable("The first line cannot be read. Is it CSV?") from problem


def _begun(file):
    told, before = "", 0
    while first := file.readline(BLOCK):
        found = SEPARATOR.fullmatch(first)
        if not found and first.strip("\r\n\t\0 ;,"):
            break
        told, before = found[1] if found else told, before + 1
    if not first:
        raise Unreadable("The file is empty.")
    delimiter = told or max(",;\t", key=re.sub('"[^"]*"', "", first).count)
    reader = csv.DictReader(chain([first], file), delimiter=delimiter)
    names = [_plain(name) for name in reader.fieldnames]
    if any(map(ADDRESS.fullmatch, names)):
        # Addresses from the first line on, without a heading.
        reader = csv.DictReader(chain([first], file), delimiter=delimiter)
        names = ["email" if ADDRESS.fullmatch(name) else "" for name in names]
    reader.fieldnames = _each_once(names)
    return _Table(reader, before)


def _each_once(names):
    """The names, of which no two are alike: “email”, “email (2)”, “column 3”."""
    found = []
    for number, name in enumerate(names, 1):
        name = name or f"column {number}"
        found.append(f"{name} ({number})" if name in found else name)
    return found


def _plain(text):
    return text.replace("\0", "").strip().lower()


def _clean(row, wanted):
    """What is asked of a row, and whether it is whole: the rest may be long, and is let go."""
    cells = {name: (row.get(name) or "").replace("\0", "") for name in (*wanted, BROKEN)}
    return cells | {None: row.get(None)}
