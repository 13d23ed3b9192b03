"""Whom a push may interrupt now: one budget a day and one quiet time for all channels (Z13).

Asked when a batch is claimed for sending, never at fan-out. Whoever is over the budget or inside
quiet hours is *held*: ``digest`` lets go. The inbox shows everything at once, whatever is held.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from huiyin.core.attention import Attention, Quiet
from huiyin.core.event import Fact
from huiyin.core.policy import fits
from huiyin.delivery import reasons
from huiyin.delivery.content import scenario_of
from huiyin.delivery.models import DeliveryState, Interruptions, QuietHours
from huiyin.delivery.owing import DIGEST
from huiyin.kit import clock
from huiyin.obligations.models import Notification, Obligation
from huiyin.policies import in_force

OVERRIDE = "override"
"""The fact that lets a case through, whatever the budget says; its reason is in the ledger."""

KEPT = timedelta(days=90)
"""For how long it stays known how often somebody was interrupted."""

Facts = Callable[[Notification], Mapping[str, Fact]]

_facts: dict[str, Facts] = {}
_ANY = ""


def register(scenario: str, facts: Facts) -> None:
    """Let ``facts(notification)`` say what the exemptions of the regulation are asked about.

    An empty ``scenario`` stands for every one that says nothing of its own.
    """
    _facts[scenario] = facts


def today() -> date:
    """The day that is counted: of the organisation's zone."""
    return timezone.localdate(clock.now())


def is_exempt(rules: Attention, facts: Mapping[str, Fact]) -> bool:
    """Whether a case with ``facts`` is never held: its class allows it, or it was overridden."""
    return facts.get(OVERRIDE) is True or any(fits(row, facts) for row in rules.exempt)


def admit(notification: Notification, channel: int, people: list[int]) -> list[int]:
    """Those of ``people`` (queued, and still to be told) who may be interrupted now.

    They are counted, once per delivery and day; the others are held, in one transaction.
    """
    rules = in_force.current().attention
    if rules is None or not people:
        return people
    batch = _Batch(notification, channel, rules)
    with transaction.atomic():
        if is_exempt(rules, facts_of(notification)):
            return batch.count(people, limit=None)
        return batch.admit(people)


def facts_of(notification: Notification) -> Mapping[str, Fact]:
    """What the scenario says of the case, or what is known of any case."""
    speak = _facts.get(scenario_of(notification)) or _facts.get(_ANY)
    return speak(notification) if speak else {}


def give_back(notification_id: int, channel: int, first: int, last: int) -> None:
    """What was counted and then not sent (failed, cancelled, held) interrupted nobody."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, [notification_id, channel, first, last])


def forget() -> int:
    """Drop the counts of days that nobody asks about any more; how many."""
    old = Interruptions.objects.filter(day__lt=today() - KEPT)
    return old.delete()[0]


def quiet_hours(rules: Attention, people: Sequence[int]) -> dict[int, Quiet]:
    """The own quiet hours of those of ``people`` who have some that still cover the clause's."""
    rows = QuietHours.objects.filter(person_id__in=people)
    own = {row.person_id: Quiet(row.starts, row.ends) for row in rows}
    return {person: quiet for person, quiet in own.items() if quiet.covers(rules.quiet)}


