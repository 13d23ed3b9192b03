"""The ledger in slices: cases of the span, each with everything that ever happened to it.

Read in one transaction that cannot write and sees one state of the tables; each slice through a
cursor of the server, so that memory holds a slice and never the ledger.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from huiyin.cases.signoff.models import SignOff
from huiyin.core.event import Fact, Who
from huiyin.core.replay.history import ALWAYS, Case, case_of, read
from huiyin.core.replay.world import World, kinds_of
from huiyin.insight.backtest.models import Run

SLICE = 200
"""Cases read at once."""

ROWS = 2000
"""Entries that the server hands over at once."""


@contextmanager
def reading() -> Iterator[None]:
    """A transaction that cannot write; inside another one (a test's) that one is used."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@dataclass(frozen=True, slots=True)
class Signed:
    """A round of sign-off as it began: the facts that its path followed from."""

    scenario: str
    facts: dict[str, Fact]
    version: int
    month: str
    department: int


def size(run: Run, world: World) -> int:
    """How many entries the ledger holds in the span."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_entry WHERE at >= %s AND at <= %s AND id <= %s",
            [world.first, world.until, run.entries],
        )
        return int(cursor.fetchone()[0])


def subjects(run: Run, world: World) -> list[UUID]:
    """The cases to which something happened in the span that a regulation speaks of."""
    kinds = sorted(kinds_of(world) | set(ALWAYS))
    with connection.cursor() as cursor:
        cursor.execute(_SUBJECTS, [world.first, world.until, run.entries, kinds])
        return [row[0] for row in cursor.fetchall()]


def cases(run: Run, world: World, wanted: Sequence[UUID]) -> Iterator[Case]:
    """Each of the ``wanted`` subjects with all its moments up to the end of the span."""
    kinds = sorted(kinds_of(world) | set(ALWAYS))
    for place in range(0, len(wanted), SLICE):
        part = wanted[place : place + SLICE]
        told = _overseers(part)
        values: list[Any] = [list(part), kinds, world.until, run.entries]
        with connection.chunked_cursor() as cursor:
            cursor.execute(_ENTRIES, values)
            rows = chain.from_iterable(iter(partial(cursor.fetchmany, ROWS), []))
            for subject, lines in groupby(rows, key=itemgetter(0)):
                yield case_of(str(subject), (read(row[1]) for row in lines), told.get(subject))


def signings(world: World) -> Iterator[Signed]:
    """The rounds of sign-off that began in the span."""
    rows = SignOff.objects.filter(started_at__gte=world.first, started_at__lte=world.until)
    for row in rows.order_by("pk").select_related("case").iterator():
        facts = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in row.facts.items()
        }
        local = row.started_at.astimezone(world.calendar.zone)
        month, place = f"{local:%Y-%m}", row.case.department_id
        yield Signed(row.case.scenario, facts, row.policy_version, month, place)


def _overseers(part: Sequence[UUID]) -> dict[UUID, dict[tuple[str, str, Who], Who]]:
    found: dict[UUID, dict[tuple[str, str, Who], Who]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OVERSEERS, [list(part)])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for subject, rule, piece, person, head in rows:
        found.setdefault(subject, {})[rule, piece, person] = head
    return found


_SUBJECTS = """
SELECT DISTINCT subject FROM ledger_entry
 WHERE at >= %s AND at <= %s AND id <= %s AND kind = ANY(%s) AND subject IS NOT NULL
 ORDER BY subject
"""

_ENTRIES = """
SELECT subject, body FROM ledger_entry
 WHERE subject = ANY(%s) AND (kind = ANY(%s) OR body LIKE '%%"released":[%%')
   AND at <= %s AND id <= %s ORDER BY subject, id
"""
"""Beside the wanted kinds every manifest by which people were let go, whatever it is called."""

_OVERSEERS = """
SELECT o.subject, o.rule, o.part, b.person_id, b.overseer_id
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = ANY(%s) AND o.parent IS NULL AND b.overseer_id IS NOT NULL ORDER BY o.id
"""
