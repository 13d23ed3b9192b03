"""Another way to the same figures: the draft is lived through the real door, and SQL counts.

What people do does not depend on the regulation here, and the clock is punctual, so the replay must
agree with the life under the draft to the unit.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.directory.models import Person
from huiyin.insight.backtest.tests.living import (
    MORNING,
    Living,
    acts,
    backtest,
    regulation,
    regulations,
)
from huiyin.insight.backtest.tests.test_identity import FIRST, cast
from huiyin.kit import clock as kit_clock
from huiyin.obligations.tests.conftest import RolledBack, install
from huiyin.policies import in_force

__all__ = ["cast"]

_DUTIES = """
SELECT o.id, o.rule, o.verb, o.part, o.born_at, o.due_at, o.parent, o.met_by, b.person_id, b.state,
       (SELECT count(*) FROM obligation e
         WHERE e.rule = o.rule AND e.part = o.part AND e.parent IS NULL AND e.id < o.id)
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s ORDER BY o.id
"""

_BREACHES = """
SELECT count(*) FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %(subject)s AND o.due_at IS NOT NULL AND o.due_at <= %(until)s
   AND (b.state = 2 OR (b.state = 0 AND o.due_at < %(until)s))
"""

_RUNGS = """
SELECT count(*) FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.parent IS NOT NULL AND o.verb LIKE %s
"""

_PINGS = """
SELECT coalesce(sum(n.total), 0) FROM obligation_notification n
  JOIN obligation o ON o.id = n.obligation_id WHERE o.subject = %s
"""


@dataclass
class Life:
    """What the tables say after a history."""

    duties: dict[tuple[Any, ...], list[datetime | None]] = field(default_factory=dict)
    breaches: int = 0
    calls: int = 0
    rungs: int = 0
    pings: int = 0


def live(
    cast: list[Person], drawn: list[dict[str, Any]], history: list[tuple[Any, Any, Any]]
) -> tuple[Life, Living]:
    """The same acts at the same instants under the drawn regulation."""
    install(regulation(drawn))
    living = Living(cast, punctual=True)
    for act in [FIRST, *history]:
        living.play(act)
        living.play(("pass", 7.217, None))
    return _read(living), living


def _read(living: Living) -> Life:
    life = Life()
    values: dict[str, Any] = {"subject": living.subject, "until": kit_clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(_DUTIES, [living.subject])
        for row in cursor.fetchall():
            if row[6] is None:
                # One event, one verb, one part, one person; a beat is due when it is due.
                event = row[4] if row[4] in living_births(living) else row[5]
                key = (event, row[2], row[3], row[8])
                life.duties.setdefault(key, []).append(row[5])
        cursor.execute(_BREACHES, values)
        life.breaches = cursor.fetchone()[0]
        cursor.execute(_RUNGS, [living.subject, "phone%"])
        life.calls = cursor.fetchone()[0]
        cursor.execute(_RUNGS, [living.subject, "look%"])
        life.rungs = cursor.fetchone()[0]
        cursor.execute(_PINGS, [living.subject])
        life.pings = int(cursor.fetchone()[0])
    return life


def living_births(living: Living) -> set[datetime]:
    """When something was published."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at FROM ledger_entry WHERE subject = %s AND kind = ANY(%s)",
            [living.subject, ["t.published", "t.asked", "t.joined"]],
        )
        return {row[0] for row in cursor.fetchall()}


def changes(was: Life, would: Life) -> dict[str, int]:
    """Created, dropped, moved: duty by duty."""
    found = {"created": 0, "dropped": 0, "moved": 0}
    for key in was.duties.keys() | would.duties.keys():
        before = sorted(was.duties.get(key, []), key=str)
        after = sorted(would.duties.get(key, []), key=str)
        pairs = min(len(before), len(after))
        found["moved"] += sum(one != other for one, other in zip(before, after, strict=False))
        found["created"] += len(after) - pairs
        found["dropped"] += len(before) - pairs
    return found


@pytest.mark.req("Z02")
@pytest.mark.timeout(900)
@settings(max_examples=60)
@given(one=regulations, other=regulations, history=st.lists(acts, max_size=8))
def test_a_life_under_the_draft_counts_the_same(
    cast: list[Person],
    one: list[dict[str, Any]],
    other: list[dict[str, Any]],
    history: list[tuple[Any, Any, Any]],
) -> None:
    would = Life()
    with kit_clock.frozen(MORNING), suppress(RolledBack), transaction.atomic():
        would, _living = live(cast, other, history)
        raise RolledBack
    in_force.forget()
    with kit_clock.frozen(MORNING), suppress(RolledBack), transaction.atomic():
        was, _living = live(cast, one, history)
        found = backtest(regulation(other))
        figures = {name: found["figures"].get(name, [0, 0, 0, 0]) for name in NAMES}
        assert found["counts"]["differences"] == 0
        assert figures["duties"][:2] == [total(was), total(would)]
        assert figures["breaches"][:2] == [was.breaches, would.breaches]
        assert figures["calls"][:2] == [was.calls, would.calls]
        assert figures["rungs"][:2] == [was.rungs, would.rungs]
        assert figures["pushes"][:2] == [was.pings, would.pings]
        assert {name: figures[name][1] for name in changes(was, would)} == changes(was, would)
        for name, cell in figures.items():
            assert cell[2] <= cell[1] <= cell[3], name
        raise RolledBack
    in_force.forget()


NAMES = ("duties", "breaches", "calls", "rungs", "pushes", "created", "dropped", "moved")


def total(life: Life) -> int:
    """Duties that are nobody's rung, one per person."""
    return sum(map(len, life.duties.values()))


def test_the_last_second_is_in_time(cast: list[Person]) -> None:
    drawn = [RULE]
    history = [("pass", 60, None), ("t.confirmed", 0, "BUTTON")]
    with kit_clock.frozen(MORNING), suppress(RolledBack), transaction.atomic():
        install(regulation(drawn))
        living = Living(cast, punctual=True)
        for act in [FIRST, *history]:
            living.play(act)
        kit_clock.advance(timedelta(minutes=1))
        found = backtest(regulation([RULE | {"within": "30min"}]))
        assert found["figures"]["breaches"] == [3, 4, 4, 4]
        assert found["figures"]["moved"] == [0, 4, 4, 4]
        raise RolledBack
    in_force.forget()


RULE: dict[str, Any] = {
    "on": "t.published",
    "bearer": "recipients",
    "within": "1h",
    "met_by": "t.confirmed",
    "excused": False,
    "ended": False,
    "needs": "",
    "deem": False,
    "urgent": False,
    "ladder": [],
}