class _Batch:
    """One claimed batch under the rules in force."""

    def __init__(self, notification: Notification, channel: int, rules: Attention) -> None:
        self._key = {"notification": notification.pk, "channel": channel}
        self._cohort = notification.obligation_id
        self._digest = notification.purpose == DIGEST
        self._rules = rules
        self._now = timezone.localtime(clock.now())

    def admit(self, people: list[int]) -> list[int]:
        """Hold the quiet and those over the budget; the others, counted."""
        own = quiet_hours(self._rules, people)
        of = {person: own.get(person, self._rules.quiet) for person in people}
        quiet = {
            who: each.ends_after(self._now) for who, each in of.items() if each.holds(self._now)
        }
        self._hold(quiet, reasons.QUIET)
        rest = [person for person in people if person not in quiet]
        if self._digest:
            return rest
        admitted = self.count(rest, limit=self._rules.budget)
        over = set(rest).difference(admitted)
        if not over:
            return admitted
        due = self._due()
        later = {who: self._rules.release(self._now, of[who], due) for who in over}
        urgent = [who for who in over if later[who] <= self._now]
        self._hold({who: later[who] for who in over.difference(urgent)}, reasons.OVER_BUDGET)
        return sorted([*admitted, *self.count(sorted(urgent), limit=None)])

    def count(self, people: list[int], *, limit: int | None) -> list[int]:
        """Count one push for each of ``people`` who has had fewer than ``limit`` today; for whom.

        Who was counted for this very delivery today is not counted again.
        """
        if not people:
            return []
        values = {**self._key, "people": people, "day": self._now.date(), "limit": limit}
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, values)
            return [row[0] for row in cursor.fetchall()]

    def _due(self) -> datetime | None:
        rows = Obligation.objects.filter(pk=self._cohort).values_list("due_at", flat=True)
        return next(iter(rows), None)

    def _hold(self, until: Mapping[int, datetime], reason: str) -> None:
        if not until:
            return
        state = DeliveryState.RETRY if self._digest else DeliveryState.HELD
        columns = {"people": list(until), "until": list(until.values())}
        values: dict[str, Any] = {**self._key, **columns, "state": int(state), "reason": reason}
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, values)
        give_back(self._key["notification"], self._key["channel"], min(until), max(until))


_COUNT = """
WITH mine AS MATERIALIZED (
  SELECT person_id, counted_on IS NOT DISTINCT FROM %(day)s AS counted FROM delivery
   WHERE notification_id = %(notification)s AND channel = %(channel)s
     AND person_id = ANY(%(people)s::bigint[]) AND state = 0 ORDER BY person_id FOR UPDATE),
room AS (
  INSERT INTO delivery_interruptions AS i (person_id, day, pushes)
  SELECT person_id, %(day)s, 1 FROM mine WHERE NOT counted ORDER BY person_id
      ON CONFLICT (person_id, day) DO UPDATE SET pushes = i.pushes + 1
       WHERE %(limit)s::int IS NULL OR i.pushes < %(limit)s::int
  RETURNING person_id),
counted AS (
  UPDATE delivery d SET counted_on = %(day)s FROM room r
   WHERE d.notification_id = %(notification)s AND d.channel = %(channel)s
     AND d.person_id = r.person_id)
SELECT person_id FROM mine WHERE counted UNION ALL SELECT person_id FROM room ORDER BY 1
"""

_HOLD = """
UPDATE delivery d SET state = %(state)s, next_at = t.until, reason = %(reason)s
  FROM unnest(%(people)s::bigint[], %(until)s::timestamptz[]) AS t (person, until)
 WHERE d.notification_id = %(notification)s AND d.channel = %(channel)s
   AND d.person_id = t.person AND d.state = 0
"""

_GIVE_BACK = """
WITH mine AS MATERIALIZED (
  SELECT notification_id, person_id, channel, counted_on FROM delivery
   WHERE notification_id = %s AND channel = %s AND person_id BETWEEN %s AND %s
     AND counted_on IS NOT NULL AND state IN (5, 6, 8) FOR UPDATE),
freed AS (
  UPDATE delivery d SET counted_on = NULL FROM mine m WHERE d.notification_id = m.notification_id
     AND d.person_id = m.person_id AND d.channel = m.channel),
counters AS MATERIALIZED (
  SELECT i.person_id, i.day FROM delivery_interruptions i JOIN mine m
      ON m.person_id = i.person_id AND m.counted_on = i.day
   ORDER BY i.person_id FOR UPDATE OF i)
UPDATE delivery_interruptions i SET pushes = i.pushes - 1 FROM counters c
 WHERE i.person_id = c.person_id AND i.day = c.day
"""
