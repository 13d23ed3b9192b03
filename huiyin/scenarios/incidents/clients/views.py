"""The statement to clients: written, put forward, sent; read by client service."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.signoff import forecast, offices
from huiyin.cases.signoff import queries as signing
from huiyin.cases.signoff.models import RoundState
from huiyin.cases.signoff.rounds import AlreadyRunning, NothingToSign
from huiyin.cases.signoff.seating import NobodyLeft
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Person
from huiyin.obligations.guards import Refused
from huiyin.scenarios.incidents import facts, queries
from huiyin.scenarios.incidents.clients import actions, mailing, text
from huiyin.scenarios.incidents.clients import queries as reading
from huiyin.scenarios.incidents.clients.models import (
    SCENARIO,
    OutletKind,
    Statement,
    StatementState,
)
from huiyin.scenarios.incidents.models import Incident, IncidentState
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotDraft
from huiyin.scenarios.incidents.saying import field_of, why
from huiyin.scenarios.incidents.views.pages import go, page, shown

REFUSED = (IncidentRefused, Refused)
SHOWN = 200
"""Recipients that the page lists one by one."""
FIELDS = ("happened", "measures", "apology", "compensation", "contact", "wording")


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def of_incident(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The statements about an incident; POST begins one, drafted from what the room knows."""
    actor = actor_of(request)
    incident = queries.find(case_id, actor)
    require(actor, Action.READ, incident)
    if request.method == "POST":
        made = actions.begin(case_id, by=actor)
        return go(reverse("incidents:statement", args=[made.pk]))
    leads = actions.may_lead(actor, incident) and incident.state != IncidentState.STOOD_DOWN
    seen = reading.of_incident(incident, actor)
    if leads and len(seen) == 1 and seen[0].state != StatementState.SENT:
        return go(reverse("incidents:statement", args=[seen[0].pk]))
    context = {"incident": incident, "rows": seen, "leads": leads}
    return shown(request, "incidents/clients/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.READ)
def show(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """One statement: its form while it is a draft, its text with the signatures afterwards."""
    actor = actor_of(request)
    statement = reading.find(statement_id, actor)
    if request.method != "POST":
        return _page(request, statement, actor)
    words = actions.Words(*(request.POST.get(name, "") for name in FIELDS))
    forward = "forward" in request.POST
    try:
        clients = list(_clients(request.POST.get("clients", "")))
        parties = request.POST.getlist("party")
        actions.write(statement.pk, words, by=actor, clients=clients, parties=parties)
        if forward:
            actions.put_forward(statement.pk, by=actor)
    except (*REFUSED, NotDraft, NothingToSign, AlreadyRunning, NobodyLeft) as error:
        more = {
            "problem": why(error),
            "wrong": field_of(error),
            "words": words,
            "clients": request.POST.get("clients", ""),
            "chosen": request.POST.getlist("party"),
        }
        return _page(request, statement, actor, more, status=422)
    messages.success(request, _("已提交会签") if forward else _("已保存"))
    return go(reverse("incidents:statement", args=[statement.pk]))


@require_POST
@page(Action.READ)
def send(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    """It goes out."""
    actor = actor_of(request)
    statement = reading.find(statement_id, actor)
    kinds, wheres = request.POST.getlist("kind"), request.POST.getlist("where")
    places = [
        actions.Place(kind, where)
        for kind, where in zip(kinds, wheres, strict=False)
        if where.strip()
    ]
    try:
        actions.notify(statement.pk, places, by=actor)
    except REFUSED as error:
        more = {"problem": why(error), "wrong": field_of(error)}
        return _page(request, statement, actor, more, status=422)
    messages.success(request, _("已告知客户"))
    return go(reverse("incidents:statement", args=[statement.pk]))


def _page(
    request: HttpRequest,
    statement: Statement,
    actor: Person,
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    incident = statement.incident
    leads = actions.may_lead(actor, incident)
    context: dict[str, Any] = {
        "statement": statement,
        "incident": incident if _sees(actor, incident) else None,
        "words": statement,
        "parts": text.parts(statement),
        "leads": leads,
        "writes": leads and statement.state == StatementState.DRAFT,
        "may_send": leads and statement.state == StatementState.AGREED,
        "signing": _path(statement),
        "clients": "\n".join(_line(one.name, one.address) for one in statement.clients.all()),
        "mails": mailing.count(statement),
        "sent": mailing.states(statement) if statement.sent_at else None,
        "told": mailing.told(statement)[:SHOWN] if leads else [],
        "parties": reading.parties() if leads else [],
        "chosen": statement.parties,
        "outlets": statement.outlets.select_related("by").order_by("at"),
        "outlet_kinds": OutletKind.choices,
    }
    return shown(request, "incidents/clients/statement.html", context | (more or {}), status=status)


def _sees(actor: Person, incident: Incident) -> bool:
    return queries.visible_to(actor).filter(pk=incident.pk).exists()


def _path(statement: Statement) -> forecast.Path:
    last = signing.of_case(statement)
    if last is not None and last.state in (RoundState.RUNNING, RoundState.COMPLETED):
        return forecast.shown(last)
    author = statement.initiator
    asked = offices.Request(author.pk, author.department_id)
    return forecast.forecast(SCENARIO, facts.of(statement.incident), asked, author)


def _clients(posted: str) -> Iterator[tuple[str, str]]:
    """Name and address of each line: ``王小姐 <wang@client.cn>``, or an address alone."""
    for line in posted.replace("；", "\n").replace(";", "\n").splitlines():
        name, _sign, address = line.replace("＜", "<").replace("＞", ">").rpartition("<")
        if line.strip():
            yield name.strip(' ,，"'), address.strip().removesuffix(">").strip()


def _line(name: str, address: str) -> str:
    return f"{name} <{address}>" if name else address
