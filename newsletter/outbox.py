"""Mail kept as files, for a magazine on a laptop: nothing leaves the machine, all can be read."""

import os
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{12}", re.ASCII)


class Backend(BaseEmailBackend):
    """Keeps every mail as an .eml file in DATA_DIR/mail."""

    def send_messages(self, messages):
        for message in messages:
            keep(re.sub(rb"\r?\n", b"\r\n", message.message().as_bytes()))
        return len(messages)


@dataclass(frozen=True)
class KeptMail:
    name: str
    message: EmailMessage

    @property
    def kept_at(self):
        return datetime.strptime(self.name[:22], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)

    @property
    def subject(self):
        return self._header("subject")

    @property
    def recipients(self):
        return self._header("to")

    @property
    def headers(self):
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self):
        return self._part("plain")

    @property
    def html(self):
        return self._part("html")

    def _header(self, name):
        return str(self.message.get(name, ""))

    def _part(self, kind):
        part = self.message.get_body(preferencelist=(kind,))
        return part.get_content() if part is not None else ""


def folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def name(at: datetime, key: str = "") -> str:
    """What a mail is called: by its time, then by a key of twelve hexadecimal digits."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z-{key or secrets.token_hex(6)}"


def keep(raw: bytes, called: str = "") -> str:
    """Write one mail, wholly or not at all, and answer its name. A name used again is one mail."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    called = called or name(datetime.now(UTC))
    draft = place / f".{called}.{secrets.token_hex(4)}"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(place / f"{called}.eml")
    return called


def has(called: str) -> bool:
    return (folder() / f"{called}.eml").exists()


def names() -> list[str]:
    """Every kept mail, newest first. Names sort by time, so no file is opened for this."""
    try:
        found = [entry.name.removesuffix(".eml") for entry in os.scandir(folder())]
    except FileNotFoundError:
        return []
    return sorted((each for each in found if NAME.fullmatch(each)), reverse=True)


def read(called: str) -> KeptMail | None:
    """The kept mail of this name; None for a name that we never gave, whatever it points at."""
    if not NAME.fullmatch(called):
        return None
    try:
        raw = (folder() / f"{called}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return KeptMail(called, message_from_bytes(raw, policy=policy.default))
