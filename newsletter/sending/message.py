"""One message for everybody, in which only a few bytes differ from reader to reader.

It is built and encoded once. What is personal stands in it as a mark of the same length and the
same alphabet as what replaces it, so that no line changes its length and no encoding changes.
"""

import re
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage

from newsletter.tokens import PREFERENCES, UNSUBSCRIBE

# As long as a sealed token: 36 signs of its alphabet.
MARKS = {
    UNSUBSCRIBE: "unsubscribe-token-stands-here-----36",
    PREFERENCES: "preferences-token-stands-here-----36",
}
LENGTH = 36
assert {len(mark) for mark in MARKS.values()} == {LENGTH}  # noqa: S101 - a slip of the hand here

SMTP = policy.SMTP.clone(max_line_length=78)
# Quoted-printable may break a line inside a mark: “=” and a line break, anywhere in it.
SPLIT = rb"(?:=\r\n)?"


@dataclass(frozen=True)
class Slot:
    """A run of bytes that is replaced by that part of the reader's token."""

    purpose: str
    start: int
    end: int


class Message:
    """The bytes of an issue, in pieces between the slots."""

    def __init__(self, headers: dict[str, str], text: str, html: str):
        raw = _encoded(headers, text, html)
        self.pieces = _pieces(raw)

    def to(self, *, to: str, message_id: str, unsubscribe: str, tokens: dict[str, str]) -> bytes:
        """The message for one reader, ready to be streamed: lines end in CR LF, dots undoubled."""
        head = (
            f"To: {to}\r\nMessage-ID: {message_id}\r\nList-Unsubscribe: {unsubscribe}\r\n"
        ).encode()
        parts = [head]
        for piece in self.pieces:
            if isinstance(piece, Slot):
                parts.append(tokens[piece.purpose][piece.start : piece.end].encode())
            else:
                parts.append(piece)
        return b"".join(parts)


def mailbox(name: str, address: str) -> str:
    """A name and an address as a header shows them, whatever signs the name has."""
    local, _, domain = address.rpartition("@")
    return str(Mailbox(" ".join(name.split()), local, domain))


def _encoded(headers, text, html):
    message = EmailMessage(policy=SMTP)
    for name, value in headers.items():
        message[name] = " ".join(value.split())
    message["MIME-Version"] = "1.0"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def _pieces(raw):
    marks = b"|".join(
        SPLIT.join(re.escape(sign.encode()) for sign in mark) for mark in MARKS.values()
    )
    pieces, at = [], 0
    for found in re.finditer(marks, raw):
        pieces.append(raw[at : found.start()])
        pieces += _slots(found.group())
        at = found.end()
    return [*pieces, raw[at:]]


def _slots(found):
    purpose = next(
        purpose for purpose, mark in MARKS.items() if found.replace(b"=\r\n", b"") == mark.encode()
    )
    start = 0
    for count, part in enumerate(found.split(b"=\r\n")):
        if count:
            yield b"=\r\n"
        yield Slot(purpose, start, start + len(part))
        start += len(part)
