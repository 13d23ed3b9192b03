"""What came back from people outside the directory: answers, reports, bounces of their mails."""

from collections.abc import Callable

from django.db import transaction

from huiyin.channels.mail.address import Token, Use
from huiyin.channels.mail.reading import Kind, Reading
from huiyin.delivery import outsiders, reasons
from huiyin.delivery.models import OutsideMail
from huiyin.delivery.outsiders import OutsideAnswer
from huiyin.delivery.replies import Refused
from huiyin.kit import clock

FORGED, UNTRUSTED, UNHEARD, REFUSED = "forged", "untrusted", "unheard", "refused"


def follow(reading: Reading, token: Token) -> str:
    """What a mail to the address of one of these mails does; its outcome."""
    mail = outsiders.find(token.notification_id)
    if mail is None:
        return FORGED
    use, act = _ACTS.get(reading.kind, (token.use, _nothing))
    return act(reading, mail) if token.use is use else FORGED


def _answered(reading: Reading, mail: OutsideMail) -> str:
    if reading.sender != mail.address.lower():
        return UNTRUSTED
    answer = OutsideAnswer(mail, clock.now(), reading.text, reading.calendar, reading.files)
    try:
        with transaction.atomic():
            return reading.kind.value if outsiders.heard(answer) else UNHEARD
    except Refused:
        return REFUSED


def _arrived(reading: Reading, mail: OutsideMail) -> str:
    outsiders.arrived(mail)
    return reading.kind.value


def _bounced(reading: Reading, mail: OutsideMail) -> str:
    reason = reasons.told(reasons.BOUNCED, f"{reading.status} {reading.detail}")
    outsiders.bounced(mail, reason)
    return reading.kind.value


def _nothing(reading: Reading, mail: OutsideMail) -> str:
    del mail
    return reading.kind.value


_ACTS: dict[Kind, tuple[Use, Callable[[Reading, OutsideMail], str]]] = {
    Kind.CONFIRM: (Use.ANSWER, _answered),
    Kind.REPLY: (Use.ANSWER, _answered),
    Kind.CALENDAR: (Use.ANSWER, _answered),
    Kind.DISPLAYED: (Use.DISPOSITION, _arrived),
    Kind.DELIVERED: (Use.BOUNCE, _arrived),
    Kind.FAILED: (Use.BOUNCE, _bounced),
}
