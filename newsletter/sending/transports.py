"""Ways to hand a message over. Each can be stopped at the last moment before it counts."""

import hashlib
import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from newsletter import outbox

# RFC 5321, 4.5.3.2.6 would wait ten minutes for the answer to the last dot.
DOT_TIMEOUT = 300
PER_CONNECTION = 200


class Trouble(Exception):
    """A message was not handed over, or nobody knows."""


class NotReached(Trouble):
    """There is no server to talk to: nothing was tried with any reader."""


class Broken(Trouble):
    """The line went down before the last dot: nothing was sent."""


class Unknown(Trouble):
    """The line went down after the last dot and before the answer."""


class Refused(Trouble):
    """The server said no. An answer from 500 up is for good."""

    def __init__(self, code, text="", of_sender=False):
        super().__init__(code, text)
        self.code, self.text = code, text
        # Said to our own address, before the reader's was named.
        self.of_sender = of_sender

    @property
    def for_good(self):
        return self.code >= 500

    @property
    def status(self):
        """The enhanced status, “5.1.1”, where the server gives one."""
        found = re.match(r"([245]\.\d{1,3}\.\d{1,3})\b", self.text)
        return found.group(1) if found else ""

    def __str__(self):
        return f"{self.code} {self.status}".strip()


@dataclass(frozen=True)
class Parcel:
    """One message on its way to one reader."""

    sender: str
    recipient: str
    raw: bytes
    message_id: str
    at: datetime  # the issue's, so that a parcel packed twice is the same parcel


def transport():
    """The way that the settings name."""
    known = {
        "newsletter.outbox.Backend": Outbox,
        "django.core.mail.backends.smtp.EmailBackend": Smtp,
    }
    return known.get(settings.EMAIL_BACKEND, ThroughDjango)()


class Smtp:
    """Streams a message up to its last dot; `dot()` is then all that is missing."""

    can_be_asked = False

    def __init__(self):
        self.server = None
        self.handed = 0

    def open(self):
        if self.server is not None and self.handed < PER_CONNECTION:
            return
        self.close()
        try:
            self.server = _connected()
        except (OSError, smtplib.SMTPException) as problem:
            # Not its words: they may quote names and passwords.
            raise NotReached(type(problem).__name__) from problem
        self.handed = 0

    def stream(self, parcel):
        """Everything but the last dot. Raises Refused, or Broken."""
        server = self.server
        try:
            options = self._options(parcel)
            self._say(server.mail(parcel.sender, options), 250, of_sender=True)
            self._say(server.rcpt(parcel.recipient), 250, 251)
            self._say(server.docmd("DATA"), 354)
            server.send(parcel.raw.replace(b"\r\n.", b"\r\n.."))
        except Refused as refused:
            self._begin_anew(refused)
            raise
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            raise Broken(type(problem).__name__) from problem

    def dot(self):
        """The point of no return. Raises Refused or Broken (it was not taken), or Unknown."""
        try:
            self._still_there()
            self.server.send(b".\r\n")
        except (OSError, smtplib.SMTPException) as problem:
            # The line was down before the dot could leave this machine.
            self.close()
            raise Broken(type(problem).__name__) from problem
        try:
            self.server.sock.settimeout(DOT_TIMEOUT)
            code, text = self.server.getreply()
            self.server.sock.settimeout(settings.EMAIL_TIMEOUT)
        except (OSError, smtplib.SMTPException) as problem:
            self.close()
            raise Unknown(type(problem).__name__) from problem
        self.handed += 1
        if code != 250:
            refused = Refused(code, _words(text))
            self._begin_anew(refused)
            raise refused

    def was_accepted(self, message_id, at):
        return None

    def close(self):
        """Without QUIT: after a half message it would only be read as one more line of it."""
        if self.server is not None:
            self.server.close()
            self.server = None

    def quit(self):
        if self.server is not None:
            try:
                self.server.quit()
            except (OSError, smtplib.SMTPException):
                self.server.close()
            self.server = None

    def _options(self, parcel):
        size = [f"size={len(parcel.raw)}"] if self.server.has_extn("size") else []
        if parcel.recipient.isascii():
            self.server.command_encoding = "ascii"
            return size
        if not self.server.has_extn("smtputf8"):
            raise Refused(553, "5.6.7 the server takes no such address")
        self.server.command_encoding = "utf-8"
        return [*size, "BODY=8BITMIME", "SMTPUTF8"]

    def _say(self, answer, *wanted, of_sender=False):
        code, text = answer
        if code == -1:
            raise smtplib.SMTPServerDisconnected("no answer")
        if code not in wanted:
            raise Refused(code, _words(text), of_sender)

    def _still_there(self):
        """Before the dot the server has nothing to say: if it speaks, it says good-bye."""
        line = self.server.sock
        line.settimeout(0)
        try:
            line.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            line.settimeout(settings.EMAIL_TIMEOUT)
            return
        raise smtplib.SMTPServerDisconnected("spoke before the dot")

    def _begin_anew(self, refused):
        if refused.code == 421:  # it closes the line after this
            self.close()
            return
        try:
            self.server.rset()
        except (OSError, smtplib.SMTPException, AttributeError):
            self.close()


