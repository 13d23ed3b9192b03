"""One kept SMTP connection, and what its answers mean (RFC 5321, 3461, 3463, 6531)."""

import logging
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from smtplib import quoteaddr
from types import TracebackType
from typing import Self

from huiyin.channels.mail.options import Server, Tls
from huiyin.delivery.channel import Unreachable

TIMEOUT = 30.0
"""Seconds that the other side may take for one answer."""

log = logging.getLogger(__name__)

_WAIT = re.compile(
    r"(?:again|retry|wait|later|greylist\w*)\D{0,40}?(\d{1,5})\s*(s|sec|m|min|h|hour)",
    re.IGNORECASE,
)
_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1)}
_LONGEST_WAIT = timedelta(hours=6)
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_DROPPED = (smtplib.SMTPServerDisconnected, OSError)
_CLOSING = 421
_NOT_ALLOWED = (530, 534, 535, 538)


class Stage(Enum):
    """What the answer was to."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Envelope:
    """From, to, the identifier that comes back in reports, and whether UTF-8 is needed."""

    sender: str
    recipient: str
    envid: str
    utf8: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's last word about one mail."""

    stage: Stage
    code: int
    text: str

    @property
    def accepted(self) -> bool:
        """Whether the server has taken the mail over."""
        return self.stage is Stage.CONTENT and self.code // 100 == 2  # noqa: PLR2004 - RFC 5321 4.2.1

    @property
    def transient(self) -> bool:
        """Whether it may go better later."""
        return self.code // 100 == 4  # noqa: PLR2004 - RFC 5321 4.2.1

    @property
    def wait(self) -> timedelta | None:
        """How long it asks us to wait, if it says so ("try again in 300 seconds"), within reason."""
        found = _WAIT.search(self.text) if self.transient else None
        return min(int(found[1]) * _UNITS[found[2][0].lower()], _LONGEST_WAIT) if found else None

    @property
    def status(self) -> str:
        """The enhanced status (RFC 3463) if one was given, else empty."""
        found = _ENHANCED.search(self.text)
        return found[1] if found else ""


class MaybeTaken(Exception):
    """The whole mail was handed over and the line went dead before the answer."""


class Line:
    """A connection that is opened again when it drops; as a context it is closed at the end."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def knows(self, extension: str) -> bool:
        """Whether the server offers an ESMTP extension."""
        return self._smtp is not None and self._smtp.has_extn(extension)

    def hand_over(self, envelope: Envelope, data: bytes) -> Answer:
        """Send one mail; once more over a new line when the old one dropped before it was taken.

        Raises ``Unreachable`` when no line is to be had, ``MaybeTaken`` when it is not known. A
        mail at which the line drops twice gets a transient answer, so that it stops no other.
        """
        for fresh in (False, True):
            if fresh:
                self._open()
            try:
                answer = self._transact(envelope, data)
            except _DROPPED as fault:
                log.info("the line to the mail server dropped: %s", type(fault).__name__)
                continue
            if answer.code != _CLOSING:
                return self._judged(answer)
        self._close()
        return Answer(Stage.CONTENT, _CLOSING, "the line was closed twice")

    def _judged(self, answer: Answer) -> Answer:
        """A refusal of ourselves is nobody's address being wrong: everything waits."""
        if answer.code in _NOT_ALLOWED or (answer.stage is Stage.SENDER and not answer.transient):
            raise Unreachable(f"{answer.code} {answer.text}")
        if not answer.accepted and self._smtp is not None:
            try:
                self._smtp.rset()
            except _DROPPED:
                self._close()
        return answer

    def _transact(self, envelope: Envelope, data: bytes) -> Answer:
        smtp = self._smtp
        if smtp is None:
            raise smtplib.SMTPServerDisconnected("closed")
        dsn = smtp.has_extn("dsn")
        asked = [f"RET=HDRS ENVID={envelope.envid}"] if dsn else []
        asked += ["SMTPUTF8"] if envelope.utf8 else []
        smtp.command_encoding = "utf-8" if envelope.utf8 else "ascii"
        command = " ".join([f"FROM:{quoteaddr(envelope.sender)}", *asked])
        code, text = smtp.docmd("MAIL", command)
        if code != 250:  # noqa: PLR2004 - RFC 5321 4.3.2
            return _answer(Stage.SENDER, code, text)
        wish = " NOTIFY=FAILURE,DELAY" if dsn else ""
        code, text = smtp.docmd("RCPT", f"TO:{quoteaddr(envelope.recipient)}{wish}")
        if code not in (250, 251):
            return _answer(Stage.RECIPIENT, code, text)
        code, text = smtp.docmd("DATA")
        if code != 354:  # noqa: PLR2004 - RFC 5321 4.3.2
            return _answer(Stage.CONTENT, code, text)
        smtp.send(_dotted(data))
        try:
            return _answer(Stage.CONTENT, *smtp.getreply())
        except _DROPPED as fault:
            self._close()
            raise MaybeTaken from fault

    def _open(self) -> None:
        self._close()
        try:
            self._smtp = _connected(self._server)
        except (smtplib.SMTPException, OSError) as fault:
            raise Unreachable(f"{type(fault).__name__}: {_said(fault)}") from fault

    def _close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()


def _connected(server: Server) -> smtplib.SMTP:
    if server.tls is Tls.IMPLICIT:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.tls is Tls.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _answer(stage: Stage, code: int, text: bytes) -> Answer:
    return Answer(stage, code, text.decode("utf-8", "replace"))


def _said(fault: Exception) -> str:
    """The server's words or the system's, never a password."""
    if isinstance(fault, smtplib.SMTPResponseException):
        said = fault.smtp_error
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{fault.smtp_code} {words}"
    return getattr(fault, "strerror", None) or ""


def _dotted(data: bytes) -> bytes:
    """Dot-stuffed and ended; ``data`` has CRLF line ends already (RFC 5321 4.5.2)."""
    body = data.replace(b"\r\n.", b"\r\n..")
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")
