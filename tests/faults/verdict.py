"""What must hold after everything: asked in SQL of its own, not through the product's code."""

import re
from collections import Counter
from dataclasses import dataclass

from tests.faults.instance import Instance
from tests.faults.sink import Sink

SENT, DELIVERED, CANCELLED, UNKNOWN = 2, 3, 6, 7
FINAL = frozenset({SENT, DELIVERED, CANCELLED, UNKNOWN})
_NAME = re.compile(r"<n\.(\d+)\.(\d+)@")


@dataclass(frozen=True, slots=True)
class Mails:
    """How the deliveries ended; ``doubtful_taken`` of the unknown ones did reach the sink."""

    states: Counter[int]
    doubtful_taken: int


def is_over(instance: Instance) -> bool:
    """Whether nothing is left to do: deliveries, runs, jobs, roll-up, seals."""
    return not instance.one(_OPEN)


def check_duties(instance: Instance, notice: str, rules: int, recipients: str) -> None:
    """Everybody whom ``recipients`` (SQL for person ids) means owes once per rule; nobody else."""
    meant = {row[0] for row in instance.rows(recipients)}
    cohorts = instance.rows(_COHORTS, notice)
    assert len({rule for _, rule, _ in cohorts}) == len(cohorts) == rules, cohorts
    for cohort, rule, total in cohorts:
        people = Counter(row[0] for row in instance.rows(_BEARERS, cohort))
        assert set(people) == meant, rule
        assert max(people.values()) == 1, rule
        assert total == len(meant), rule
        assert instance.one(_PINGS, cohort) == 1
    assert instance.one(_PUBLISHED, notice) == 1, "the ledger knows of another publishing"


def check_mails(instance: Instance, sink: Sink, notice: str) -> Mails:
    """Nobody was written to twice, nobody silently left out."""
    taken = sink.taken()
    assert [name for name, times in taken.items() if times > 1] == []
    told = {tuple(map(int, match.groups())) for name in taken if (match := _NAME.match(name))}
    assert len(told) == len(taken), "a mail that is no delivery"
    rows = instance.rows(_DELIVERIES, notice)
    states = {(row[0], row[1]): row[2] for row in rows}
    assert set(states.values()) <= FINAL, Counter(states.values())
    sent = {key for key, state in states.items() if state in (SENT, DELIVERED)}
    unknown = {key for key, state in states.items() if state == UNKNOWN}
    assert sent - told == set(), "said to be sent, but never taken"
    assert {key for key in told if key in states} - sent - unknown == set(), "taken, not said"
    assert all(row[3] for row in rows if row[2] in (CANCELLED, UNKNOWN)), "without a reason"
    cancelled = [row for row in rows if row[2] == CANCELLED]
    assert all(row[4] for row in cancelled), "cancelled for somebody who still owes"
    return Mails(Counter(states.values()), len(unknown & told))


def check_everybody_is_written_to(instance: Instance, notice: str) -> None:
    """Each bearer has a delivery for each ping (all of them have a mailbox)."""
    assert instance.rows(_FORGOTTEN, notice) == []


def check_confirmations(instance: Instance, notice: str, acknowledged: list[int]) -> None:
    """What somebody was told is kept, with its entry in the ledger, once."""
    met = {row[0] for row in instance.rows(_MET, notice)}
    assert set(acknowledged) - met == set(), "acknowledged and lost"
    written = Counter(row[0] for row in instance.rows(_CONFIRMED, notice))
    assert set(written) == met
    assert max(written.values(), default=1) == 1


def check_ledger_of_mails(instance: Instance, notice: str, mails: Mails) -> None:
    """The ledger tells of as many sent and unknown mails as there are rows."""
    told = dict(instance.rows(_TOLD, notice))
    sent = mails.states[SENT] + mails.states[DELIVERED]
    assert told.get("delivery.sent", 0) == sent
    assert told.get("delivery.unknown", 0) == mails.states[UNKNOWN]


_OPEN = """
SELECT (SELECT count(*) FROM delivery WHERE state IN (0, 1, 4, 8) OR run IS NOT NULL)
     + (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))
     + (SELECT count(*) FROM obligation_coverage_delta) + (SELECT count(*) FROM ledger_queue)
"""
_COHORTS = "SELECT id, rule, total FROM obligation WHERE subject = %s AND parent IS NULL"
_BEARERS = "SELECT person_id FROM obligation_bearer WHERE obligation_id = %s"
_PINGS = "SELECT count(*) FROM obligation_notification WHERE obligation_id = %s"
_PUBLISHED = "SELECT count(*) FROM ledger_entry WHERE subject = %s AND kind = 'notices.published'"
_DELIVERIES = """
SELECT d.notification_id, d.person_id, d.state, d.reason, b.state <> 0
  FROM delivery d JOIN obligation_notification n ON n.id = d.notification_id
  JOIN obligation_bearer b ON b.obligation_id = n.obligation_id AND b.person_id = d.person_id
 WHERE n.subject = %s
"""
_FORGOTTEN = """
SELECT n.id, b.person_id FROM obligation_notification n
  JOIN obligation_bearer b ON b.obligation_id = n.obligation_id
 WHERE n.subject = %s AND NOT EXISTS (
       SELECT FROM delivery d WHERE d.notification_id = n.id AND d.person_id = b.person_id)
 LIMIT 5
"""
_MET = """
SELECT DISTINCT b.person_id FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.met_by = 'notices.confirmed' AND b.state IN (1, 2)
"""
_CONFIRMED = """
SELECT (body::jsonb -> 'facts' ->> 'person')::bigint FROM ledger_entry
 WHERE subject = %s AND kind = 'notices.confirmed'
"""
_TOLD = """
SELECT kind, sum((body::jsonb ->> 'count')::int)::int FROM ledger_entry
 WHERE subject = %s AND kind LIKE 'delivery.%%' GROUP BY kind
"""
