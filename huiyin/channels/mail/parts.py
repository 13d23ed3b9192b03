"""The parts of a mail: its headers, its words, its files, its calendar. Pure and total."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from huiyin.channels.mail.quotes import text_of_html
from huiyin.delivery.received import Received

MOST_FILES = 10
"""Files kept of one mail."""

LARGEST_CALENDAR = 200_000
"""Signs read of a calendar part."""

_CALENDARS = ("text/calendar", "application/ics")
_ANSWERS = re.compile(r"^METHOD:(?:REPLY|COUNTER|REFRESH)\s*$", re.MULTILINE | re.IGNORECASE)
_IDENTIFIER = re.compile(r"<[^<>\s]{1,298}>")
_MOST_REFERENCES = 40


def header(message: Message, name: str) -> str:
    """A header as text on one line; undecodable parts are replaced."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        text = str(make_header(decode_header(str(value))))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        text = str(value)
    return " ".join(text.encode("utf-8", "replace").decode().replace("\x00", "").split())


def body_text(message: Message) -> str:
    """The text of the first readable part; HTML only when there is no plain text."""
    html = ""
    for part in message.walk():
        if part.get_content_disposition() == "attachment" or part.is_multipart():
            continue
        if part.get_content_type() == "text/plain":
            text = _decoded(part)
            if text.strip():
                return text
        elif part.get_content_type() == "text/html" and not html:
            html = _decoded(part)
    return text_of_html(html)


def attached(message: Message) -> tuple[Received, ...]:
    """The files that a person sent along; pictures of a signature stand in the text and are none."""
    found = []
    for part in message.walk():
        name = _file_name(part)
        if part.get_content_disposition() != "attachment" or part.is_multipart() or not name:
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            found.append(Received(name, payload))
    return tuple(found[:MOST_FILES])


def _file_name(part: Message) -> str:
    try:
        return str(make_header(decode_header(part.get_filename() or "")))[:255]
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(part.get_filename())[:255]


def calendar(message: Message) -> str:
    """The first iCalendar part as text; empty when there is none."""
    for part in message.walk():
        if part.get_content_type() in _CALENDARS and not part.is_multipart():
            text = _decoded(part)[:LARGEST_CALENDAR].replace("\x00", "")
            if "BEGIN:VCALENDAR" in text.upper():
                return text
    return ""


def answers_an_invitation(text: str) -> bool:
    """Whether the calendar ``text`` is somebody's answer (RFC 5546 3.2.3, 3.2.6, 3.2.7)."""
    return _ANSWERS.search(text) is not None


def references(message: Message) -> tuple[str, ...]:
    """The messages that it answers, the one directly answered first (RFC 5322 3.6.4)."""
    direct = _IDENTIFIER.findall(str(message.get("In-Reply-To", ""))[:8000])
    before = _IDENTIFIER.findall(str(message.get("References", ""))[:20_000])
    return tuple(dict.fromkeys([*direct, *reversed(before)]))[:_MOST_REFERENCES]


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = (part.get_content_charset() or "utf-8").lower()
    try:
        return payload.decode("gb18030" if charset in ("gb2312", "gbk") else charset, "replace")
    except (LookupError, ValueError):
        return payload.decode("utf-8", "replace")
