"""A rule fired: one cohort, its bearers, its roll-up, its record and its ping, set by set."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db import connection

from huiyin.core import route
from huiyin.core.event import Event
from huiyin.core.evidence import Channel, Evidence
from huiyin.core.obligation import Open
from huiyin.directory.absence import delegates_sql
from huiyin.directory.heads import head_of_sql
from huiyin.kit import digest, live
from huiyin.ledger import book
from huiyin.obligations import notify
from huiyin.obligations.apart import Part, apart
from huiyin.obligations.roles import NOBODY, PeopleSql, Sets, person_of, resolve
from huiyin.obligations.within import within
from huiyin.policies import in_force

FEW = 50
"""Up to so many bearers are named one by one to open pages."""

STAND_INS = "stand_ins"
"""The fact by which a case names who acts for whom."""

CLOCK = "huiyin_clock"
"""The NOTIFY channel that tells the clock of a new deadline."""


def open_cohort(change: Open, event: Event, sets: Sets) -> int | None:
    """Open what ``change`` asks; ``None`` when that cohort exists already (done twice is once)."""
    if sets.get(change.bearers) is NOBODY:
        return None
    people = partial(resolve, change.bearers, event, sets, change.parent, change.rule)
    bound = partial(_bound, change, people)
    opened = [_open_part(part, event) for part in apart(change, bound)]
    return next((cohort for cohort in opened if cohort is not None), None)


def _bound(change: Open, people: Callable[[], PeopleSql]) -> PeopleSql:
    return within(change.reach, people())


def _open_part(part: Part, event: Event) -> int | None:
    change = part.change
    cohort = _insert_cohort(part, event)
    if cohort is None:
        return None
    if change.bearers == "head_of(bearer)" and change.parent is not None:
        name_overseers(change.parent)
    total = _insert_bearers(cohort, part, event)
    if not total:
        _drop(cohort)
        return None
    _write_down(cohort, change, event)
    notify.ping(cohort, 0, "announce", event.at)
    _tell_pages(cohort, total)
    if change.next_at is not None:
        live.wake(CLOCK)
    return cohort


def _insert_cohort(part: Part, event: Event) -> int | None:
    change = part.change
    parameters: dict[str, Any] = {
        "subject": change.subject,
        "rule": change.rule,
        "part": change.part,
        "needs": change.needs,
        "clause": change.rule.partition("/")[0],
        "policy": change.policy_version,
        "verb": change.verb,
        "role": change.bearers,
        "beneficiary": person_of(change.beneficiary, event),
        "met_by": change.met_by,
        "excused_by": change.excused_by,
        "born_at": change.born_at,
        "due_at": change.due.at if change.due else None,
        "provisional": bool(change.due and change.due.provisional),
        "derivation": digest.canonical(list(change.due.why) if change.due else []),
        "next_at": change.next_at,
        "parent": change.parent,
        "calendar": part.calendar,
        "counted_from": change.timing.counted if change.timing else change.born_at,
        "channels": digest.canonical(_channels(change, event)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COHORT, parameters)
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _channels(change: Open, event: Event) -> list[str]:
    """What the matrix gives; a rung of a ladder (it has a parent) inherits in SQL."""
    if change.parent is not None:
        return []
    policy = in_force.version(change.policy_version)
    facts = {**event.facts, "audience": change.bearers}
    return list(route.channels(policy, facts).channels)


def _insert_bearers(cohort: int, part: Part, event: Event) -> int:
    people, people_params = part.people()
    delegates, delegate_params = _delegates(event)
    sql = _BEARERS.format(people=people, delegates=delegates)
    fixed: list[Any] = [cohort, Evidence.DELIVERED, Channel.INBOX, part.change.born_at]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*fixed, *people_params, *delegate_params])
        cursor.execute(_ROLL_UP, {"cohort": cohort})
        return int(cursor.fetchone()[0])


def _delegates(event: Event) -> tuple[str, Sequence[Any]]:
    """Who stands in for whom; nobody does in a confidential matter.

    A case that seats its own people says so itself: the fact ``stand_ins`` lists ``bearer:delegate``.
    """
    named = event.facts.get(STAND_INS)
    if isinstance(named, tuple):
        pairs = [[int(number) for number in pair.split(":")] for pair in named]
        people, stand_ins = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        return _NAMED_DELEGATES, (people, stand_ins)
    if event.facts.get("classification") == "confidential":
        return "SELECT NULL::bigint AS person_id, NULL::bigint AS delegate_id", ()
    return delegates_sql(event.at)


def _tell_pages(cohort: int, total: int) -> None:
    """Open pages of the bearers look at their counters again; of many, each after a while."""
    if total > FEW:
        live.announce(live.EVERYBODY)
        return
    with connection.cursor() as cursor:
        cursor.execute(_WHO, {"cohort": cohort})
        live.announce(*(f"person:{row[0]}" for row in cursor.fetchall()))


def name_overseers(parent: int) -> None:
    """Write down whose head looks after whom among the open bearers of ``parent``."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERSEERS.format(heads=head_of_sql()), [parent])


