"""The file of an incident is closed once it was reviewed and nobody owes anything about it."""

from datetime import datetime
from uuid import UUID

from huiyin.obligations.models import Obligation
from huiyin.scenarios.incidents.models import Incident, IncidentState


def close_if_done(incident_id: UUID, at: datetime) -> bool:
    """Close it when that is so; whether it did. Cases of other scenarios are left alone."""
    rows = Incident.objects.select_for_update(of=("self",))
    incident = rows.filter(pk=incident_id, state=IncidentState.REVIEWED, closed_at=None).first()
    if incident is None or _owed(incident):
        return False
    incident.closed_at = at
    incident.save(update_fields=["closed_at"])
    return True


def _owed(incident: Incident) -> bool:
    return Obligation.objects.filter(subject=incident.pk, parent=None, closed_at=None).exists()