def _connected():
    timeout = settings.EMAIL_TIMEOUT or 10
    make = smtplib.SMTP
    options = {}
    if settings.EMAIL_USE_SSL:
        make, options = smtplib.SMTP_SSL, {"context": ssl.create_default_context()}
    server = make(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=timeout, **options)
    try:
        # Nagle's algorithm and delayed answers together would cost 40 ms a mail.
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.ehlo()
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        server.close()
        raise
    return server


def _words(text):
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


class Outbox:
    """Keeps each message as a file named after its Message-ID: handing it over twice keeps one."""

    can_be_asked = True

    def open(self):
        pass

    def stream(self, parcel):
        self.parcel = parcel

    def dot(self):
        outbox.keep(self.parcel.raw, self._name(self.parcel.message_id, self.parcel.at))

    def was_accepted(self, message_id, at):
        return outbox.has(self._name(message_id, at))

    def close(self):
        pass

    quit = close

    def _name(self, message_id, at):
        return outbox.name(at, hashlib.sha256(message_id.encode()).hexdigest()[:12])


class ThroughDjango:
    """Any other backend of Django: it takes a whole message or none, and cannot be asked."""

    can_be_asked = False

    def __init__(self):
        self.connection = get_connection()

    def open(self):
        try:
            self.connection.open()
        except Exception as problem:
            raise NotReached(type(problem).__name__) from problem

    def stream(self, parcel):
        self.message = _for_django(parcel)

    def dot(self):
        try:
            self.connection.send_messages([self.message])
        except smtplib.SMTPResponseException as problem:
            raise Refused(problem.smtp_code, _words(problem.smtp_error)) from problem
        except Exception as problem:
            status = getattr(problem, "status_code", None) or 0
            if status == 429:
                raise Refused(450, "4.7.0 slow down") from problem
            if 400 <= status < 500 and status != 408:
                raise Refused(554, "5.7.0 the service refused") from problem
            raise Unknown(type(problem).__name__) from problem

    def was_accepted(self, message_id, at):
        return None

    def close(self):
        self.connection.close()

    quit = close


def _for_django(parcel):
    raw = message_from_bytes(parcel.raw, policy=policy.default)
    own = {"from", "to", "subject", "mime-version", "content-type"}
    message = EmailMultiAlternatives(
        subject=raw["subject"],
        body=raw.get_body(("plain",)).get_content(),
        from_email=str(raw["from"]),
        to=[parcel.recipient],
        headers={name: str(value) for name, value in raw.items() if name.lower() not in own},
    )
    message.attach_alternative(raw.get_body(("html",)).get_content(), "text/html")
    return message
