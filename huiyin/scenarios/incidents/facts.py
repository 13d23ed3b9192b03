"""What every event of an incident says about it, and who it is recorded for."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.obligations import record as door
from huiyin.obligations.record import Recorded
from huiyin.obligations.roles import Sets
from huiyin.scenarios.incidents.models import Incident


def of(incident: Incident) -> dict[str, Fact]:
    """What conditions may look at."""
    return {
        "incident_commander": incident.commander_id,
        "kind": incident.kind.key,
        "severity": incident.severity,
        "urgency": incident.urgency,
        "classification": incident.classification,
    }


def record(
    kind: str,
    incident: Incident,
    at: datetime,
    by: Person,
    more: Mapping[str, Fact] | None = None,
    *,
    sets: Sets | None = None,
    private: Mapping[str, str] | None = None,
) -> Recorded:
    """Record ``kind`` about ``incident`` through the door; ``private`` without its empty values."""
    event = Event(kind, str(incident.pk), at, by.pk, {**of(incident), **(more or {})})
    kept = {name: value for name, value in (private or {}).items() if value}
    return door.record(event, sets=sets, private=kept)


def locked(incident_id: UUID) -> Incident:
    """The incident, held to the end of the transaction; ``Incident.DoesNotExist``."""
    rows = Incident.objects.select_for_update(of=("self",))
    found = rows.select_related("kind", "commander").filter(pk=incident_id).first()
    if found is None:
        raise Incident.DoesNotExist
    return found
