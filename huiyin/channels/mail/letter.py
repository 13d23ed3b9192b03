"""One message as the bytes of a mail: what is the same for all is made once, the rest is filled in.

The stdlib encodes every header and body; only the assembly is ours, because making a whole
``EmailMessage`` for each person costs more than sending it. No value can end its line: controls,
line separators and bidirectional marks are taken out of whatever people typed.
"""

import unicodedata
from datetime import datetime
from email.base64mime import body_encode
from email.header import Header
from email.utils import format_datetime
from html import escape
from secrets import token_hex

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from huiyin.channels.mail import options
from huiyin.channels.mail.address import Use, message_id, tagged
from huiyin.channels.mail.enclosures import enclose
from huiyin.channels.mail.invitation import Invitation
from huiyin.delivery.channel import Outgoing
from huiyin.delivery.content import Message

_LINK = "huiyin-link-" + token_hex(8)
_HEADER_LINE = 76
_MOST_REFERENCES = 10


class Letter:
    """The frame of ``message``: ``bytes_for`` fills in one person at a time."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._boundary = f"=_{token_hex(12)}"
        enclosed = enclose(message)
        self._mixed = f"=_{token_hex(12)}" if enclosed.parts or message.calendar else ""
        self._files = "".join(f"--{self._mixed}\r\n{part}\r\n" for part in enclosed.parts)
        context = {
            "message": message,
            "files": enclosed.listed,
            "subject": one_line(message.subject),
            "organisation": settings.ENV.organisation,
            "link": _LINK,
        }
        self._plain = render_to_string("mail/letter.txt", context)
        self._html = render_to_string("mail/letter.html", context)
        self._head = self._constant_headers()

    def bytes_for(self, outgoing: Outgoing, mailbox: str, at: datetime) -> bytes:
        """The mail to ``mailbox`` (an address already checked), written at ``at``."""
        key = (outgoing.notification_id, outgoing.person.pk)
        lines = [
            *self._head,
            _to(outgoing.person.name, mailbox),
            f"Date: {format_datetime(timezone.localtime(at))}",
            f"Message-ID: {message_id(*key)}",
            *_conversation(outgoing),
        ]
        if self._message.may_reply:
            lines.append(f"Reply-To: {tagged(Use.ANSWER, *key)}")
        if self._message.wants_read_receipt:
            lines.append(f"Disposition-Notification-To: {tagged(Use.DISPOSITION, *key)}")
        parts = (
            ("plain", self._plain.replace(_LINK, outgoing.link)),
            ("html", self._html.replace(_LINK, escape(outgoing.link))),
        )
        body = "".join(self._part(kind, text) for kind, text in parts)
        files = self._files
        if self._message.calendar:
            invitation = Invitation(self._message, key)
            body += f"--{self._boundary}\r\n{invitation.shown()}\r\n"
            files += f"--{self._mixed}\r\n{invitation.attached()}\r\n"
        words = f"{self._alternative()}\r\n\r\n{body}--{self._boundary}--\r\n"
        if not self._mixed:
            return ("\r\n".join(lines) + f"\r\n{words}").encode()
        mixed = f'Content-Type: multipart/mixed; boundary="{self._mixed}"'
        whole = f"{mixed}\r\n\r\n--{self._mixed}\r\n{words}\r\n{files}--{self._mixed}--\r\n"
        return ("\r\n".join(lines) + f"\r\n{whole}").encode()

    def _alternative(self) -> str:
        return f'Content-Type: multipart/alternative; boundary="{self._boundary}"'

    def _constant_headers(self) -> list[str]:
        local, domain = options.sender()
        lines = [
            f"From: {_named(settings.ENV.organisation, f'{local}@{domain}', len('From: '))}",
            f"Subject: {encoded(one_line(self._message.subject), len('Subject: '))}",
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: OOF, AutoReply",
        ]
        if self._message.classification == "confidential":
            lines.append("Sensitivity: Company-Confidential")
        if self._message.topic:
            lines.append(f"Thread-Topic: {encoded(one_line(self._message.topic), 14)}")
        return [*lines, "MIME-Version: 1.0"]

    def _part(self, kind: str, text: str) -> str:
        body = body_encode(text.replace("\n", "\r\n").encode(), eol="\r\n")
        return (
            f"--{self._boundary}\r\n"
            f'Content-Type: text/{kind}; charset="utf-8"\r\n'
            f"Content-Transfer-Encoding: base64\r\n\r\n{body}\r\n"
        )


def _conversation(outgoing: Outgoing) -> list[str]:
    """What makes clients show one thread (RFC 5322 3.6.4): the first mail, and the latest ones."""
    if not outgoing.earlier:
        return []
    before = [message_id(key, outgoing.person.pk) for key in outgoing.earlier]
    known = (
        before if len(before) <= _MOST_REFERENCES else [before[0], *before[1 - _MOST_REFERENCES :]]
    )
    return [f"In-Reply-To: {before[-1]}", "References: " + "\r\n ".join(known)]


def one_line(text: str) -> str:
    """``text`` without controls, line separators and invisible formatting, as one line."""
    seen = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join("".join(c for c in seen if unicodedata.category(c) not in ("Cf", "Cs")).split())


def encoded(text: str, used: int = 0) -> str:
    """A header's value: as it is when ASCII, else encoded words (RFC 2047), folded."""
    if text.isascii() and "=?" not in text and len(text) + used <= _HEADER_LINE:
        return text
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    header = Header(text, charset, maxlinelen=_HEADER_LINE, header_name=" " * max(used - 2, 0))
    return header.encode(linesep="\r\n")


def _to(name: str, mailbox: str) -> str:
    return f"To: {_named(name, mailbox, len('To: '))}"


def _named(name: str, mailbox: str, used: int) -> str:
    """``name <mailbox>``; a name cannot pretend to be an address."""
    shown = one_line(name.replace("@", " ").replace('"', " ").replace("\\", " "))
    if not shown:
        return f"<{mailbox}>"
    text = f'"{shown}"' if shown.isascii() and "=?" not in shown else encoded(shown, used)
    return f"{text}\r\n <{mailbox}>"
