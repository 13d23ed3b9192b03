"""``/metrics``: what an operations team watches, in the text format of Prometheus; counts, no names.

Answers only with ``HUIYIN_METRICS_TOKEN`` as a bearer token; without that variable there is no such
page. Everything is asked of the database when it is scraped, so that any web process tells the same.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from huiyin.core.evidence import Channel
from huiyin.delivery.models import DeliveryState
from huiyin.directory.access import open_to_all
from huiyin.kit import clock

LONGEST = "2s"
"""A question that takes longer is given up: watching must not be what makes the product slow."""

log = logging.getLogger(__name__)

Rows = list[tuple[Any, ...]]


@open_to_all("monitoring has no account; a token of the operator's own is asked for instead")
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of now; 404 without a token in the environment or with another one."""
    if not allows(request.headers.get("Authorization", "")):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Figures())
    response = HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


def allows(header: str) -> bool:
    """Whether ``header`` (an ``Authorization``) carries the operator's token."""
    token = settings.ENV.metrics_token
    wanted = f"Bearer {token}".encode()
    return bool(token) and secrets.compare_digest(header.encode(errors="replace"), wanted)


class Figures(Collector):
    """Asked anew for each scrape."""

    def collect(self) -> Iterator[Metric]:
        """Every family of figures; one whose question took too long is left out."""
        for family in _FAMILIES:
            try:
                yield from list(family())
            except OperationalError:
                log.warning("figures took longer than %s: %s", LONGEST, family.__name__)


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
    size, waiting, deltas = _ask(_LEDGER)[0]
    yield _gauge("ledger_sealed_entries", "Entries under the newest checkpoint.", size)
    yield _gauge("ledger_waiting_entries", "Entries that wait to be sealed.", waiting)
    yield _gauge(
        "coverage_waiting_deltas", "Acts that wait to be folded into the roll-ups.", deltas
    )


_FAMILIES: tuple[Callable[[], Iterator[Metric]], ...] = (_jobs, _deadlines, _deliveries, _ledger)

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
       (SELECT count(*) FROM ledger_queue), (SELECT count(*) FROM obligation_coverage_delta)
"""
