"""What belongs together: one request's number, from the page through its jobs to each mail.

The number is carried beside the arguments of a job (``carried``), so that logs and traces of the
worker name the request that caused them. Spans are nothing until a tracer is installed.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

KEY = "_trail"
"""The argument of a job under which its trail travels; taken off before the job runs."""

Attributes = Mapping[str, str | float | bool]
Opener = Callable[[str, Attributes], AbstractContextManager[Any]]
Injector = Callable[[], dict[str, str]]

_number: ContextVar[str] = ContextVar("huiyin_trail", default="")
_tracer: list[tuple[Opener, Injector]] = []


def number() -> str:
    """The number of the request that this belongs to; empty outside of any."""
    return _number.get()


@contextmanager
def follow(number: str) -> Iterator[None]:
    """All that is done inside belongs to ``number``."""
    token = _number.set(number)
    try:
        yield
    finally:
        _number.reset(token)


def carried() -> dict[str, dict[str, str]]:
    """What a job takes along: the argument ``KEY``, or nothing outside of any request."""
    if not _number.get():
        return {}
    found = {"id": _number.get()}
    for _open, inject in _tracer:
        found |= inject()
    return {KEY: found}


def span(name: str, **attributes: str | float | bool) -> AbstractContextManager[Any]:
    """One step of the work, seen by the tracer if there is one; no personal data as attributes."""
    for opener, _inject in _tracer:
        return opener(name, attributes)
    return nullcontext()


def install(opener: Opener, injector: Injector) -> None:
    """Let ``opener`` see the spans from now on, and ``injector`` say what jobs take along."""
    _tracer[:] = [(opener, injector)]


def uninstall() -> None:
    """No tracer any more."""
    _tracer.clear()
