"""Observers' links: who may look on without an account, and at what."""

from uuid import UUID

from django.core import signing

from huiyin.scenarios.incidents.models import Incident, Watch

_SALT = "huiyin.incidents.watch"


def token(watch: Watch) -> str:
    """The signed token of one observer's link."""
    return _signer().sign(str(watch.pk))


def read(text: str) -> Watch | None:
    """The link that ``text`` is the token of; ``None`` when it is forged or was taken back."""
    try:
        key = UUID(_signer().unsign(text))
    except (signing.BadSignature, ValueError):
        return None
    rows = Watch.objects.select_related(
        "incident__kind", "incident__commander", "incident__initiator"
    )
    return rows.filter(pk=key, closed_at=None).first()


def of_incident(incident: Incident) -> list[Watch]:
    """The links that are open, the newest first."""
    return list(Watch.objects.filter(incident=incident, closed_at=None).order_by("-made_at"))


def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT, sep="~")
