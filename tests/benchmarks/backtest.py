"""A draft tried on a history of so many events, beside a bare pass over the same ledger rows."""

import json
import random
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from huiyin.core.engine import CLOCK
from huiyin.core.event import Event, Fact
from huiyin.core.replay.history import OPENED, STOOD, Case, Moment
from huiyin.core.replay.playing import Side
from huiyin.core.replay.world import World
from huiyin.insight.backtest import ground
from huiyin.insight.backtest.actions import prepare
from huiyin.insight.backtest.computing import compute
from huiyin.kit import clock
from huiyin.kit.digest import canonical
from huiyin.kit.ids import new_id
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from tests.benchmarks import sizes, world

FIRST, LAST = date(2026, 1, 5), date(2026, 6, 30)
SIZES = (12, 20, 35, 60, 90, 150, 300)
URGENCY = ("routine", "routine", "important", "important", "urgent")
OLD, NEW = 'within = "1h"', 'within = "2h"'

BARE = "SELECT body FROM ledger_entry WHERE at >= %s AND at <= %s ORDER BY subject, id"
FILL = """
INSERT INTO ledger_entry (at, kind, subject, body)
SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::uuid[], %s::text[])
"""


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """One line: seconds for the whole, events a second, the share of a bare pass."""
    events = size.of(tiny=1_000, quick=20_000, full=100_000)
    world.populate(10_000)
    with clock.frozen(datetime(2026, 7, 1, tzinfo=UTC)):
        _version_from_the_beginning()
        History(random.Random(7)).fill(events)  # noqa: S311 - the same history each time
        source = in_force.shipped_source().replace(OLD, NEW)
        run = prepare(source, first=FIRST, last=LAST)
        begun = time.perf_counter()
        found, first_hash = compute(run, lambda _share: None)
        seconds = time.perf_counter() - begun
        second = compute(run, lambda _share: None)[1]
        bare = world.measure(lambda: _bare(run.until))
    counts: dict[str, int] = found["counts"]  # type: ignore[assignment]
    yield {
        "name": f"backtest of {counts['entries']} events",
        "value": round(seconds, 2),
        "unit": "s",
        "limit": round(bare.wall, 2),
        "ratio": round(bare.wall / seconds, 3),
        "events_a_second": round(counts["entries"] / seconds),
        "differences": counts["differences"],
        "same_hash": first_hash == second,
    }


def _version_from_the_beginning() -> None:
    PolicyVersion.objects.update(in_force_from=datetime(2026, 1, 1, tzinfo=UTC))
    in_force.forget()


def _bare(until: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [ground.beginning(FIRST), until])
        for row in cursor.fetchall():
            json.loads(row[0])


class History:
    """Notices of half a year as the product would have recorded them, written in bulk."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.rows: list[tuple[datetime, str, str, str]] = []
        self.cohorts = 0
        run = prepare(in_force.shipped_source(), first=FIRST, last=LAST)
        self.world: World = ground.world_of(run)
        self.people = sorted(self.world.departments, key=int)[:600]

    def fill(self, events: int) -> None:
        """Write cases until there are so many entries."""
        while len(self.rows) < events:
            self._case()
        rows = self.rows[:]
        with connection.cursor() as cursor:
            for place in range(0, len(rows), 5000):
                part = rows[place : place + 5000]
                cursor.execute(FILL, [list(column) for column in zip(*part, strict=True)])

    def _case(self) -> None:
        case = Case(str(new_id()))
        side = Side(self.world, case, drafted=False)
        start = ground.beginning(FIRST) + timedelta(
            days=self.chance.randrange(170), minutes=self.chance.randrange(9 * 60, 18 * 60)
        )
        to = self.chance.sample(self.people, self.chance.choice(SIZES))
        initiator = to.pop()
        facts = {
            "initiator": initiator,
            "urgency": self.chance.choice(URGENCY),
            "classification": "internal",
            "confirm": "acknowledge",
            "has_reply_by": False,
        }
        published = Event("notices.published", case.subject, start, int(initiator), facts)
        roles = {"recipients": tuple(to), "key_people": ()}
        self._happen(side, Moment(published, roles=roles))
        for at, kind, person in sorted(self._acts(start, to)):
            self._look(side, at)
            proof = "PAGE_OPENED" if kind == "receipts.received" else "BUTTON"
            told: dict[str, Fact] = {"person": person, "proof": proof, "channel": "INBOX"}
            self._happen(side, Moment(Event(kind, case.subject, at, person, told)))
        self._look(side, start + timedelta(days=10))

    def _acts(self, start: datetime, to: list[Any]) -> Iterator[tuple[datetime, str, int]]:
        for person in to:
            if self.chance.random() < 0.04:
                continue
            at = start + timedelta(seconds=int(60 * self.chance.lognormvariate(3.4, 1.3)))
            yield at, "receipts.received", person
            yield at + timedelta(seconds=self.chance.randrange(5, 600)), "notices.confirmed", person

    def _look(self, side: Side, until: datetime) -> None:
        while (at := side.book.next_look()) is not None and at <= until:
            self._happen(side, Moment(Event(CLOCK, side.case.subject, at)))

    def _happen(self, side: Side, moment: Moment) -> None:
        event = moment.event
        self._write(event, {"actor": event.actor, "facts": dict(event.facts)}, event.kind)
        side.happen(moment, 0)
        asked = set()
        for key in side.opened[-1][1]:
            entry = side.book.entries[key]
            self.cohorts += 1
            asked.add(entry.bearers)
            cohort = entry.cohort
            told = {
                "cohort": self.cohorts,
                "rule": cohort.rule,
                "policy_version": cohort.policy_version,
                "verb": cohort.verb,
                "role": entry.bearers,
                "due_at": cohort.due_at,
                "parent": cohort.parent,
            }
            self._manifest(event, OPENED, told, list(entry.rows))
        for role, people in moment.roles.items():
            if role not in asked:
                self._manifest(event, STOOD, {"role": role, "on": event.kind}, list(people))

    def _manifest(self, event: Event, kind: str, facts: dict[str, Any], people: list[Any]) -> None:
        self._write(event, {"actor": None, "facts": facts, "people": people}, kind)

    def _write(self, event: Event, more: dict[str, Any], kind: str) -> None:
        content = {"v": 1, "kind": kind, "at": event.at, "subject": event.subject, **more}
        self.rows.append((event.at, kind, event.subject, canonical(content)))
