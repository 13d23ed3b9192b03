"""The signed link by which a guest says what they need, without an account."""

from django.core import signing

from huiyin.scenarios.meetings.models import Attendee

SALT = "huiyin.meetings.needs"


def token(seat: Attendee) -> str:
    """The token of one seat; another ``pass_number`` makes it worthless."""
    return _signer().sign(f"{seat.pk}.{seat.pass_number}")


def read(text: str) -> Attendee | None:
    """The seat that a token opens; ``None`` for one that is forged or was taken back."""
    try:
        seat, number = map(int, _signer().unsign(text).split("."))
    except (signing.BadSignature, ValueError):
        return None
    rows = Attendee.objects.select_related("meeting__kind", "meeting__initiator", "person", "guest")
    return rows.filter(pk=seat, pass_number=number).first()


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep="~")
