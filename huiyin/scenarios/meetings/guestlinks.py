"""Signed links by which guests see what concerns them and answer, without an account.

Whoever holds the link answers as that guest for that meeting, nothing else. Another
``pass_number`` of the seat ends the links that went out before.
"""

from datetime import timedelta

from django.core import signing

from huiyin.kit import clock
from huiyin.scenarios.meetings.models import Attendee

KEPT = timedelta(days=30)
"""How long after the meeting its guests may still look at it."""

_SALT = "huiyin.scenarios.meetings.guests"


def token(seat: Attendee) -> str:
    """The token of a guest's seat."""
    return _signer().sign(f"{seat.pk}.{seat.pass_number}")


def read(text: str) -> Attendee | None:
    """The seat of a good token; ``None`` when it is forged, taken back or too old."""
    try:
        seat_id, number = map(int, _signer().unsign(text).split("."))
    except (signing.BadSignature, ValueError):
        return None
    rows = Attendee.objects.select_related("guest", "meeting__kind", "meeting__room")
    seat = rows.filter(pk=seat_id, pass_number=number, guest__isnull=False).first()
    if seat is None or clock.now() > seat.meeting.ends_at + KEPT:
        return None
    return seat


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep="~")
