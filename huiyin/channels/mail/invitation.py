"""An iCalendar object in a mail: as a part that calendars act on, and as a file for the others.

RFC 6047: ``text/calendar`` with its method beside the text (2.4), whoever answers writes to the
organizer (RFC 5546 3.2.3), whose address is the signed one of this very person.
"""

from email.base64mime import body_encode

from huiyin.channels.mail.address import Use, tagged
from huiyin.delivery.content import ORGANIZER, Message

_LINE = 75
"""Octets of a content line without its end (RFC 5545 3.1)."""

_FILE = "invite.ics"


class Invitation:
    """The calendar of ``message`` for one person, named by notification and person."""

    def __init__(self, message: Message, key: tuple[int, int]) -> None:
        notification, person = key
        answers_to = message.calendar_answers_to or notification
        address = f"mailto:{tagged(Use.ANSWER, answers_to, person)}"
        text = message.calendar.decode().replace("\r\n ", "")
        filled = (fold(line.replace(ORGANIZER, address)) for line in text.split("\r\n"))
        self._body = body_encode("\r\n".join(filled).encode(), eol="\r\n")
        self._method = message.calendar_method

    def shown(self) -> str:
        """The alternative beside the text, headers included."""
        return self._part(f'text/calendar; charset="utf-8"; method={self._method}')

    def attached(self) -> str:
        """The same as a file."""
        kind = f'application/ics; name="{_FILE}"'
        return self._part(kind, f'Content-Disposition: attachment; filename="{_FILE}"\r\n')

    def _part(self, kind: str, more: str = "") -> str:
        return (
            f"Content-Type: {kind}\r\n{more}"
            f"Content-Transfer-Encoding: base64\r\n\r\n{self._body}\r\n"
        )


def fold(line: str) -> str:
    """A content line in pieces of at most 75 octets, no sign cut in two."""
    pieces: list[str] = [""]
    room = _LINE
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append("")
            room = _LINE - 1
        pieces[-1] += sign
        room -= size
    return "\r\n ".join(pieces)
