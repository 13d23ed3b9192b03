"""What a monitor says, whatever monitor it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Status(StrEnum):
    """Whether it is going on or over."""

    FIRING = "firing"
    RESOLVED = "resolved"


class Severity(StrEnum):
    """How grave it is; monitors' own words are brought down to these four."""

    CRITICAL = "critical"
    MAJOR = "major"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert. ``fingerprint`` is the same for every message about the same trouble.

    ``at`` is when it began or ended by the monitor's own clock, never later than now. The intake
    fills in ``source`` (its name), ``ref`` (stable and unique for each trouble that opens a case)
    and ``case``: the one that this trouble has already, ``None`` when a new one is to be opened.
    ``times`` counts how often it fired in that case, ``url`` leads to the monitor.
    """

    fingerprint: str
    status: Status
    title: str
    text: str = ""
    severity: Severity = Severity.WARNING
    labels: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    url: str = ""
    source: str = ""
    ref: str = ""
    case: UUID | None = None
    times: int = 1


_SEVERITIES = {
    "critical": Severity.CRITICAL,
    "disaster": Severity.CRITICAL,
    "emergency": Severity.CRITICAL,
    "fatal": Severity.CRITICAL,
    "page": Severity.CRITICAL,
    "p1": Severity.CRITICAL,
    "5": Severity.CRITICAL,
    "high": Severity.MAJOR,
    "major": Severity.MAJOR,
    "error": Severity.MAJOR,
    "p2": Severity.MAJOR,
    "4": Severity.MAJOR,
    "info": Severity.INFO,
    "information": Severity.INFO,
    "informational": Severity.INFO,
    "notice": Severity.INFO,
    "none": Severity.INFO,
    "not classified": Severity.INFO,
    "p4": Severity.INFO,
    "1": Severity.INFO,
    "0": Severity.INFO,
}


def severity_of(word: str) -> Severity:
    """The severity that a monitor's ``word`` means; what nobody knows is a warning.

    The numbers are those of Zabbix, 0 (not classified) to 5 (disaster).
    """
    return _SEVERITIES.get(word.strip().casefold(), Severity.WARNING)
