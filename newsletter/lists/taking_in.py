"""Bringing a list along: looked through first, then taken in by steps, resumable anywhere."""

import os
import re
import secrets
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from newsletter.addresses import Address, BadAddress, read_address
from newsletter.lists.cells import unguard
from newsletter.lists.presets import BOUNCED, CONFIRMED, LEFT, PRESETS, UNPROVED, WORDS
from newsletter.lists.reading import (
    BROKEN,
    ENCODINGS,
    SOME_BYTES,
    Unreadable,
    chunks_of,
    column_of_addresses,
    encoding_of,
    header_of,
)
from newsletter.lists.rows import insert
from newsletter.lists.seen import Seen
from newsletter.models import ConsentEvent, Reject, Subscriber, Suppression
from newsletter.tokens import address_hash, address_hashes

# The signs that RFC 5322 allows in a plain local part.
PLAIN_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.I)
SOURCE = "import"
UNSURE = "\0unsure"
STRANGE = "Never confirmed there, or in a state that we do not know."
SUBSCRIBER = ["address", "address_key", "source", "asked_at", "confirmed_at"]
SUBSCRIBER += ["unsubscribed_at", "bounced_at", "link_edition"]
CONSENT = ["address_hash", "kind", "at", "place", "basis", "by_id"]
# For a column of states that is about something else: what it says of leaving still holds.
ANYTHING = "ANYTHING"
# So many strange words are told apart, and so many are told.
MOST_WORDS, TOLD = 1_000, 5
COUNTS = ["new", "left", "bounced", "known", "suppressed", "twice", "rejected"]


def keep_upload(upload):
    """The file, where only this program reads it."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{secrets.token_hex(16)}.csv"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for part in upload.chunks():
            file.write(part)
    return str(path)


def _folder():
    return Path(settings.DATA_DIR) / "lists"


def look_through(list_import):
    """A dry run: what taking it in would do, without doing it."""
    counts, strange = Counter(dict.fromkeys(COUNTS, 0)), Counter()
    try:
        encoding = ENCODINGS[encoding_of(list_import.path)]
        _find_addresses(list_import)
        with Seen() as seen:
            for chunk in _chunks(list_import, 0):
                sorted_out = _sort_out(list_import, chunk, seen)
                counts.update(sorted_out.counts())
                if len(strange) < MOST_WORDS:
                    strange.update(sorted_out.strange)
    except Unreadable as problem:
        list_import.fail(str(problem))
        return
    list_import.checked(dict(counts), f"Read as {encoding}.{_told(strange)}")


def _find_addresses(list_import):
    """Where no column has a name that we know: by what stands in it."""
    if set(_preset(list_import).address) & set(header_of(list_import.path)):
        return
    if column := column_of_addresses(list_import.path):
        list_import.columns = {**list_import.columns, "address": column}
        list_import.save(update_fields=["columns"])


def _told(strange):
    """Once, for all the rows that were refused because of a word."""
    if not strange:
        return ""
    words = ", ".join(f"“{word}” ({count})" for word, count in strange.most_common(TOLD))
    more = ", and others" if len(strange) > TOLD else ""
    return (
        f" Rows are refused for what they say of the reader's state: {words}{more}. "
        "If those words are about something else, choose so below."
    )


def take_in(list_import, stop=lambda: False):
    """Take the list in from where it was left; safe to run again, and beside itself."""
    while list_import.state == list_import.State.RUNNING and not stop():
        try:
            at_end = _take_chunks(list_import, stop)
        except Unreadable as problem:
            list_import.fail(str(problem))
            return
        if at_end and list_import.finish() and Path(list_import.path).parent == _folder():
            Path(list_import.path).unlink(missing_ok=True)


def _take_chunks(list_import, stop):
    """True at the end of the file; False where it has to be opened anew."""
    with closing(_chunks(list_import, list_import.rows_done)) as chunks:
        for chunk in chunks:
            try:
                taken = _take_chunk(list_import, chunk)
            except IntegrityError:
                # Somebody in it signed up just now: sort this chunk out again.
                taken = False
            list_import.refresh_from_db()
            if not taken or stop():
                return False
    return True


@transaction.atomic
def _take_chunk(list_import, chunk):
    sorted_out = _sort_out(list_import, chunk)
    rows_after = list_import.rows_done + len(chunk)
    if not list_import.advance(list_import.rows_done, rows_after, sorted_out.counts()):
        return False
    sorted_out.write(list_import)
    return True


class _Sorted:
    """A chunk's rows, each in the heap that it belongs to."""

    def __init__(self):
        self.heaps = {CONFIRMED: [], LEFT: [], BOUNCED: []}
        self.known = self.suppressed = self.twice = 0
        self.rejects, self.strange = [], Counter()

    def counts(self):
        return {
            "new": len(self.heaps[CONFIRMED]),
            "left": len(self.heaps[LEFT]),
            "bounced": len(self.heaps[BOUNCED]),
            "known": self.known,
            "suppressed": self.suppressed,
            "twice": self.twice,
            "rejected": len(self.rejects),
        }

    def write(self, list_import):
        now = timezone.now()
        insert(
            Subscriber,
            SUBSCRIBER,
            [
                _subscriber(address, date or now, state, now)
                for state, rows in self.heaps.items()
                for address, date in rows
            ],
        )
        Suppression.objects.bulk_create(
            [
                Suppression(address_hash=address_hash(address.key), reason="bounced", at=now)
                for address, _ in self.heaps[BOUNCED]
            ],
            ignore_conflicts=True,
        )
        proof = [ConsentEvent.Kind.IMPORTED, now, SOURCE, list_import.basis, list_import.by_id]
        insert(
            ConsentEvent,
            CONSENT,
            [
                [address_hash(address.key), *proof]
                for rows in self.heaps.values()
                for address, _ in rows
            ],
        )
        Reject.objects.bulk_create(
            [
                Reject(list_import=list_import, line=line, reason=reason, address=address[:254])
                for line, reason, address in self.rejects
            ],
            batch_size=1_000,
        )


