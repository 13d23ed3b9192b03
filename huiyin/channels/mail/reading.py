"""What a mail that came in is, judged by its bytes alone: pure, total, never trusting.

Nothing here changes anything; who is allowed to say it is decided by ``inbound``.
"""

import re
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from enum import Enum

from huiyin.channels.mail import parts, reports
from huiyin.channels.mail.confirming import confirms
from huiyin.channels.mail.parts import body_text, header
from huiyin.channels.mail.quotes import own_words
from huiyin.delivery.received import Received


class Kind(Enum):
    """What it says."""

    CONFIRM = "confirmed"
    REPLY = "replied"
    EMPTY = "empty"
    DISPLAYED = "displayed"
    NOT_DISPLAYED = "not-displayed"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    FAILED = "bounced"
    AUTOMATIC = "automatic"
    CALENDAR = "calendar"


WRITTEN = frozenset({Kind.CONFIRM, Kind.REPLY, Kind.EMPTY, Kind.CALENDAR})
"""What people do, by hand or in their calendar; everything else was made by a machine."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One mail: what it is, to which addresses it came, from whom it says it is.

    ``text`` is what a person wrote and ``files`` what they sent along, ``body`` the text with what
    it quotes; ``status`` and ``detail`` come from a report.
    """

    kind: Kind
    addresses: tuple[str, ...]
    sender: str
    message_id: str
    text: str = ""
    status: str = ""
    detail: str = ""
    files: tuple[Received, ...] = ()
    sender_name: str = ""
    subject: str = ""
    body: str = ""
    calendar: str = ""
    references: tuple[str, ...] = ()


_RECEIVERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Delivered-To", "To", "Cc")
_ADDRESS = re.compile(r"[^\s@<>\"',;:()]+@[^\s@<>\"',;:()]+")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_AUTOMATIC_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id", "X-Loop")
_AWAY = re.compile(
    r"^\s*(?:自动回复|自動回覆|外出|不在办公室|休假|automatic reply|auto(?:matic)?[- ]?(?:reply|response)"
    r"|auto:|out of (?:the )?office|ooo\b|on vacation)",
    re.IGNORECASE,
)
_READ = re.compile(
    r"^\s*(?:已读(?:回执)?|已讀|read(?: receipt)?|阅读回执)\s*[:：(（]", re.IGNORECASE
)
_UNREAD = re.compile(r"^\s*(?:未读|未讀|not read|deleted|已删除)\s*[:：]", re.IGNORECASE)
_MAILER = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon)@", re.IGNORECASE)
_REPLY_MARK = re.compile(
    r"^\s*(?:(?:re|回复|答复|回覆|fw|fwd|转发)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)


_MAY_BE_CALENDAR = WRITTEN | {Kind.AUTOMATIC}
"""Calendars answer by themselves when their people press a button, and some say so."""


def read(raw: bytes) -> Reading:
    """Judge a whole mail; any bytes at all give a reading."""
    message: Message = BytesParser(policy=policy.compat32).parsebytes(raw)
    name, sender = parseaddr(header(message, "From"))
    kind, text, status, detail = _judge(message, sender, name)
    calendar = parts.calendar(message)
    if kind in _MAY_BE_CALENDAR and parts.answers_an_invitation(calendar):
        kind = Kind.CALENDAR
    files = parts.attached(message) if kind in WRITTEN else ()
    return Reading(
        kind=Kind.REPLY if files and kind is not Kind.CALENDAR else kind,
        addresses=_addresses(message),
        sender=sender.lower(),
        message_id=header(message, "Message-ID").strip()[:300],
        text=text,
        status=status,
        detail=detail,
        files=files,
        sender_name=name[:200],
        subject=header(message, "Subject")[:500],
        body=body_text(message).strip() if kind in WRITTEN else "",
        calendar=calendar,
        references=parts.references(message),
    )


def _judge(message: Message, sender: str, name: str) -> tuple[Kind, str, str, str]:
    report = _of_report(message, sender)
    if report is not None:
        return report
    subject = header(message, "Subject")
    if _is_automatic(message, subject):
        return Kind.AUTOMATIC, "", "", ""
    if _READ.match(subject):
        return Kind.DISPLAYED, "", "", "subject"
    if _UNREAD.match(subject):
        return Kind.NOT_DISPLAYED, "", "", "subject"
    return _of_person(own_words(body_text(message)), subject, name)


def _of_report(message: Message, sender: str) -> tuple[Kind, str, str, str] | None:
    status = reports.delivery_status(message)
    if status is not None:
        return _of_status(*status)
    shown = reports.disposition(message)
    if shown is not None:
        return (Kind.DISPLAYED if shown == "displayed" else Kind.NOT_DISPLAYED), "", "", shown
    if not _MAILER.match(sender):
        return None
    bounce = reports.old_bounce(body_text(message))
    return (Kind.FAILED, "", *bounce) if bounce else (Kind.AUTOMATIC, "", "", "")


def _of_status(action: str, status: str, diagnostic: str) -> tuple[Kind, str, str, str]:
    kinds = {"failed": Kind.FAILED, "delayed": Kind.DELAYED}
    return kinds.get(action, Kind.DELIVERED), "", status, diagnostic


def _of_person(text: str, subject: str, name: str) -> tuple[Kind, str, str, str]:
    if text:
        kind = Kind.CONFIRM if confirms(text, name) else Kind.REPLY
        return kind, text, "", ""
    said = _REPLY_MARK.sub("", subject)
    return (Kind.CONFIRM, said, "", "") if confirms(said) else (Kind.EMPTY, "", "", "")


def _is_automatic(message: Message, subject: str) -> bool:
    submitted = header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return True
    if header(message, "Precedence").lower() in _BULK:
        return True
    if any(message.get(name) is not None for name in _AUTOMATIC_HEADERS):
        return True
    if header(message, "Return-Path") == "<>":
        return True
    return _AWAY.match(subject) is not None


def _addresses(message: Message) -> tuple[str, ...]:
    """Every address it came to, the server's own word first."""
    found: list[str] = []
    for name in _RECEIVERS:
        for value in message.get_all(name, []):
            found += _ADDRESS.findall(str(value)[:8000])
    return tuple(dict.fromkeys(found))
