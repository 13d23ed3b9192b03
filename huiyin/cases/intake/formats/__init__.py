"""What each kind of monitor posts, read into alerts."""

from collections.abc import Callable
from typing import Any

from huiyin.cases.intake.alert import Alert
from huiyin.cases.intake.formats import alertmanager, generic, zabbix
from huiyin.cases.intake.formats.reading import MOST_ALERTS, Malformed
from huiyin.cases.intake.models import Grouping, Proof, SourceKind

__all__ = ["MOST_ALERTS", "PROOFS", "Malformed", "read", "sample"]

PROOFS: dict[str, tuple[Proof, ...]] = {
    SourceKind.ALERTMANAGER: (Proof.BEARER,),
    SourceKind.ZABBIX: (Proof.HEX, Proof.BEARER),
    SourceKind.GENERIC: (Proof.STANDARD, Proof.HEX, Proof.BEARER),
}
"""How each kind can prove itself, the best first. Alertmanager signs nothing, it sends a token."""

_READERS: dict[str, Callable[[Any, bool], list[Alert]]] = {
    SourceKind.ALERTMANAGER: alertmanager.read,
    SourceKind.ZABBIX: zabbix.read,
    SourceKind.GENERIC: generic.read,
}
_SAMPLES: dict[str, Callable[[float], dict[str, Any]]] = {
    SourceKind.ALERTMANAGER: alertmanager.sample,
    SourceKind.ZABBIX: zabbix.sample,
    SourceKind.GENERIC: generic.sample,
}


def read(kind: str, body: Any, grouping: str = Grouping.ALERT) -> list[Alert]:
    """The alerts of a body that was JSON; ``Malformed`` names the field that is wrong."""
    return _READERS[kind](body, grouping == Grouping.GROUP)


def sample(kind: str, at: float) -> dict[str, Any]:
    """A body as this kind posts it, of a trouble that began at ``at`` (Unix seconds)."""
    return _SAMPLES[kind](at)
