"""Which statements somebody may read, and which external parties can be told."""

from uuid import UUID

from django.db.models import Count, Q

from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.scenarios.incidents.clients import actions
from huiyin.scenarios.incidents.clients.models import Statement
from huiyin.scenarios.incidents.models import Incident


def find(statement_id: UUID, actor: Person) -> Statement:
    """What ``actor`` may read: who leads it, who signs it, client service once it is agreed."""
    rows = Statement.objects.select_related("incident__kind", "incident__commander", "fact")
    found = rows.filter(pk=statement_id).first()
    if found is None:
        raise NotVisible
    if not actions.may_lead(actor, found.incident):
        require(actor, Action.READ, found)
    return found


def of_incident(incident: Incident, actor: Person) -> list[Statement]:
    """Those about ``incident`` that ``actor`` sees, the newest first; drafts for who leads."""
    leads = actions.may_lead(actor, incident)
    rows = Statement.objects.filter(incident=incident).order_by("-created_at")
    return [row for row in rows if leads or row.opened_at]


def parties() -> list[tuple[str, int]]:
    """External parties of the directory, each with how many of its people have an address."""
    rows = Person.objects.filter(active=True).exclude(party="").values("party")
    counted = rows.annotate(n=Count("pk", filter=~Q(email=""))).order_by("party")
    return [(row["party"], row["n"]) for row in counted]
