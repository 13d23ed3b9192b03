"""G02: the compliance table over ten million duties, against a bare sum over as many rows by key.

The roll-up is filled as the fold would leave it: every working day of two years up to today, clauses as
uneven as they are in life, every department. The bound is a primary-key range summed by one column.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any

from django.db import connection

from huiyin.directory.models import Department
from huiyin.insight.compliance import periods, queries, reading, scope
from huiyin.insight.compliance.cutting import UNITS
from huiyin.insight.compliance.periods import Period
from huiyin.kit import clock
from huiyin.obligations import coverage
from tests.benchmarks import sizes, world

CLAUSES = 40
ROUNDS = 20

FILL = """
TRUNCATE compliance_day, compliance_week, compliance_month, compliance_quarter, compliance_year;
INSERT INTO compliance_day (day, clause, policy_version, department_id, owed, met, late, waived, deemed, undated)
SELECT day, '3.' || clause, 1, department_id, n, n - least(n, n / 7) - n / 20, least(n, n / 7), 0, 0, 0
  FROM (SELECT d::date AS day, c AS clause, p.id AS department_id,
               floor(%(per)s / c + random())::int AS n
          FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') d,
               generate_series(1, %(clauses)s) c, directory_department p
         WHERE extract(isodow FROM d) < 6) q WHERE n > 0
 ORDER BY 1, 2, 3, 4;
"""

ROLL = """
INSERT INTO compliance_/*unit*/ (/*unit*/, clause, policy_version, department_id, owed, met, late, waived, deemed, undated)
SELECT date_trunc('/*unit*/', day)::date, clause, policy_version, department_id, sum(owed), sum(met), sum(late),
       sum(waived), sum(deemed), sum(undated) FROM compliance_day GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""

BOUND = "SELECT clause, sum(owed) FROM compliance_month WHERE month BETWEEN %s AND %s GROUP BY 1"


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """How long each kind of question takes."""
    duties = size.of(tiny=10_000, quick=300_000, full=10_000_000)
    world.populate(1_000)
    today = reading.today_of(clock.now())
    first = periods.of("year", today - timedelta(days=365)).first
    _fill(duties, first, today)
    view = scope.everything()
    for kind in ("quarter", "year", "month", "week"):
        yield _table(duties, kind, periods.of(kind, today), view)
    yield _one_department(duties, periods.of("quarter", today), view)
    yield _timed(f"compliance of 60 clauses of {duties} duties", lambda: _beside(today, view))


def folding(name: str) -> dict[str, Any]:
    """Fold what is waiting; how many deltas a second."""
    started, folded = perf_counter(), 0
    while count := coverage.fold():
        folded += count
    return {"name": name, "value": round(folded / (perf_counter() - started)), "unit": "deltas/s"}


def _fill(duties: int, first: Any, last: Any) -> None:
    days = max(((last - first).days + 1) * 5 // 7, 1)
    weight = sum(1 / rank for rank in range(1, CLAUSES + 1))
    per = max(duties / days / Department.objects.count() / weight, 0.01)
    values = {"per": per, "first": first, "last": last, "clauses": CLAUSES}
    with connection.cursor() as cursor:
        cursor.execute(FILL, values)
        for unit in UNITS:
            cursor.execute(ROLL.replace("/*unit*/", unit))
        for unit in ("day", *UNITS):
            cursor.execute(f"VACUUM ANALYZE compliance_{unit}")


def _table(duties: int, kind: str, period: Period, view: scope.Scope) -> dict[str, Any]:
    line = _timed(f"compliance of a {kind}, {duties} duties", lambda: queries.table(period, view))
    bound = _median(lambda: _bare(period))
    return line | {"limit": round(bound * 1000, 1), "ratio": round(bound * 1000 / line["value"], 2)}


def _one_department(duties: int, period: Period, view: scope.Scope) -> dict[str, Any]:
    below = scope.below(view.roots[0], view)
    return _timed(f"of one division, {duties} duties", lambda: queries.table(period, below))


def _beside(today: Any, view: scope.Scope) -> object:
    wanted = reading.Wanted(
        periods.recent(today), ("clause",), queries.places_of(view), [f"3.{n}" for n in range(60)]
    )
    return queries.figures(wanted)


def _bare(period: Period) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BOUND, [period.first.replace(day=1), period.last])
        cursor.fetchall()


def _timed(name: str, act: Callable[[], object]) -> dict[str, Any]:
    act()
    times: list[float] = []
    cost = world.measure(lambda: times.extend(_seconds(act) for _ in range(ROUNDS)))
    times.sort()
    return {
        "name": name,
        "value": round(times[ROUNDS // 2] * 1000, 1),
        "p95": round(times[-1] * 1000, 1),
        "server_cpu": round(cost.cpu * 1000 / ROUNDS, 1),
        "unit": "ms",
    }


def _median(act: Callable[[], object]) -> float:
    act()
    return sorted(_seconds(act) for _ in range(ROUNDS))[ROUNDS // 2]


def _seconds(act: Callable[[], object]) -> float:
    started = perf_counter()
    act()
    return perf_counter() - started
