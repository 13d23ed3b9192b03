"""A database of its own for a benchmark, with a company as large as asked."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from huiyin.directory import roles
from huiyin.directory.audience import Audience
from huiyin.directory.models import Department, Person, Role

DEPARTMENTS = 1000

CPU_TICKS = os.sysconf("SC_CLK_TCK")

PEOPLE = """
INSERT INTO directory_department (name, sort_key, search_key, external_id, path, active)
SELECT '部门 ' || n, 'd', '', '',
       CASE WHEN n <= 10 THEN '/' || n || '/' ELSE '/' || (n - 1) %% 10 + 1 || '/' || n || '/' END, true
  FROM generate_series(1, %(departments)s) n;
UPDATE directory_department SET parent_id = split_part(path, '/', 2)::int WHERE path LIKE '/%%/%%/';
INSERT INTO directory_person (employee_no, name, sort_key, search_key, department_id, position,
       mobile, extension, email, email_suspect, party, active, simulated)
SELECT 'B' || n, '员工 ' || n, 'y', '', (SELECT min(id) FROM directory_department) + n %% %(departments)s,
       '', '', '', 'p' || n || '@bench.invalid', false, '', true, false
  FROM generate_series(1, %(people)s) n;
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds, and CPU seconds of this connection's server process."""

    wall: float
    cpu: float


def populate(people: int, departments: int = DEPARTMENTS) -> None:
    """Fill an empty directory with ``people`` in ``departments``, in ten divisions as one tree each."""
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"people": people, "departments": departments})
        cursor.execute("ANALYZE")


def everybody(limit: int) -> tuple[str, list[int]]:
    """The first ``limit`` people as a set."""
    return (
        "SELECT id AS person_id, department_id FROM directory_person ORDER BY id LIMIT %s",
        [limit],
    )


def author() -> Person:
    """The first of all, who may publish to everybody."""
    first = Person.objects.select_related("department").order_by("pk").first()
    assert first is not None
    roles.grant(first, Role.PUBLISHER)
    return first


def audience_of(people: int) -> Audience:
    """So many divisions, or departments of the last one, that they hold ``people`` together."""
    share = people * DEPARTMENTS // Person.objects.count()
    divisions = Department.objects.filter(parent=None).order_by("pk")
    whole, rest = divmod(share, DEPARTMENTS // 10)
    chosen = list(divisions.values_list("pk", flat=True)[:whole])
    if rest:
        last = Department.objects.filter(parent=divisions.last()).order_by("pk")
        chosen += last.values_list("pk", flat=True)[:rest]
    return Audience(departments=tuple(chosen))


def measure(act: Callable[[], object]) -> Cost:
    """Run ``act`` once and tell what it cost."""
    cpu, wall = _server_cpu(), time.perf_counter()
    act()
    return Cost(time.perf_counter() - wall, _server_cpu() - cpu)


def median(costs: list[Cost]) -> Cost:
    """The median of each figure."""
    middle = len(costs) // 2
    return Cost(
        sorted(cost.wall for cost in costs)[middle], sorted(cost.cpu for cost in costs)[middle]
    )


@contextmanager
def checkpointed() -> Iterator[None]:
    """Start with clean buffers, so that one run does not pay for the one before."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    yield


def server_mb() -> int | None:
    """The most memory that the server process of this connection had; ``None`` when it is remote."""
    try:
        status = Path(f"/proc/{_server_pid()}/status").read_text()
    except FileNotFoundError:
        return None
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10


def _server_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _server_cpu() -> float:
    """CPU seconds that the server process of this connection has used (0 when it is remote)."""
    pid = _server_pid()
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / CPU_TICKS
