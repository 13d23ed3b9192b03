"""What every tracker is asked to do, and how its refusals are told apart."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from huiyin.kit import outbound
from huiyin.kit.outbound import Forbidden, NoAnswer, Reply

_TOO_MANY, _TIMEOUT, _SERVER = 429, 408, 500
_LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A problem as it is now: what the tracker is to show. ``status`` is in the tracker's words.

    ``mark`` names the problem where the tracker can be asked for it; ``remark`` is a comment with
    a mark of its own, empty for none.
    """

    number: str
    title: str
    text: str
    url: str
    state: str
    status: str
    mark: str
    version: int
    remark: str = ""
    remark_mark: str = ""


@dataclass(frozen=True, slots=True)
class There:
    """The issue of a problem in a tracker."""

    key: str
    url: str = ""
    status: str = ""


class Later(Exception):
    """It may go better later. ``maybe_done``: what was asked for may have been done."""

    def __init__(
        self, reason: str, *, wait: timedelta | None = None, maybe_done: bool = False
    ) -> None:
        super().__init__(reason)
        self.wait = wait
        self.maybe_done = maybe_done


class Wrong(Exception):
    """It will not go better by itself: a wrong token, no such project, no way to that status."""


class Client(Protocol):
    """One tracker."""

    def find(self, snapshot: Snapshot) -> There | None:
        """The issue of this problem, when one was made before."""
        ...

    def make(self, snapshot: Snapshot) -> There:
        """A new issue."""
        ...

    def put(self, there: There, snapshot: Snapshot) -> There:
        """Bring an issue to ``snapshot``; may be asked any number of times."""
        ...


def ask(method: str, url: str, headers: Mapping[str, str], value: object = None) -> tuple[int, Any]:
    """One request with a JSON body; ``(status, JSON)`` below 400. Raises ``Later`` or ``Wrong``."""
    body = b"" if value is None else json.dumps(value, ensure_ascii=False).encode()
    return send(method, url, headers, body)


def send(method: str, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, Any]:
    """As ``ask``, with bytes."""
    kind = {"Accept": "application/json"} | (
        {"Content-Type": "application/json; charset=utf-8"} if body else {}
    )
    try:
        reply = outbound.call(method, url, headers={**kind, **headers}, body=body)
    except Forbidden as no:
        raise Wrong(str(no)) from no
    except NoAnswer as silence:
        raise Later(str(silence), maybe_done=silence.maybe_done) from silence
    if reply.status in (_TOO_MANY, _TIMEOUT) or reply.status >= _SERVER:
        raise Later(_said(reply), wait=_wait(reply), maybe_done=reply.status != _TOO_MANY)
    if not reply.status // 100 == 2:  # noqa: PLR2004 - RFC 9110 15.3
        raise Wrong(_said(reply))
    return reply.status, reply.json()


def _wait(reply: Reply) -> timedelta | None:
    """How long it asks us to wait (RFC 9110 10.2.3, in seconds), within reason."""
    said = {name.lower(): value for name, value in reply.headers.items()}.get("retry-after", "")
    if not (said.isascii() and said.isdigit() and len(said) <= 6):  # noqa: PLR2004 - eleven days
        return None
    return min(timedelta(seconds=int(said)), _LONGEST_WAIT)


def _said(reply: Reply) -> str:
    value = reply.json()
    words: list[str] = []
    if isinstance(value, dict):
        words += [str(one) for one in value.get("errorMessages") or []]
        errors = value.get("errors")
        if isinstance(errors, dict):
            words += [f"{name}: {why}" for name, why in errors.items()]
        words += [str(value[name]) for name in ("message", "detail") if value.get(name)]
    return f"{reply.status} {'; '.join(words)}".strip()[:250]
