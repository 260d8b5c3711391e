#!/usr/bin/env python
"""Gathers the words that readers see into locale/, and compiles them; --check only looks.

No GNU gettext is needed. The desk speaks English: its words are not gathered.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
DESK = ("templates/admin/", "templates/account/", "templates/allauth/", "articles/desk/")
DESK += ("newsletter/desk/", "newsletter/lists/", "magazine/demo/")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
# Dates in the files would only make every change look larger than it is.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def sources():
    """Every file that may hold words for readers, as a path from the root."""
    patterns = ("templates/**/*.html", "templates/**/*.txt")
    patterns += tuple(f"{app}/**/*.py" for app in ("articles", "magazine", "newsletter"))
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(DESK) and "/migrations/" not in name:
                yield name


def found_in(name):
    """(message or its forms, context) of each in the file."""
    text = (ROOT / name).read_text()
    if not name.endswith(".py"):
        # What is left of a template is no Python: its indentation means nothing.
        text = "\n".join(line.strip() for line in templatize(text, origin=name).splitlines())
    for _line, function, message, _comments in extract_python(
        io.BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"}
    ):
        spec = KEYWORDS[function]
        if not message:
            continue  # what is named elsewhere, by gettext_noop()
        if spec is None:
            yield message if isinstance(message, str) else message[0], None
        elif spec == (1, 2):
            yield message[:2], None
        else:
            yield (message[1] if len(spec) == 2 else message[1:3]), message[0]


def gathered():
    """All messages, without a translation."""
    catalog = Catalog(creation_date=NEVER, revision_date=NEVER)
    for name in sources():
        for message, context in found_in(name):
            catalog.add(message, locations=[(name, 1)], context=context)
    return catalog


def updated(path, messages):
    """The catalogue at the path with exactly these messages; what was translated stays so."""
    language = path.parts[-3]
    with path.open("rb") as file:
        standing = read_po(file, locale=language)
    catalog = Catalog(
        locale=language,
        header_comment="# What readers see, in another language. Written by `make words`.",
        project="magazine",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )
    for message in messages:
        if message.id:
            known = standing.get(message.id, message.context)
            catalog.add(
                message.id,
                known.string if known else "",
                locations=message.locations,
                context=message.context,
            )
    return catalog


def as_po(catalog):
    file = io.BytesIO()
    write_po(file, catalog, width=100, include_lineno=False, sort_output=True)
    return file.getvalue()


def as_mo(catalog):
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def faults(catalog):
    """What is untranslated, or lacks a name that the message fills in."""
    language = catalog.locale_identifier
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(strings):
            yield f"{language}: nothing for {message.id!r}"
        for problem in message.check(catalog):
            yield f"{language}: {message.id!r}: {problem}"


def main(check):
    messages = gathered()
    problems = []
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalog = updated(path, messages)
        files = {path: as_po(catalog), path.with_suffix(".mo"): as_mo(catalog)}
        for file, content in files.items():
            stands = file.read_bytes() if file.exists() else b""
            if stands != content and check:
                problems.append(f"{file.relative_to(ROOT)} is not what `make words` would write")
            elif stands != content:
                file.write_bytes(content)
        problems += faults(catalog)
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main("--check" in sys.argv[1:]))