def _subscriber(address, date, state, now):
    left, bounced = (now if state == heap else None for heap in (LEFT, BOUNCED))
    return [address.shown, address.key, SOURCE, date, date, left, bounced, 0]


def _sort_out(list_import, chunk, seen=None):
    """Say of each row what is to be done with it. Who left us, or complained, stays away."""
    preset = _preset(list_import)
    found, rows = _Sorted(), {}
    for line, row in chunk:
        address, problem = _read(preset, row)
        if problem == STRANGE:
            found.strange[preset.said(row)[:40]] += 1
        if problem:
            found.rejects.append((line, problem, preset.address_of(row)))
        elif address.key in rows:
            found.twice += 1
        else:
            rows[address.key] = (line, row, address)
    for key in seen.add(rows) if seen else ():
        # A dry run takes nobody in: what an earlier chunk had is not in the database.
        del rows[key]
        found.twice += 1
    known = set(
        Subscriber.objects.filter(address_key__in=list(rows)).values_list("address_key", flat=True)
    )
    suppressed = _suppressed(rows.keys() - known)
    for key, (_, row, address) in rows.items():
        if key in known:
            found.known += 1
        elif key in suppressed:
            found.suppressed += 1
        else:
            found.heaps[preset.state_of(row)].append((address, _date(preset.date_of(row))))
    return found


def _suppressed(address_keys):
    by_hash = {digest: key for key in address_keys for digest in address_hashes(key)}
    found = Suppression.objects.filter(address_hash__in=list(by_hash))
    return {by_hash[digest] for digest in found.values_list("address_hash", flat=True)}


def _read(preset, row):
    if row.get(None):
        return None, "This row has more cells than the first one."
    if row[BROKEN]:
        return None, "This row never ends: a quotation mark is not closed, and hides other rows."
    text = unguard(preset.address_of(row))
    if not text:
        return None, "There is no address in this row."
    if row.get(UNSURE):
        return None, "Which letters these are cannot be told. Save the list as “CSV UTF-8”."
    try:
        address = quickly(text)
    except BadAddress as problem:
        return None, str(problem)
    if preset.state_of(row) == UNPROVED:
        return None, STRANGE
    return address, ""


def quickly(text):
    """What `read_address` says of the text; each domain is looked at closely only once."""
    local, _, domain = text.strip().rpartition("@")
    if len(local) <= 64 and PLAIN_LOCAL.fullmatch(local) and domain.isascii():
        known = _domain(domain.lower())
        if known is not None and len(local) + len(known[0]) < 254:
            shown, ascii_domain = known
            return Address(f"{local}@{shown}", f"{local.casefold()}@{ascii_domain}", ascii_domain)
    return read_address(text)


@lru_cache(maxsize=100_000)
def _domain(domain):
    try:
        address = read_address(f"a@{domain}")
    except BadAddress:
        return None
    return address.shown.rpartition("@")[2], address.domain


def _date(text):
    """A moment in the past that the text names, or None."""
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text[:10])):
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    except ValueError:
        return None
    if moment is None:
        return None
    if timezone.is_naive(moment):
        moment = moment.replace(tzinfo=UTC)
    return moment if moment < timezone.now() else None


def _chunks(list_import, skip):
    preset = _preset(list_import)
    if not set(preset.address) & set(header_of(list_import.path)):
        raise Unreadable("No column of addresses was found. Choose it by hand.")
    chunks = chunks_of(list_import.path, skip, preset.columns())
    if encoding_of(list_import.path) == SOME_BYTES:
        return _veiled(chunks, preset)
    return chunks


def _veiled(chunks, preset):
    """Addresses in other than plain letters would be another's, read by the wrong alphabet."""
    with closing(chunks):
        for chunk in chunks:
            for _, row in chunk:
                if not preset.address_of(row).isascii():
                    row[UNSURE] = "yes"
            yield chunk


def _preset(list_import):
    preset = PRESETS[list_import.preset]
    columns = list_import.columns
    chosen = {name: (of,) for name, of in columns.items() if of and of != ANYTHING}
    if columns.get("state") == ANYTHING:
        chosen |= {"unknown": CONFIRMED, "states": WORDS | preset.states}
    return replace(preset, **chosen)
