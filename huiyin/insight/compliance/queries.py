"""What other rooms ask: the table, one clause, the clauses beside which figures stand."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from huiyin.directory.models import Department, Person
from huiyin.insight.compliance import breaches, periods, reading, scope
from huiyin.insight.compliance.figures import NOTHING, Figures
from huiyin.insight.compliance.periods import Period
from huiyin.insight.compliance.reading import Key, Wanted
from huiyin.insight.compliance.scope import Scope
from huiyin.kit import clock

TREND = {"month": 12, "week": 8}
"""How far back a trend looks."""


@dataclass(frozen=True, slots=True)
class Table:
    """Clauses by departments: the cells that have anything, and their sums.

    ``columns`` are the departments shown; each cell holds its whole tree.
    """

    period: Period
    columns: tuple[Department, ...]
    cells: dict[tuple[str, int], Figures]
    clauses: dict[str, Figures]
    departments: dict[int, Figures]
    whole: Figures


def table(
    period: Period,
    view: Scope,
    *,
    clauses: Sequence[str] | None = None,
    now: datetime | None = None,
) -> Table:
    """The figures of ``period`` that ``view`` may see: two statements, whatever happened."""
    shown = scope.columns(view)
    places = scope.places(view, shown)
    found = figures(Wanted(period, ("clause", "department"), places, clauses), now)
    cells: dict[tuple[str, int], Figures] = {}
    rows: dict[str, Figures] = {}
    sums: dict[int, Figures] = {}
    for (clause, department), one in found.items():
        name, place = str(clause), int(str(department))
        cells[name, place] = one
        rows[name] = rows.get(name, NOTHING) + one
        sums[place] = sums.get(place, NOTHING) + one
    columns = tuple(one for one in shown if one.pk in sums or one.active)
    return Table(period, columns, cells, rows, sums, sum(rows.values(), NOTHING))


def figures(wanted: Wanted, now: datetime | None = None) -> dict[Key, Figures]:
    """Duties and breaches of guards together, by the keys of ``wanted``."""
    found = reading.read(wanted, now or clock.now())
    for key, one in breaches.count(wanted).items():
        found[key] = found.get(key, NOTHING) + one
    return found


def trend(
    period: Period,
    view: Scope,
    *,
    clauses: Sequence[str] | None = None,
    now: datetime | None = None,
) -> dict[str, list[tuple[date, Figures]]]:
    """Each clause month by month up to the end of ``period``; week by week for a week."""
    unit = "week" if period.kind == "week" else "month"
    span = period.last
    first = periods.of(unit, span)
    for _step in range(TREND[unit] - 1):
        first = first.before
    wanted = Wanted(Period("own", first.first, span), ("clause", unit), places_of(view), clauses)
    lines: dict[str, list[tuple[date, Figures]]] = {}
    for (clause, start), one in figures(wanted, now).items():
        if isinstance(start, date):
            lines.setdefault(str(clause), []).append((start, one))
    return {clause: sorted(line, key=itemgetter(0)) for clause, line in lines.items()}


def places_of(view: Scope) -> dict[int, int] | None:
    """The departments of ``view`` as one; ``None`` when nothing is left out."""
    return None if view.whole else dict.fromkeys(view.departments, 0)


def of_clause(
    clause_id: str, first: date, last: date, departments: Collection[int] | None = None
) -> Figures:
    """One clause from ``first`` to ``last``, in these departments (leaves) or in all."""
    places = None if departments is None else dict.fromkeys(departments, 0)
    wanted = Wanted(Period("own", first, last), (), places, [clause_id])
    return figures(wanted).get((), NOTHING)


def compliance_of(clauses: Iterable[str], viewer: Person) -> dict[str, Figures]:
    """How these clauses are kept at present: this month and the two before.

    As much as ``viewer`` may see: all for compliance, management and audit, a head's own trees,
    nothing for others. Clauses without any figures are left out.
    """
    view = scope.of(viewer)
    asked = list(clauses)
    if not view or not asked:
        return {}
    period = periods.recent(reading.today_of(clock.now()))
    found = figures(Wanted(period, ("clause",), places_of(view), asked))
    return {str(clause): one for (clause,), one in found.items()}
