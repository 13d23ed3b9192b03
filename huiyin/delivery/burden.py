"""What a message would cost its people before it is sent: who is interrupted, who waits (Z13)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from huiyin.core.attention import Attention
from huiyin.delivery.expand import reached
from huiyin.delivery.registry import pushing
from huiyin.kit import clock
from huiyin.obligations.roles import PeopleSql
from huiyin.policies import in_force


@dataclass(frozen=True, slots=True)
class Burden:
    """``had``: pushes of today -> people who had so many. ``pushed``: whom a push would reach.

    ``over`` of them have no budget left and would get it in their digest at ``digest_at``;
    ``quiet`` of them are inside quiet hours, which for most end at ``quiet_until``.
    """

    people: int
    had: dict[int, int]
    pushed: int
    over: int
    quiet: int
    budget: int
    digest_at: datetime | None
    quiet_until: datetime | None

    @property
    def held(self) -> int:
        """How many would get it later than at once."""
        return self.over + self.quiet


def burden(people: PeopleSql, channels: Sequence[str]) -> Burden:
    """The burden of a message now to ``people`` through the matrix's ``channels``; one statement.

    ``people`` names nobody twice.
    """
    rules = in_force.current().attention
    now = timezone.localtime(clock.now())
    rows = _rows(people, channels, now, rules)
    had: Counter[int] = Counter()
    for count, _, _, number in rows:
        had[count] += number
    awake = [(count, ways, n) for count, ways, quiet, n in rows if ways and not quiet]
    budget = rules.budget if rules else 0
    over = sum(n for count, ways, n in awake if rules and count + ways > budget)
    asleep = sum(n for _, ways, quiet, n in rows if ways and quiet)
    return Burden(
        people=sum(had.values()),
        had=dict(sorted(had.items())),
        pushed=sum(n for _, ways, _, n in rows if ways),
        over=over,
        quiet=asleep,
        budget=budget,
        digest_at=rules.next_digest(now, rules.quiet) if rules and over else None,
        quiet_until=rules.quiet.ends_after(now) if rules and asleep else None,
    )


def _rows(
    people: PeopleSql, channels: Sequence[str], now: datetime, rules: Attention | None
) -> list[tuple[int, int, bool, int]]:
    """(pushes today, pushes of this message, in quiet hours, people)."""
    meant, params = people
    ways = pushing(list(channels))
    whom, arguments = reached(ways) if ways else (_NOBODY, [])
    quiet = bool(rules and rules.quiet.holds(now))
    at = now.time()
    values: list[Any] = [*params, *arguments, quiet, at, at, at, at, quiet, now.date()]
    sql = _BURDEN.replace("/*people*/", meant).replace("/*reached*/", whom)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [
            (int(had), int(n), bool(sleeps), int(many))
            for had, n, sleeps, many in cursor.fetchall()
        ]


_NOBODY = "SELECT person_id, 0::smallint AS channel FROM people WHERE false"

_BURDEN = """
WITH people AS MATERIALIZED (SELECT person_id FROM (/*people*/) meant),
ways AS MATERIALIZED (
  SELECT person_id, count(*)::int AS n FROM (/*reached*/) r GROUP BY person_id),
own AS (
  SELECT person_id, %s OR CASE WHEN starts < ends THEN %s::time >= starts AND %s::time < ends
                ELSE NOT (%s::time >= ends AND %s::time < starts) END AS quiet
    FROM delivery_quiet_hours)
SELECT coalesce(i.pushes, 0), coalesce(w.n, 0), coalesce(o.quiet, %s), count(*)
  FROM people p
  LEFT JOIN ways w USING (person_id)
  LEFT JOIN own o USING (person_id)
  LEFT JOIN delivery_interruptions i ON i.person_id = p.person_id AND i.day = %s
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
