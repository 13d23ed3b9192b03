"""Each job seen once: whose request caused it, how long it took, how it ended; its own small port.

``HUIYIN_WORKER_PORT`` opens ``/healthz`` and, for the operator's token, ``/metrics`` of this worker.
"""

import logging
import threading
import time
from collections.abc import Awaitable, Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.conf import settings
from prometheus_client import CollectorRegistry, Histogram, generate_latest

from huiyin.config.metrics import allows
from huiyin.kit import trail

REGISTRY = CollectorRegistry()
SECONDS = Histogram(
    "huiyin_job_seconds",
    "Seconds that a job took, by task and outcome.",
    ["task", "outcome"],
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800),
    registry=REGISTRY,
)

log = logging.getLogger("huiyin.jobs")


async def watched(call: Callable[[], Awaitable[Any]], context: Any, worker: Any) -> Any:
    """Run one job under the trail that its request left with it."""
    del worker
    carried = context.job.task_kwargs.pop(trail.KEY, None) or {}
    parent = str(carried.get("traceparent", ""))
    began = time.perf_counter()
    outcome = "failed"
    with trail.follow(str(carried.get("id", ""))):
        try:
            with trail.span(f"job {context.job.task_name}", traceparent=parent):
                result = await call()
            outcome = "done"
            return result
        finally:
            _report(context.job.task_name, outcome, time.perf_counter() - began)


def _report(task: str, outcome: str, seconds: float) -> None:
    SECONDS.labels(task, outcome).observe(seconds)
    if settings.ENV.log == "json":
        facts = {"task": task, "outcome": outcome, "ms": round(seconds * 1000, 1)}
        log.info("job", extra={"facts": facts})


class _Answers(BaseHTTPRequestHandler):
    """``/healthz`` for everybody, ``/metrics`` for who has the token."""

    def do_GET(self) -> None:
        """Answer one question."""
        if self.path == "/healthz":
            self._say(200, b"ok\n")
        elif self.path == "/metrics" and allows(self.headers.get("Authorization", "")):
            self._say(200, generate_latest(REGISTRY))
        else:
            self._say(404, b"")

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Who looks how often is no news."""


def open_port(port: int) -> ThreadingHTTPServer | None:
    """Answer on ``port`` from a thread of its own; ``None`` for port 0, which is none."""
    if not port:
        return None
    server = ThreadingHTTPServer((settings.ENV.host, port), _Answers)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="worker-port", daemon=True).start()
    return server