def _drop(cohort: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM obligation WHERE id = %s", [cohort])


def _write_down(cohort: int, change: Open, event: Event) -> None:
    facts = {
        "cohort": cohort,
        "rule": change.rule,
        "policy_version": change.policy_version,
        "verb": change.verb,
        "role": change.bearers,
        "due_at": change.due.at if change.due else None,
        "parent": change.parent,
    } | ({"part": change.part} if change.part else {})
    book.append_manifest(
        "obligations.opened",
        change.subject,
        event.at,
        facts,
        "SELECT person_id, department_id FROM obligation_bearer WHERE obligation_id = %s",
        [cohort],
        placed=True,
    )


_NAMED_DELEGATES = """
SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS n (person_id, delegate_id)
"""

_COHORT = """
INSERT INTO obligation
       (subject, rule, part, needs, clause, policy_version, verb, bearer_role, beneficiary, met_by,
        excused_by, born_at, due_at, provisional, derivation, next_at, step, total, parent, calendar,
        counted_from, channels)
SELECT  %(subject)s, %(rule)s, %(part)s, %(needs)s, %(clause)s, %(policy)s, %(verb)s, %(role)s,
        coalesce(%(beneficiary)s::bigint,
                 (SELECT beneficiary FROM obligation
                   WHERE id = %(parent)s AND %(role)s <> 'initiator'),
                 (SELECT max(beneficiary) FROM obligation
                   WHERE subject = %(subject)s AND rule = %(rule)s AND part = %(part)s
                     AND parent IS NULL)),
        %(met_by)s, %(excused_by)s, %(born_at)s, %(due_at)s, %(provisional)s, %(derivation)s,
        %(next_at)s, 0, 0, %(parent)s, %(calendar)s, %(counted_from)s,
        coalesce((SELECT channels FROM obligation WHERE id = %(parent)s), %(channels)s::jsonb)
 WHERE %(parent)s::bigint IS NULL
    OR EXISTS (SELECT 1 FROM obligation_bearer WHERE obligation_id = %(parent)s AND state = 0)
    ON CONFLICT ON CONSTRAINT obligation_opens_once DO NOTHING
RETURNING id
"""

_BEARERS = """
INSERT INTO obligation_bearer
       (obligation_id, person_id, department_id, state, evidence, channel, evidence_at, delegate_id)
SELECT %s, s.person_id, s.department_id, 0, %s, %s, %s, d.delegate_id
  FROM ({people}) s LEFT JOIN ({delegates}) d ON d.person_id = s.person_id
 ORDER BY s.person_id
"""

_ROLL_UP = """
WITH rolled AS (
  INSERT INTO obligation_coverage (obligation_id, department_id, total, opened, met, late, excused)
  SELECT obligation_id, department_id, count(*), 0, 0, 0, 0
    FROM obligation_bearer WHERE obligation_id = %(cohort)s GROUP BY 1, 2
  RETURNING obligation_id, department_id, total),
told AS (
  INSERT INTO obligation_coverage_delta (obligation_id, department_id)
  SELECT r.obligation_id, r.department_id
    FROM rolled r JOIN obligation o ON o.id = r.obligation_id AND o.parent IS NULL)
UPDATE obligation SET total = (SELECT coalesce(sum(total), 0) FROM rolled)
 WHERE id = %(cohort)s RETURNING total
"""

_WHO = """
SELECT person_id FROM obligation_bearer WHERE obligation_id = %(cohort)s
UNION SELECT delegate_id FROM obligation_bearer
       WHERE obligation_id = %(cohort)s AND delegate_id IS NOT NULL
"""

_OVERSEERS = """
UPDATE obligation_bearer b SET overseer_id = h.head_id
  FROM ({heads}) h
 WHERE h.person_id = b.person_id AND b.obligation_id = %s AND b.state = 0
"""
