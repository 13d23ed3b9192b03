"""我的职责: which clauses bind me and how I do; for heads their department, for management all."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.core.writing.order import legal_order
from huiyin.directory.access import Action, actor_of
from huiyin.directory.heads import headed_by
from huiyin.directory.models import Person
from huiyin.directory.roles import COMPLIANCE, HEAD, MANAGEMENT, roles_of
from huiyin.insight.compliance import periods, persons, queries, scope
from huiyin.insight.compliance.binding import Holder
from huiyin.insight.compliance.reading import today_of
from huiyin.insight.compliance.scope import Scope
from huiyin.kit import clock
from huiyin.pages import queries as inbox_queries
from huiyin.pages.clauses import duty
from huiyin.pages.compliance import heat, numbering, wording
from huiyin.pages.duties import aims, bound
from huiyin.pages.views.door import page
from huiyin.policies import in_force
from huiyin.ui import clocks

SPAN = timedelta(days=90)
"""How far back one's own figures look."""


@page(Action.SEE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """One of the tabs that the viewer has: their own duties, their department's, the company's."""
    actor = actor_of(request)
    tabs = _tabs(actor)
    tab = request.GET.get("tab", "mine")
    if tab not in tabs:
        raise Http404
    context = {"tabs": tabs.items(), "tab": tab, "actor": actor} | _CONTENT[tab](actor)
    return render(request, "pages/duties/duties.html", context)


def _tabs(actor: Person) -> dict[str, str]:
    held = roles_of(actor)
    tabs = {"mine": _("我的")}
    if HEAD in held:
        tabs["department"] = _("我的部门")
    if held & {MANAGEMENT, COMPLIANCE}:
        tabs["company"] = _("管理层")
    return tabs


def _mine(actor: Person) -> dict[str, Any]:
    now = clock.now()
    own = persons.own(actor.pk, now - SPAN, now)
    total = persons.Own(
        owes=sum(one.owes for one in own.values()),
        overdue=sum(one.overdue for one in own.values()),
        met=sum(one.met for one in own.values()),
        late=sum(one.late for one in own.values()),
        other=sum(one.other for one in own.values()),
    )
    owing = inbox_queries.owed_to(actor.pk)
    return {
        "groups": bound.groups(actor, in_force.current(), own),
        "total": total,
        "owed_to_me": [one for one in owing if not one.own],
        "days": SPAN.days,
    }


def _department(actor: Person) -> dict[str, Any]:
    now, policy = clock.now(), in_force.current()
    headed = headed_by(actor)
    view = scope.trees_of(actor)
    found = bound.groups(actor, policy, persons.own(actor.pk, now - SPAN, now))
    return {
        "headed": headed,
        "groups": [one for one in found if one.holder is Holder.HEADS],
        "chapter": _chapter("3.2"),
        **_standing(view),
        "overdue": _overdue(actor, view),
    }


def _company(actor: Person) -> dict[str, Any]:
    view = scope.everything()
    return {
        "chapter": _chapter("3.1"),
        "aims": aims.measured(in_force.current()),
        "quarters": _quarters(view),
        **_standing(view),
        "overdue": _overdue(actor, view),
    }


_CONTENT = {"mine": _mine, "department": _department, "company": _company}


def _standing(view: Scope) -> dict[str, Any]:
    """How a department, or all, stand with each clause this quarter."""
    now, policy = clock.now(), in_force.current()
    period = periods.of("quarter", today_of(now))
    table = queries.table(period, view, now=now)
    rows = [
        (numbering.named(clause, policy), heat.cell(one, "", ""))
        for clause, one in table.clauses.items()
    ]
    return {
        "period": wording.period_words(period),
        "whole": heat.cell(table.whole, "", ""),
        "rows": sorted(rows, key=lambda row: (-row[1].figures.failed, legal_order(row[0].id))),
    }


def _quarters(view: Scope) -> list[tuple[str, heat.Cell]]:
    """This quarter and the three before it."""
    now = clock.now()
    period = periods.of("quarter", today_of(now))
    found = []
    for _step in range(4):
        whole = queries.table(period, view, now=now).whole
        found.append((wording.period_words(period), heat.cell(whole, "", "")))
        period = period.before
    return found


def _overdue(actor: Person, view: Scope) -> list[dict[str, Any]]:
    """What is overdue, as far as the viewer may see the cases; the others are counted together."""
    now = clock.now()
    late = persons.overdue(view.departments, now)
    cases = Case.objects.filter(pk__in=[one.subject for one in late]).visible_to(actor)
    seen = {case.pk: case for case in cases}
    return [
        {
            "duty": duty(one.verb),
            "clause": one.clause,
            "open": one.open,
            "case": seen.get(one.subject),
            "href": verbs.page_of(seen[one.subject].scenario, one.subject)
            if one.subject in seen
            else "",
            "face": clocks.face(one.due_at, one.due_at, now),
        }
        for one in late
    ]


def _chapter(number: str) -> list[tuple[numbering.Named, bool]]:
    """The clauses under a heading, and whether each still waits for its scenario."""
    policy = in_force.current()
    found = [
        clause
        for clause in policy.clauses
        if clause.id == number or clause.id.startswith(f"{number}.")
    ]
    ordered = sorted(found, key=lambda clause: legal_order(clause.id))
    return [(numbering.named(one.id, policy), bool(one.waits_for)) for one in ordered]
