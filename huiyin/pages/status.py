"""How the product is doing, for its administrator: workers, queue, clock, deliveries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.delivery.models import DeliveryState
from huiyin.kit import clock
from huiyin.ui import zh

FRESH = timedelta(seconds=30)
"""A worker without a heartbeat for longer is taken for dead."""

WRONG = 2.0
"""Seconds by which a machine's clock may be off before it is shown."""

SLOW = timedelta(seconds=60)
"""A job or deadline that waits longer is worth a look."""


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker process and the age of its last sign of life."""

    id: int
    silent: timedelta
    alive: bool

    @property
    def words(self) -> str:
        """How long it has been silent."""
        return zh.duration(self.silent)


@dataclass(frozen=True, slots=True)
class Queue:
    """Jobs by state, and how long the oldest has been waiting."""

    waiting: int
    running: int
    failed: int
    oldest: timedelta
    slow: bool

    @property
    def words(self) -> str:
        """How long the oldest job has waited; empty when none does."""
        return _("最久 %(span)s") % {"span": zh.duration(self.oldest)} if self.waiting else ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The next deadline, and by how much the clock is behind (zero: it is not)."""

    next_at: datetime | None
    behind: timedelta
    due: int
    slow: bool

    @property
    def words(self) -> str:
        """By how much it is behind."""
        return zh.duration(self.behind)


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How many deliveries stand in one state."""

    name: str
    count: int
    bad: bool


def workers() -> list[Worker]:
    """Every worker that the queue knows, the freshest first."""
    return [
        Worker(row[0], row[1], row[1] <= FRESH)
        for row in _all(
            "SELECT id, now() - last_heartbeat FROM procrastinate_workers ORDER BY 2 LIMIT 50"
        )
    ]


def queue() -> Queue:
    """The state of the job queue; ages are the database server's own affair."""
    waiting, running, failed, oldest = _all(_QUEUE)[0]
    age = oldest or timedelta()
    return Queue(waiting, running, failed, age, age > SLOW)


def lateness() -> Clock:
    """How far the clock is behind its deadlines."""
    now = clock.now()
    next_at, due = _all(_CLOCK, [now])[0]
    behind = max(now - next_at, timedelta()) if next_at else timedelta()
    return Clock(next_at, behind, due, behind > SLOW)


@dataclass(frozen=True, slots=True)
class NodeClock:
    """A process, and the seconds by which its machine is ahead of the database."""

    name: str
    off: float

    @property
    def words(self) -> str:
        """``+90.2``: ahead; ``-1.0``: behind."""
        return f"{self.off:+.1f}"


def wrong_clocks() -> list[NodeClock]:
    """The living nodes whose machine's clock somebody should set."""
    return [NodeClock(f"{kind} {name}", off) for kind, name, off in _all(_CLOCKS, [WRONG])]


def deliveries() -> list[Deliveries]:
    """Deliveries by state, over all channels."""
    names = {
        DeliveryState.QUEUED: _("排队"),
        DeliveryState.SENDING: _("发送中"),
        DeliveryState.SENT: _("已发出"),
        DeliveryState.DELIVERED: _("已送达"),
        DeliveryState.RETRY: _("等待重试"),
        DeliveryState.HELD: _("等待汇总"),
        DeliveryState.FAILED: _("失败"),
        DeliveryState.CANCELLED: _("已取消"),
        DeliveryState.UNKNOWN: _("不明"),
    }
    counts = dict(_all("SELECT state, count(*) FROM delivery GROUP BY state"))
    bad = {DeliveryState.FAILED, DeliveryState.UNKNOWN}
    return [
        Deliveries(name, counts.get(state, 0), bool(state in bad and counts.get(state)))
        for state, name in names.items()
    ]


def _all(sql: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


_QUEUE = """
SELECT count(*) FILTER (WHERE j.status = 'todo'), count(*) FILTER (WHERE j.status = 'doing'),
       count(*) FILTER (WHERE j.status = 'failed'),
       max(now() - e.at) FILTER (WHERE j.status = 'todo'
                                   AND (j.scheduled_at IS NULL OR j.scheduled_at <= now()))
  FROM procrastinate_jobs j
  LEFT JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events e
                      WHERE e.job_id = j.id AND e.type IN ('deferred', 'deferred_for_retry')) e ON true
 WHERE j.status IN ('todo', 'doing', 'failed')
"""

# The age of a sign of life is the database server's own affair.
_CLOCKS = """
SELECT kind, name, (facts ->> 'clock')::float8 FROM config_node
 WHERE seen_at > now() - interval '30 s' AND abs((facts ->> 'clock')::float8) > %s
 ORDER BY abs((facts ->> 'clock')::float8) DESC LIMIT 50
"""

_CLOCK = """
SELECT min(next_at), count(*) FILTER (WHERE next_at <= %s) FROM obligation WHERE next_at IS NOT NULL
"""
