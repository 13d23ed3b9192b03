"""The figures that the database knows, each asked by one short question."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from prometheus_client.core import GaugeMetricFamily, Metric

from huiyin.core.evidence import Channel
from huiyin.delivery.models import DeliveryState
from huiyin.kit import clock

LONGEST = "2s"
"""A question that takes longer is given up: watching must not be what makes the product slow."""

Rows = list[tuple[Any, ...]]


def _ask(sql: str, parameters: list[Any] | None = None) -> Rows:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONGEST])
        cursor.execute(sql, parameters)
        rows: Rows = cursor.fetchall()
    return rows


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"huiyin_{name}", says, value=value)


def _jobs() -> Iterator[Metric]:
    found = GaugeMetricFamily("huiyin_jobs", "Jobs of the queue by state.", labels=["state"])
    for state, count in _ask(_JOBS):
        found.add_metric([state], count)
    yield found
    oldest = _ask(_OLDEST_JOB)[0][0] or timedelta()
    yield _gauge("job_oldest_seconds", "Age of the oldest job that waits.", oldest.total_seconds())
    alive = _ask(_WORKERS)[0][0]
    yield _gauge("workers", "Worker processes with a heartbeat of the last 30 s.", alive)


def _deadlines() -> Iterator[Metric]:
    now = clock.now()
    next_at, due = _ask(_CLOCK, [now])[0]
    behind = max((now - next_at).total_seconds(), 0) if next_at else 0
    yield _gauge(
        "clock_lateness_seconds", "How long the oldest deadline waits to be acted on.", behind
    )
    yield _gauge("clock_due", "Deadlines that passed and wait to be acted on.", due)


def _deliveries() -> Iterator[Metric]:
    found = GaugeMetricFamily(
        "huiyin_deliveries", "Deliveries by channel and state.", labels=["channel", "state"]
    )
    for channel, state, count in _ask(_DELIVERIES):
        found.add_metric([Channel(channel).name.lower(), DeliveryState(state).name.lower()], count)
    yield found


def _ledger() -> Iterator[Metric]:
    size, waiting, deltas, oldest = _ask(_LEDGER)[0]
    yield _gauge("ledger_sealed_entries", "Entries under the newest checkpoint.", size)
    yield _gauge("ledger_waiting_entries", "Entries that wait to be sealed.", waiting)
    age = max((clock.now() - oldest).total_seconds(), 0) if oldest else 0
    yield _gauge("ledger_seal_age_seconds", "How long the oldest entry waits to be sealed.", age)
    yield _gauge(
        "coverage_waiting_deltas", "Acts that wait to be folded into the roll-ups.", deltas
    )


def _nodes() -> Iterator[Metric]:
    found = GaugeMetricFamily(
        "huiyin_nodes",
        "Processes seen in the last 30 s, by kind and version.",
        labels=["kind", "version"],
    )
    pages = GaugeMetricFamily(
        "huiyin_live_clients", "Open pages that listen, by node.", labels=["node"]
    )
    silent = GaugeMetricFamily(
        "huiyin_loop_silent_seconds",
        "Seconds since a loop's last round, the freshest worker's.",
        labels=["loop"],
    )
    for kind, version, count in _ask(_NODES):
        found.add_metric([kind, version], count)
    for name, open_pages in _ask(_PAGES):
        pages.add_metric([name], open_pages)
    for loop, seconds in _ask(_LOOPS):
        silent.add_metric([loop], seconds)
    yield from (found, pages, silent)


def _operators() -> Iterator[Metric]:
    for name, seconds in _ask(_MARKS):
        if name.startswith("backup."):
            yield _gauge(f"{name.replace('.', '_')}_age_seconds", f"Seconds since {name}.", seconds)
    disk = GaugeMetricFamily(
        "huiyin_disk_free_bytes", "Free space of the data folder, by node.", labels=["node"]
    )
    for node, free in _ask(_DISKS):
        disk.add_metric([node], free)
    yield disk


def _database() -> Iterator[Metric]:
    found = GaugeMetricFamily(
        "huiyin_database_connections", "Connections to this database by state.", labels=["state"]
    )
    for state, count in _ask(_CONNECTIONS):
        found.add_metric([state], count)
    yield found
    most, size = _ask(_DATABASE)[0]
    yield _gauge("database_connections_most", "Connections that the server allows.", most)
    yield _gauge("database_bytes", "Size of the database.", size)
    lag = GaugeMetricFamily(
        "huiyin_standby_lag_bytes", "What a standby has not yet written down.", labels=["standby"]
    )
    for name, behind in _ask(_STANDBYS):
        lag.add_metric([name], behind)
    yield lag


FAMILIES: tuple[Callable[[], Iterator[Metric]], ...] = (
    _jobs,
    _deadlines,
    _deliveries,
    _ledger,
    _nodes,
    _operators,
    _database,
)

_JOBS = """
SELECT status::text, count(*) FROM procrastinate_jobs
 WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1
"""

_OLDEST_JOB = """
SELECT max(now() - e.at) FROM procrastinate_jobs j
  JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events e
                 WHERE e.job_id = j.id AND e.type IN ('deferred', 'deferred_for_retry')) e ON true
 WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
"""

_WORKERS = """
SELECT count(*) FROM procrastinate_workers WHERE now() - last_heartbeat <= interval '30 s'
"""

_CLOCK = """
SELECT min(next_at), count(*) FILTER (WHERE next_at <= %s) FROM obligation WHERE next_at IS NOT NULL
"""

_DELIVERIES = "SELECT channel, state, count(*) FROM delivery GROUP BY 1, 2"

_LEDGER = """
SELECT coalesce((SELECT max(size) FROM ledger_checkpoint), 0),
       (SELECT count(*) FROM ledger_queue), (SELECT count(*) FROM obligation_coverage_delta),
       (SELECT at FROM ledger_entry WHERE id = (SELECT min(id) FROM ledger_queue))
"""

_NODES = """
SELECT kind, version, count(*) FROM config_node
 WHERE now() - seen_at <= interval '30 s' GROUP BY 1, 2 ORDER BY 1, 2
"""

_PAGES = """
SELECT name, sum((facts ->> 'pages')::int) FROM config_node
 WHERE kind = 'live' AND now() - seen_at <= interval '30 s' GROUP BY 1 ORDER BY 1
"""

_LOOPS = """
SELECT l.key, min((l.value ->> 'silent')::float + extract(epoch FROM now() - n.seen_at))
  FROM config_node n, jsonb_each(n.facts -> 'loops') l
 WHERE n.kind = 'worker' AND now() - n.seen_at <= interval '30 s' GROUP BY 1 ORDER BY 1
"""

_MARKS = "SELECT name, extract(epoch FROM now() - at)::float FROM config_mark"

_DISKS = """
SELECT name, min((facts ->> 'disk_free')::bigint) FROM config_node
 WHERE now() - seen_at <= interval '30 s' AND facts ? 'disk_free' GROUP BY 1 ORDER BY 1
"""

_CONNECTIONS = """
SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity
 WHERE datname = current_database() GROUP BY 1 ORDER BY 1
"""

_DATABASE = """
SELECT current_setting('max_connections')::int, pg_database_size(current_database())
"""

_STANDBYS = """
SELECT application_name, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn), 0)::bigint
  FROM pg_stat_replication WHERE NOT pg_is_in_recovery()
"""
