"""The door: everything that happens enters here, and nowhere else (design 1).

One transaction holds the ledger entry, what the policy makes of it, and the jobs that follow.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from huiyin.core import engine
from huiyin.core.event import Event
from huiyin.core.obligation import Change, Open
from huiyin.kit import jobs, live
from huiyin.ledger import book
from huiyin.obligations import guards
from huiyin.obligations.apply import apply
from huiyin.obligations.book import SqlBook
from huiyin.obligations.roles import PeopleSql, Sets
from huiyin.policies import in_force
from huiyin.worktime import calendars

STOOD = "roles.stood"
"""The ledger entry that names who stood for a role of a case, nobody being asked."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ledger entry of an event, and how many changes followed from it."""

    entry: int
    changes: int


def record(
    event: Event, *, sets: Sets | None = None, private: Mapping[str, str] | None = None
) -> Recorded:
    """Write down that ``event`` happened, and let the policy in force act on it.

    ``guards.Refused`` when a condition of the policy stops it: nothing is written then.
    ``sets`` gives the case's roles (``recipients``) as SQL over people; ``private`` are values
    that the ledger keeps as salted commitments only. All or nothing, in the caller's transaction
    or one of its own.
    """
    with transaction.atomic():
        passed = guards.check(event)
        entry = book.append(
            event.kind,
            event.subject,
            event.at,
            event.actor,
            dict(event.facts),
            private=dict(private or {}),
        )
        guards.write_down(event, passed)
        changes = engine.decide(in_force.version, SqlBook(), event, calendars.held().organisation)
        frozen = _frozen(sets or {}, changes)
        done = apply(changes, event, frozen)
        _write_roles(event, frozen, done)
        react(event, *sorted({f"owed.{c.verb}" for c in changes if isinstance(c, Open)}))
        live.announce(f"case:{event.subject}")
    return Recorded(entry, len(done))


def record_batch(
    kind: str, subject: str, at: datetime, person_ids: Sequence[int], facts: Mapping[str, Any]
) -> None:
    """Write down a machine's act on many people as manifests; no rule waits for such events."""
    with transaction.atomic():
        book.append_manifest(
            kind,
            subject,
            at,
            dict(facts),
            "SELECT unnest(%s::bigint[]) AS person_id",
            [list(person_ids)],
        )
        live.announce(f"case:{subject}")


def wanted(kind: str) -> list[str]:
    """The jobs that installed rooms want after an event of ``kind`` (``AppConfig.reactions``).

    ``owed.<verb>`` stands for a rule that made somebody owe ``verb``.
    """
    rooms = (getattr(config, "reactions", {}) for config in apps.get_app_configs())
    return [reactions[kind] for reactions in rooms if kind in reactions]


def react(event: Event, *owed: str) -> None:
    """Defer the jobs that are wanted after ``event`` and after the duties that it opened."""
    for kind in (event.kind, *owed):
        for job in wanted(kind):
            jobs.defer(job, subject=event.subject)


def _write_roles(event: Event, sets: Sets, done: Sequence[Change]) -> None:
    """Who stood for the roles that nobody was asked in: another regulation might have (Z02).

    A role for which nobody stood is named too, in an entry without people. Where departments have
    rules of their own no single duty names everybody.
    """
    asked = {each.bearers for each in done if isinstance(each, Open) and not each.reach}
    for role, (sql, params) in sets.items():
        if role not in asked:
            people = f"SELECT person_id FROM ({sql}) p"  # noqa: S608 - SQL of our own
            facts = {"role": role, "on": event.kind}
            if not book.append_manifest(STOOD, event.subject, event.at, facts, people, params):
                book.append(STOOD, event.subject, event.at, None, facts)


def _frozen(sets: Sets, changes: Sequence[Change]) -> Sets:
    """Resolve what several rules ask for once, so that they bind the very same people."""
    asked = Counter(change.bearers for change in changes if isinstance(change, Open))
    return {
        role: freeze(people, f"frozen_{role}") if asked[role] > 1 else people
        for role, people in sets.items()
    }


def freeze(people: PeopleSql, name: str = "frozen_people") -> PeopleSql:
    """Resolve a set once, in a temporary table that ends with this transaction."""
    sql, params = people
    table = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(f"CREATE TEMP TABLE {table} ON COMMIT DROP AS {sql}", params)
    return f"SELECT person_id, department_id FROM {table}", []  # noqa: S608 - quoted name
