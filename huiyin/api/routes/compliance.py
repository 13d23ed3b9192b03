"""How the clauses are kept (G02), and which of them bind the caller (O03)."""

from dataclasses import asdict
from datetime import timedelta
from typing import Literal

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from huiyin.cases.rest.values import Instant, caller
from huiyin.directory.access import Action, may, permission
from huiyin.directory.models import Department, Person
from huiyin.insight.compliance import periods, persons, queries, reading, scope
from huiyin.insight.compliance.binding import binding
from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.periods import Period
from huiyin.insight.compliance.reading import Wanted
from huiyin.insight.compliance.scope import Scope
from huiyin.kit import clock
from huiyin.policies import in_force

SPAN = timedelta(days=90)

router = Router(tags=["compliance"])


class ComplianceFiguresOut(Schema):
    """Duties by how they ended; `owed` is the sum of the six after it."""

    owed: int
    met: int = Field(description="In time.")
    late: int
    waived: int
    deemed: int = Field(description="Silence that the clause accepts.")
    open: int = Field(description="Not due yet.")
    breach: int = Field(description="Overdue and still open.")
    breached: int = Field(description="Acts that passed a guard of the clause unmet.")
    share: float | None = Field(description="met / (met + late + breach); null when none was due.")

    @classmethod
    def of(cls, one: Figures) -> "ComplianceFiguresOut":
        """With the share that follows."""
        return cls(**asdict(one), share=one.share)


class CellOut(Schema):
    """The figures of a clause, of one department, version or month where they are split."""

    clause: str
    key: str | None = Field(description="A department's id, a version, or a month's first day.")
    figures: ComplianceFiguresOut


class ComplianceOut(Schema):
    """The figures of a period that the caller may see."""

    period: str
    first: str
    last: str
    whole: ComplianceFiguresOut
    cells: list[CellOut]


class ComplianceQuery(Schema):
    """What is asked."""

    period: str = Field(
        "", description="`2026-W47`, `2026-11`, `2026-Q4`, `2026-H2`, `2026` or `first..last`."
    )
    department: int | None = Field(None, ge=1, le=2**31 - 1, description="With all below it.")
    clause: str = Field("", max_length=32)
    by: Literal["department", "version", "month", ""] = ""


class ClauseDutyOut(Schema):
    """A clause that binds the caller in one role, and how they stand with it."""

    clause: str
    role: str
    owes: list[str] = Field(description="Verbs of its rules.")
    waits_for: str = Field(description="The scenario that it waits for, else empty.")
    open: int
    overdue: int
    met: int
    late: int
    next_due: Instant | None


@router.get(
    "/compliance",
    response=ComplianceOut,
    operation_id="getCompliance",
    summary="How the clauses are kept",
)
@permission(Action.SEE_COMPLIANCE)
def table(request: HttpRequest, asked: Query[ComplianceQuery]) -> ComplianceOut:
    """By clause, and by department, version or month; a head sees their own departments."""
    period, view = _period(asked.period), _view(caller(request), asked.department)
    by = ("clause", asked.by) if asked.by else ("clause",)
    places = queries.places_of(view)
    if asked.by == "department":
        places = {pk: pk for pk in view.departments}
    clauses = [asked.clause] if asked.clause else None
    found = queries.figures(Wanted(period, by, places, clauses))
    return ComplianceOut(
        period=period.name,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        whole=ComplianceFiguresOut.of(sum(found.values(), Figures())),
        cells=[
            CellOut(
                clause=str(key[0]),
                key=str(key[1]) if len(key) > 1 and key[1] is not None else None,
                figures=ComplianceFiguresOut.of(one),
            )
            for key, one in sorted(found.items(), key=lambda pair: tuple(map(str, pair[0])))
        ],
    )


@router.get(
    "/me/duties",
    response=list[ClauseDutyOut],
    operation_id="listMyDuties",
    summary="Which clauses bind me",
)
@permission(Action.SEE)
def duties(request: HttpRequest) -> list[ClauseDutyOut]:
    """From the regulation in force, with what the caller owes and did in the last 90 days."""
    person, now = caller(request), clock.now()
    own = persons.own(person.pk, now - SPAN, now)
    return [
        ClauseDutyOut(
            clause=clause.id,
            role=role,
            owes=sorted({rule.owes for rule in rules}),
            waits_for=clause.waits_for,
            open=stands.owes,
            overdue=stands.overdue,
            met=stands.met,
            late=stands.late,
            next_due=stands.next_due,
        )
        for clause, role, rules in binding(person, in_force.current())
        for stands in [own.get(clause.id, persons.Own())]
    ]


def _view(person: Person, department: int | None) -> Scope:
    if not may(person, Action.SEE_COMPLIANCE):
        raise Http404
    view = scope.of(person)
    if department is None:
        return view
    if not view.holds(department):
        raise Http404
    return scope.below(Department.objects.get(pk=department), view)


def _period(text: str) -> Period:
    if not text:
        return periods.of("quarter", reading.today_of(clock.now()))
    try:
        return periods.parse(text)
    except ValueError as error:
        raise Http404 from error
