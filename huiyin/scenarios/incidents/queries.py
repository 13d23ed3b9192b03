"""Reads of incidents: who sees which, and how many run."""

from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.scenarios.incidents.models import Incident, IncidentState


def visible_to(person: Person) -> QuerySet[Incident]:
    """Those that ``person`` sees, the running ones first, then the newest."""
    rows = Incident.objects.visible_to(person).select_related("kind", "commander", "initiator")
    running = ExpressionWrapper(Q(state=IncidentState.OPEN), output_field=BooleanField())
    return rows.order_by(running.desc(), "-created_at")


def find(incident_id: UUID, actor: Person) -> Incident:
    """One of those that ``actor`` sees; ``NotVisible`` otherwise."""
    found = visible_to(actor).filter(pk=incident_id).first()
    if found is None:
        raise NotVisible
    return found


def running_count(person: Person) -> int:
    """How many incidents run that ``person`` sees."""
    return Incident.objects.visible_to(person).filter(state=IncidentState.OPEN).count()
