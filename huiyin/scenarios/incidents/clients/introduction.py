"""Statements introduce themselves: to sign-off, to the room, to the inbox."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.cases import verbs
from huiyin.cases.signoff import registry
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import showing
from huiyin.scenarios.incidents.clients import actions, text, wording
from huiyin.scenarios.incidents.clients.models import SCENARIO, Statement, StatementState
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.showing import Told


def introduce() -> None:
    """Called when applications are ready."""
    registry.register(
        SCENARIO, text.describe, on_completed=wording.agree, on_returned=wording.take_back
    )
    verbs.register_page(SCENARIO, "incidents:statement")
    verbs.register(
        "mend_statement",
        _("去修改"),
        "pen-line",
        "incidents:statement",
        post=False,
        title=_("修改被退回的客户说明"),
    )
    showing.panel("side", "incidents/clients/_card.html", card)
    showing.step("clients_told", told)


def card(incident: Incident, actor: Person) -> Mapping[str, Any]:
    """The newest statement, for who leads it and for who reads the incident once it is agreed."""
    rows = Statement.objects.filter(incident=incident).select_related("fact")
    newest = rows.order_by("-created_at").first()
    leads = actions.may_lead(actor, incident)
    if newest is not None and not leads and newest.opened_at is None:
        newest = None
    wanted = incident.clients_affected or newest is not None
    return {"statement": newest, "leads_clients": leads, "clients_card": wanted}


def told(incident: Incident) -> Told:
    """Whether the clients know."""
    states = set(Statement.objects.filter(incident=incident).values_list("state", flat=True))
    if StatementState.SENT in states:
        return Told("done")
    return Told("wait" if states else "todo")
