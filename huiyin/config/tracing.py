"""OpenTelemetry on request: with ``OTEL_EXPORTER_OTLP_ENDPOINT`` requests, SQL, jobs and mail are traced.

Needs ``pip install 'huiyin[otel]'``; without the variable nothing is imported and nothing costs. Of a
statement the text without its values is told, of an error its kind: traces carry no personal data.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

import huiyin
from huiyin.kit import trail

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
LONGEST_STATEMENT = 2000

PARENT = "traceparent"
"""The W3C header (Trace Context) by which a proxy or a job names the span above."""


def start(kind: str) -> Callable[[], None]:
    """Trace this process (``web``, ``worker``) when the environment asks; call the answer to end.

    ``ImproperlyConfigured`` when it is asked for and not installed.
    """
    if not any(os.environ.get(name) for name in ENDPOINTS):
        return _nothing
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ImproperlyConfigured("traces need: pip install 'huiyin[otel]'") from error
    name = os.environ.get("OTEL_SERVICE_NAME") or f"huiyin-{kind}"
    about = Resource.create({"service.name": name, "service.version": huiyin.__version__})
    provider = TracerProvider(resource=about)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    install(provider)

    def end() -> None:
        uninstall()
        provider.shutdown()

    return end


def install(provider: Any) -> None:
    """Let ``provider`` see every span from now on, statements of every connection included."""
    from opentelemetry.trace import StatusCode, get_current_span
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    tracer = provider.get_tracer("huiyin", huiyin.__version__)
    words = TraceContextTextMapPropagator()

    @contextmanager
    def open_span(name: str, attributes: trail.Attributes) -> Iterator[Any]:
        plain = {key: value for key, value in attributes.items() if key != PARENT}
        above = str(attributes.get(PARENT, ""))
        context = words.extract({PARENT: above}) if above else None
        with tracer.start_as_current_span(
            name,
            context=context,
            attributes=plain,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except BaseException as error:
                span.set_status(StatusCode.ERROR)
                span.set_attribute("error.type", type(error).__name__)
                raise

    def inject() -> dict[str, str]:
        carrier: dict[str, str] = {}
        words.inject(carrier)
        return {PARENT: carrier[PARENT]} if PARENT in carrier else {}

    def is_inside() -> bool:
        return bool(get_current_span().get_span_context().is_valid)

    trail.install(open_span, inject)
    _inside[:] = [is_inside]
    connection_created.connect(_follow, dispatch_uid="huiyin.tracing")
    for connection in connections.all(initialized_only=True):
        _follow(None, connection)


def uninstall() -> None:
    """No spans any more."""
    trail.uninstall()
    _inside.clear()
    connection_created.disconnect(dispatch_uid="huiyin.tracing")
    for connection in connections.all(initialized_only=True):
        if _statement in connection.execute_wrappers:
            connection.execute_wrappers.remove(_statement)


def _follow(sender: Any, connection: BaseDatabaseWrapper, **_rest: Any) -> None:
    del sender
    if _statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_statement)


def _statement(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """One statement as a span of whatever it belongs to; the loops' own looking is none."""
    if not _inside or not _inside[0]():
        return execute(sql, params, many, context)
    text = sql if isinstance(sql, str) else type(sql).__name__
    words = text.split(maxsplit=1)
    facts = {"db.system.name": "postgresql", "db.query.text": text[:LONGEST_STATEMENT].strip()}
    with trail.span(f"sql {words[0].upper() if words else ''}".strip(), **facts):
        return execute(sql, params, many, context)


def _nothing() -> None:
    """Nothing was started."""


_inside: list[Callable[[], bool]] = []
