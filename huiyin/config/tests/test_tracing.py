"""Traces on request: what is sent to a collector of our own, and what is never in it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import close_old_connections, connection, transaction
from django.test import RequestFactory
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from huiyin.config import tracing, working
from huiyin.config.watching import watched
from huiyin.kit import jobs, trail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_connected")]

CANARY = "canary-value-of-somebody"


class Collector(BaseHTTPRequestHandler):
    """Takes OTLP over HTTP and keeps what it was told."""

    kept: list[bytes]

    def do_POST(self) -> None:
        """Take one export."""
        self.kept.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nothing."""


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """What a collector of ours was sent; the environment names it."""
    bodies: list[bytes] = []
    handler = type("Handler", (Collector,), {"kept": bodies})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv(tracing.ENDPOINTS[0], f"http://127.0.0.1:{server.server_address[1]}")
    yield bodies
    server.shutdown()
    server.server_close()
    thread.join(10)
    tracing.uninstall()


def spans(bodies: list[bytes]) -> list[Any]:
    """Every span of every export."""
    found = []
    for body in bodies:
        told = ExportTraceServiceRequest()
        told.ParseFromString(body)
        for resource in told.resource_spans:
            found += [span for scope in resource.scope_spans for span in scope.spans]
    return found


def facts(span: Any) -> dict[str, str]:
    return {one.key: one.value.string_value for one in span.attributes}


@pytest.fixture
def _connected() -> Iterator[None]:
    """A request leaves the test's connection as it is."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def ask(path: str, **headers: str) -> int:
    """One request through the whole web process; its status."""
    environ = RequestFactory().get(path, headers=headers).environ
    status: list[str] = []
    body = watched(WSGIHandler())(environ, lambda line, _headers: status.append(line))
    b"".join(body)
    return int(status[0][:3])


def test_without_the_variable_there_is_no_tracer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tracing.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    tracing.start("web")()
    with trail.span("nothing") as span:
        assert span is None
    assert connection.execute_wrappers == []


def test_a_missing_library_is_said_at_once(
    kept: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    del kept
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ImproperlyConfigured, match=r"huiyin\[otel\]"):
        tracing.start("web")


def test_a_request_its_statements_its_job_and_its_mail_are_one_trace(kept: list[bytes]) -> None:
    above = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    end = tracing.start("web")
    assert ask("/healthz", traceparent=above) == 200
    with trail.follow("number-of-it"), trail.span("request"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::text", [CANARY])
        carried = trail.carried()[trail.KEY]
    context = SimpleNamespace(
        job=SimpleNamespace(task_name="t.mail", task_kwargs={trail.KEY: carried, "id": 1})
    )

    async def send() -> None:
        assert trail.number() == "number-of-it"
        with trail.span("mail", channel="mail"):
            raise OSError(CANARY)

    with pytest.raises(OSError, match=CANARY):
        async_to_sync(working.watched)(send, context, None)
    assert context.job.task_kwargs == {"id": 1}
    end()
    by_name = {span.name: span for span in spans(kept)}
    assert set(by_name) == {"GET /healthz", "request", "sql SELECT", "job t.mail", "mail"}
    assert by_name["GET /healthz"].trace_id.hex() == above.split("-")[1]
    request = by_name["request"]
    assert by_name["sql SELECT"].parent_span_id == request.span_id
    assert by_name["job t.mail"].parent_span_id == by_name["sql SELECT"].parent_span_id
    assert by_name["mail"].trace_id == request.trace_id
    assert facts(by_name["sql SELECT"])["db.query.text"] == "SELECT %s::text"
    assert facts(by_name["mail"])["error.type"] == "OSError"
    assert CANARY.encode() not in b"".join(kept), "a trace quotes what somebody wrote"


def test_what_loops_ask_by_themselves_is_no_trace(kept: list[bytes]) -> None:
    end = tracing.start("worker")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    end()
    assert spans(kept) == []


def test_jobs_carry_the_number_of_their_request() -> None:
    with trail.follow("number-of-it"), transaction.atomic():
        jobs.defer("config.test", a=1)
        jobs.defer_many("config.test", [{"a": 2}, {"a": 3}])
    jobs.defer("config.test", a=4)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args ->> 'a', args -> %s ->> 'id', queue_name FROM procrastinate_jobs"
            " WHERE task_name = 'config.test' ORDER BY id",
            [trail.KEY],
        )
        number = "number-of-it"
        assert cursor.fetchall() == [
            ("1", number, "default"),
            ("2", number, "default"),
            ("3", number, "default"),
            ("4", None, "default"),
        ]
