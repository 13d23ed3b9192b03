"""What came of a run, written down: states, the ledger's manifests, the way on after a failure.

One transaction per run. ``delivery.run`` stays set until then, so that a run that died is told to
the end by a later one, exactly once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction

from huiyin.core.evidence import Channel as Code
from huiyin.delivery import digest, expand, reasons
from huiyin.delivery.channel import Channel
from huiyin.delivery.marks import Told
from huiyin.delivery.models import DeliveryState
from huiyin.delivery.registry import by_code, pushing
from huiyin.kit import clock
from huiyin.obligations.models import Notification
from huiyin.obligations.record import record_batch

_KINDS = {
    DeliveryState.SENT: "delivery.sent",
    DeliveryState.FAILED: "delivery.failed",
    DeliveryState.UNKNOWN: "delivery.unknown",
}


@dataclass(slots=True)
class Run:
    """One pass over a key range: who was attempted how often, and what came of it so far.

    For a dead run ``people`` is just the first and the last of the range.
    """

    id: int
    notification: Notification
    channel: Channel
    people: Sequence[int]
    pulled: set[int] = field(default_factory=set)
    attempts: dict[int, int] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)

    @property
    def key(self) -> list[int]:
        """Notification, channel, first and last person: how statements find the range."""
        return [self.notification.pk, int(self.channel.code), min(self.people), max(self.people)]


def conclude(run: Run, *, unreachable: str = "") -> None:
    """Write all that ``run`` knows.

    Marked but never pulled goes back to the queue; pulled without a result may have been sent.
    With ``unreachable`` (a reason) nothing pulled last was handed over, and everybody who is still
    queued waits for the next try.
    """
    with transaction.atomic():
        _write(run)
        _release(run, everything=bool(unreachable))
        _doubt(run)
        if unreachable:
            put_off(run, unreachable, run.channel.retry.waits)
        _account(run)
        suspects = [told.person_id for told in run.told.values() if told.suspect]
        if suspects:
            run.channel.distrust(suspects)


def give_up(run: Run, reason: str) -> None:
    """Nothing can be sent to anybody of ``run``: all of it failed with ``reason``."""
    with transaction.atomic():
        put_off(run, reason, ())
        _account(run)


def bury(run_id: int, run: Run) -> None:
    """Tell the end of a dead run ``run_id``: what it was about to send may have been sent."""
    dead = Run(run_id, run.notification, run.channel, run.people)
    with transaction.atomic():
        _doubt(dead)
        _account(dead)


def put_off(run: Run, reason: str, waits: Sequence[timedelta]) -> None:
    """Everybody of ``run`` who is queued is tried again after their next wait, or has failed."""
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT_OFF,
            [list(waits), clock.now(), reason, run.id, *run.key, list(run.people)],
        )


def bounce(notification: Notification, person_id: int, channel: Code, *, reason: str) -> bool:
    """What had been sent came back; whether that was news. Goes on through the next channel."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BOUNCE, [reason, notification.pk, person_id, int(channel)])
        if not cursor.rowcount:
            return False
        if digest.is_digest(notification):
            for line in digest.said(notification, person_id):
                bounce(line, person_id, channel, reason=reason)
        else:
            _tell(notification, channel, DeliveryState.FAILED, reason, [person_id])
            _go_on(notification, by_code(channel), [person_id])
    return True


def _write(run: Run) -> None:
    rows = list(run.told.values())
    if not rows:
        return
    columns: list[list[object]] = [
        [row.person_id for row in rows],
        [int(row.state) for row in rows],
        [row.sent_at for row in rows],
        [row.next_at for row in rows],
        [row.reason for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*columns, *run.key, run.id])


def _release(run: Run, *, everything: bool) -> None:
    kept = set(run.told) if everything else run.pulled | set(run.told)
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [*run.key, run.id, list(kept)])


def _doubt(run: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DOUBT, [reasons.MAYBE_SENT, *run.key, run.id])


