"""Sending a range of deliveries so that nothing is said twice and nobody is forgotten.

Before each attempt its row is durably marked ``SENDING`` by this run (``marks``), so after a kill:
``QUEUED`` was never attempted and is sent by the next run; ``SENDING`` of a run whose advisory lock
is free may have been sent and becomes ``UNKNOWN``, never sent again through that channel. Results
stay in memory until the run is concluded, so losing the database loses none of them.
"""

import logging
import secrets
import time
from collections.abc import Iterator

import psycopg
from django.db import DatabaseError, OperationalError, connection

from huiyin.delivery import attention, content, outcomes, owing, reasons, runs, threads
from huiyin.delivery.channel import Outcome, Outgoing, Result, Unreachable
from huiyin.delivery.marks import Marks, Told
from huiyin.delivery.models import DeliveryState
from huiyin.delivery.outcomes import Run
from huiyin.delivery.registry import by_code
from huiyin.directory.models import Person
from huiyin.kit import clock, trail
from huiyin.obligations.models import Notification

PATIENCE = 120
"""Seconds to wait for a database that went away, before the results are given up."""

log = logging.getLogger(__name__)

_LOST = (psycopg.OperationalError, psycopg.InterfaceError, DatabaseError)


class StillOwned(Exception):
    """Another living run holds rows of this range; look again when it has ended."""


def deliver(notification_id: int, first: int, last: int, channel: int) -> None:
    """Send what is queued for people ``first``-``last`` of a notification through ``channel``.

    Safe to repeat and to run twice at once. Raises ``StillOwned`` when somebody else is not done
    yet, and the database's error when it stayed away; the job then runs again.
    """
    notification = Notification.objects.filter(pk=notification_id).first()
    if notification is None:
        return
    way = by_code(channel)
    owned = _bury_dead(Run(0, notification, way, (first, last)))
    while people := attention.admit(
        notification, channel, _claim(notification, channel, first, last)
    ):
        _pass(Run(secrets.randbits(62), notification, way, people))
    attention.give_back(notification.pk, channel, first, last)
    if owned:
        raise StillOwned(f"notification {notification_id}, people {first}-{last}")


def _pass(run: Run) -> None:
    with runs.lock(run.id):
        try:
            message = content.describe(run.notification, run.people)
        except content.NothingToSay:
            outcomes.give_up(run, reasons.NOTHING_TO_SAY)
            return
        with trail.span("delivery", channel=run.channel.name, people=len(run.people)):
            _send(run, message)


def _send(run: Run, message: content.Words) -> None:
    marks = Marks(run.notification, int(run.channel.code), run.id)
    unreachable = ""
    try:
        for result in run.channel.send(_stream(run, marks, message)):
            _take(run, result)
        marks.close()
    except Unreachable as fault:
        unreachable = reasons.told(reasons.UNREACHABLE, str(fault))
        log.warning("channel %s is unreachable: %s", run.channel.name, type(fault).__name__)
        _closed(marks)
    except _LOST:
        log.warning("the database went away while sending; %d results kept", len(run.told))
        _reconnect()
        outcomes.conclude(run)
        raise
    except BaseException:
        _closed(marks)
        outcomes.conclude(run)
        raise
    _conclude(run, unreachable)


def _stream(run: Run, marks: Marks, words: content.Words) -> Iterator[Outgoing]:
    """Hand out one after the other; the next one is marked while this one is being sent."""
    addressees = Person.objects.in_bulk(run.people)
    before = threads.earlier(run.notification, int(run.channel.code), run.people)
    waiting = iter(run.people)
    ahead = next(waiting, None)
    marks.begin(ahead, None)
    while ahead is not None:
        attempt = marks.end()
        current, ahead = ahead, next(waiting, None)
        marks.begin(ahead, next(reversed(run.told.values()), None))
        if attempt is not None:
            run.pulled.add(current)
            run.attempts[current] = attempt
            message = words if isinstance(words, content.Message) else words[current]
            yield Outgoing(
                run.notification.pk,
                addressees[current],
                message,
                content.link_of(message, run.notification.pk, current),
                before.get(current, ()),
            )


def _take(run: Run, result: Result) -> None:
    """Turn a result into what is written, by the channel's policy of retrying."""
    at = clock.now()
    person, reason = result.person_id, result.reason
    if result.outcome is Outcome.SENT:
        told = Told(person, DeliveryState.SENT, sent_at=at)
    elif result.outcome is Outcome.UNKNOWN:
        told = Told(person, DeliveryState.UNKNOWN, reasons.told(reasons.MAYBE_SENT, reason))
    elif result.outcome is Outcome.FAILED:
        told = Told(person, DeliveryState.FAILED, reason, suspect=result.suspect)
    else:
        wait = run.channel.retry.after(run.attempts[person])
        if wait is None:
            told = Told(person, DeliveryState.FAILED, reasons.told(reasons.GIVEN_UP, reason))
        else:
            next_at = at + max(wait, result.retry_after or wait)
            told = Told(person, DeliveryState.RETRY, reason, next_at=next_at)
    run.told[person] = told


def _conclude(run: Run, unreachable: str) -> None:
    """Write the end of the run, once more after a database that went away just then."""
    try:
        outcomes.conclude(run, unreachable=unreachable)
    except OperationalError:
        _reconnect()
        outcomes.conclude(run, unreachable=unreachable)


def _closed(marks: Marks) -> None:
    try:
        marks.close()
    except psycopg.OperationalError:
        _reconnect()


def _bury_dead(span: Run) -> bool:
    """Tell the end of runs that died in this range; whether one of them is still alive."""
    alive = False
    with connection.cursor() as cursor:
        cursor.execute(_RUNS, span.key)
        dead = [row[0] for row in cursor.fetchall()]
    for run_id in dead:
        with runs.lock(run_id) as free:
            if free:
                outcomes.bury(run_id, span)
            alive = alive or not free
    return alive


def _claim(notification: Notification, channel: int, first: int, last: int) -> list[int]:
    """Who is queued and still owes it; for the others it is cancelled in the same statement."""
    still = owing.condition(
        notification, ping="%(notification)s", cohort="%(obligation)s", person="m.person_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM.replace("/*still*/", still),
            {
                "notification": notification.pk,
                "obligation": notification.obligation_id,
                "channel": channel,
                "first": first,
                "last": last,
                "reason": reasons.NOT_DUE,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def _reconnect() -> None:
    """Get a new connection, waiting for a server that restarts."""
    connection.close()
    for _ in range(PATIENCE * 2):
        try:
            connection.ensure_connection()
        except OperationalError:
            time.sleep(0.5)
        else:
            return
    connection.ensure_connection()


_RUNS = """
SELECT DISTINCT run FROM delivery WHERE notification_id = %s AND channel = %s
   AND person_id BETWEEN %s AND %s AND run IS NOT NULL
"""

_CLAIM = """
WITH mine AS MATERIALIZED (
  SELECT person_id FROM delivery
   WHERE notification_id = %(notification)s AND channel = %(channel)s
     AND person_id BETWEEN %(first)s AND %(last)s AND state = 0
   ORDER BY person_id FOR UPDATE SKIP LOCKED),
owing AS MATERIALIZED (
  SELECT m.person_id FROM mine m WHERE /*still*/),
cancelled AS (
  UPDATE delivery d SET state = 6, reason = %(reason)s FROM mine m
   WHERE d.notification_id = %(notification)s AND d.channel = %(channel)s
     AND d.person_id = m.person_id AND m.person_id NOT IN (SELECT person_id FROM owing))
SELECT person_id FROM owing ORDER BY 1
"""
