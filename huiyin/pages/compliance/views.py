"""合规: how each clause is kept, by department and period, down to the cases."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.cases.naming import word
from huiyin.directory.access import Action
from huiyin.directory.models import Department, Person
from huiyin.insight.compliance import breaches, drilling, periods, queries
from huiyin.insight.compliance.figures import NOTHING
from huiyin.insight.compliance.reading import Wanted
from huiyin.kit import clock
from huiyin.pages import clauses as clause_words
from huiyin.pages.compliance import asking, heat, numbering, sheets, wording
from huiyin.pages.compliance.asking import Asked
from huiyin.pages.views.door import admit, page
from huiyin.policies import in_force
from huiyin.ui.downloads import download


@page(Action.SEE_COMPLIANCE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The heat table of a period, of all that the viewer may see or of one department."""
    actor, asked = _asked(request)
    table = queries.table(asked.period, asked.view, now=asked.now)
    trends = queries.trend(asked.period, asked.view, now=asked.now)
    context = _frame(asked) | {
        "table": table,
        "whole": heat.cell(table.whole, "", ""),
        "columns": heat.columns(asked, table),
        "chapters": heat.chapters(asked, table, trends, in_force.current()),
        "passed": _passed(asked, actor, None),
        "sorts": [(name, asked.address(sort=name)) for name in asking.SORTS],
    }
    return render(request, "pages/compliance/table.html", context)


@page(Action.SEE_COMPLIANCE)
@require_safe
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One clause: its figures by department and version, its trend, and the cases behind them.

    ``failed`` keeps the cases that were late or are missing.
    """
    actor, asked = _asked(request)
    policy = in_force.current()
    named = numbering.named(clause_id, policy)
    table = queries.table(asked.period, asked.view, clauses=[clause_id], now=asked.now)
    if not named.known and table.whole.empty:
        raise Http404
    failed = request.GET.get("failed") == "1"
    drilled = drilling.cases(
        clause_id, asked.period, asked.view.departments, actor, asked.now, failed=failed
    )
    trend = queries.trend(asked.period, asked.view, clauses=[clause_id], now=asked.now)
    context = _frame(asked, clause_id) | {
        "clause": named,
        "words": clause_words.words(policy.clause(clause_id)) if named.known else None,
        "whole": heat.cell(table.whole, "", ""),
        "parts": _parts(asked, table, clause_id),
        "versions": _versions(asked, clause_id),
        "trend": [(start, heat.cell(one, "", "")) for start, one in trend.get(clause_id, [])],
        "drilled": drilled,
        "matters": [(one, _page_of(one.case)) for one in drilled.matters],
        "failed": failed,
        "all_cases": asked.address("pages:compliance_clause", clause_id),
        "failed_cases": asked.address("pages:compliance_clause", clause_id, failed="1"),
        "passed": _passed(asked, actor, clause_id),
        "back": asked.address(),
    }
    return render(request, "pages/compliance/clause.html", context)


@page(Action.SEE_COMPLIANCE)
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same table as a file: ``xlsx`` or ``csv``."""
    _actor, asked = _asked(request)
    table = queries.table(asked.period, asked.view, now=asked.now)
    content, content_type = sheets.write(kind, asked, table, in_force.current())
    return download(content, content_type, sheets.file_name(kind, asked))


def _asked(request: HttpRequest) -> tuple[Person, Asked]:
    actor = admit(request, Action.SEE_COMPLIANCE)
    return actor, asking.read(request.GET, actor, clock.now())


def _frame(asked: Asked, clause_id: str = "") -> dict[str, Any]:
    """What every page of this room shows around its figures."""
    name, arguments = ("pages:compliance_clause", [clause_id]) if clause_id else ("", [])
    own = asked.period if asked.period.kind == "own" else None

    def at(period: periods.Period) -> str:
        return asked.address(name or "pages:compliance", *arguments, period=period.name)

    return {
        "asked": asked,
        "period": wording.period_words(asked.period),
        "today": wording.day_words(asked.today),
        "kinds": [
            (kind, label, at(periods.of(kind, asked.today)))
            for kind, label in wording.kinds().items()
        ],
        "before": at(asked.period.before),
        "after": at(asked.period.after) if asked.period.last < asked.today else "",
        "own": own,
        "crumbs": _crumbs(asked),
        "downloads": [
            (kind, asked.address("pages:compliance_export", kind)) for kind in sheets.KINDS
        ],
    }


def _crumbs(asked: Asked) -> list[tuple[str, str]]:
    """The departments above the one shown, as far up as the viewer sees."""
    here = asked.department
    if here is None:
        return []
    above = [int(part) for part in here.path.strip("/").split("/")]
    found = Department.objects.filter(pk__in=above).order_by("path")
    return [(one.name, asked.address(department=one.pk)) for one in found]


def _parts(asked: Asked, table: queries.Table, clause_id: str) -> list[tuple[str, heat.Cell]]:
    """Each department's share, the worst first."""
    found = [
        (
            one.name,
            heat.cell(
                table.departments[one.pk],
                one.name,
                asked.address("pages:compliance_clause", clause_id, department=one.pk),
            ),
        )
        for one in table.columns
        if one.pk in table.departments
    ]
    return sorted(found, key=lambda pair: -pair[1].figures.failed)


def _versions(asked: Asked, clause_id: str) -> list[tuple[int, heat.Cell]]:
    wanted = Wanted(asked.period, ("version",), queries.places_of(asked.view), [clause_id])
    found = queries.figures(wanted, asked.now)
    return (
        sorted(
            (int(str(version)), heat.cell(one, "", ""))
            for (version,), one in found.items()
            if version is not None and one != NOTHING
        )
        if len(found) > 1
        else []
    )


def _page_of(case: Case) -> str:
    return verbs.page_of(case.scenario, case.pk)


def _passed(asked: Asked, viewer: Person, clause_id: str | None) -> list[dict[str, Any]]:
    """Acts that passed a guard unmet, with a way to the case where the viewer may see it."""
    wanted = Wanted(
        asked.period, (), queries.places_of(asked.view), [clause_id] if clause_id else None
    )
    found = breaches.listed(wanted, limit=50)
    seen = Case.objects.filter(pk__in=[one.subject for one in found if one.subject])
    cases = {case.pk: case for case in seen.visible_to(viewer)}
    people = dict(
        Person.objects.filter(Q(pk__in=[one.actor_id for one in found])).values_list("pk", "name")
    )
    return [
        {
            "one": one,
            "act": word(one.act),
            "who": people.get(one.actor_id or 0, ""),
            "case": cases.get(one.subject) if one.subject else None,
            "href": _page_of(cases[one.subject]) if one.subject in cases else "",
        }
        for one in found
    ]