def _account(run: Run) -> None:
    """Free the rows of the run and tell the ledger, set by set, what became of them."""
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNT, [*run.key, run.id])
        rows = cursor.fetchall()
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for person_id, state, reason in rows:
        groups[state, reason].append(person_id)
    for (state, reason), people in sorted(groups.items()):
        if state in _KINDS:
            for ping, told in _said(run, DeliveryState(state), reason, people):
                digest_id = run.notification.pk if ping is not run.notification else None
                _tell(ping, run.channel.code, DeliveryState(state), reason, told, digest_id)
                if state == DeliveryState.FAILED:
                    _go_on(ping, run.channel, told)


def _said(
    run: Run, state: DeliveryState, reason: str, people: list[int]
) -> Iterable[tuple[Notification, list[int]]]:
    """What was told to whom: the notification itself, of a digest each that it says."""
    if not digest.is_digest(run.notification):
        return [(run.notification, people)]
    lines = digest.pass_on(run.notification, state, reason, people)
    pings = Notification.objects.in_bulk(list(lines))
    return [(pings[key], told) for key, told in lines.items()]


def _tell(
    notification: Notification,
    channel: Code,
    state: DeliveryState,
    reason: str,
    people: Iterable[int],
    digest_id: int | None = None,
) -> None:
    facts: dict[str, int | str] = {"notification": notification.pk, "channel": channel.name}
    if reason:
        facts["reason"] = reason
    if digest_id is not None:
        facts["digest"] = digest_id
    record_batch(_KINDS[state], str(notification.subject), clock.now(), sorted(people), facts)


def _go_on(notification: Notification, failed: Channel, people: list[int]) -> None:
    """Route ``people`` to the next channel of the matrix; who has none is left with the inbox."""
    names = list(notification.channels)
    rest = names[names.index(failed.name) + 1 :] if failed.name in names else []
    left = people
    for channel in pushing(rest):
        reached = set(expand.add(notification.pk, left, channel))
        left = [person for person in left if person not in reached]
    if left:
        with connection.cursor() as cursor:
            note = reasons.ALSO + reasons.ONLY_INBOX
            cursor.execute(_NOTE, [note, note, notification.pk, int(failed.code), left])


_RANGE = "notification_id = %s AND channel = %s AND person_id BETWEEN %s AND %s"

_WRITE = f"""
UPDATE delivery d
   SET state = t.state, sent_at = t.sent_at, next_at = t.next_at, reason = t.reason
  FROM unnest(%s::bigint[], %s::smallint[], %s::timestamptz[], %s::timestamptz[], %s::text[])
    AS t (person, state, sent_at, next_at, reason)
 WHERE {_RANGE} AND d.person_id = t.person AND d.run = %s AND d.state IN (1, 7)
"""  # noqa: S608 - fixed text

_RELEASE = f"""
UPDATE delivery SET state = 0, attempts = attempts - 1, run = NULL
 WHERE {_RANGE} AND run = %s AND state IN (1, 7) AND NOT (person_id = ANY(%s::bigint[]))
"""  # noqa: S608 - fixed text

_DOUBT = f"""
UPDATE delivery SET state = 7, reason = %s WHERE {_RANGE} AND run = %s AND state = 1
"""  # noqa: S608 - fixed text

_PUT_OFF = f"""
WITH given AS (
  SELECT %s::interval[] AS waits, %s::timestamptz AS at, %s::text AS reason, %s::bigint AS run)
UPDATE delivery d
   SET attempts = attempts + 1, reason = g.reason, run = g.run,
       state = CASE WHEN attempts < cardinality(g.waits) THEN 4 ELSE 5 END,
       next_at = g.at + g.waits[attempts + 1]
  FROM given g WHERE {_RANGE} AND state = 0 AND person_id = ANY(%s::bigint[])
"""  # noqa: S608 - fixed text

_ACCOUNT = f"""
UPDATE delivery SET run = NULL WHERE {_RANGE} AND run = %s AND state <> 1
RETURNING person_id, state, reason
"""  # noqa: S608 - fixed text

_BOUNCE = """
UPDATE delivery SET state = 5, reason = %s
 WHERE notification_id = %s AND person_id = %s AND channel = %s AND state IN (2, 3, 7)
"""

_NOTE = """
UPDATE delivery SET reason = left(reason, 300 - length(%s)) || %s
 WHERE notification_id = %s AND channel = %s AND person_id = ANY(%s::bigint[])
"""
