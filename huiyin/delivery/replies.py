"""What people answer through a channel: a port through which it reaches the case's own actions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from huiyin.core.evidence import Channel, Proof
from huiyin.delivery.content import scenario_of
from huiyin.delivery.received import Received
from huiyin.obligations.models import Notification


@dataclass(frozen=True, slots=True)
class Answer:
    """``person_id`` answered about the case ``subject``; ``text`` is empty for a bare 收到.

    ``notified_at`` is when the message went out that they answer to, ``files`` what came along,
    ``calendar`` the iCalendar part of their answer (RFC 5546 3), else empty.
    """

    subject: UUID
    person_id: int
    channel: Channel
    proof: Proof
    at: datetime
    text: str = ""
    notified_at: datetime | None = None
    files: tuple[Received, ...] = ()
    calendar: str = ""


Act = Callable[[Answer], object]

_acts: dict[str, tuple[Act, Act]] = {}
_calendars: dict[str, Act] = {}


class Refused(Exception):
    """The case takes no such answer (closed, not a recipient); the words say why."""


class NobodyListens(Exception):
    """No scenario takes answers to this notification."""


def register(scenario: str, on_confirm: Act, on_reply: Act) -> None:
    """Let ``scenario`` take answers. Both acts are idempotent and may raise ``Refused``."""
    _acts[scenario] = (on_confirm, on_reply)


def register_calendar(scenario: str, on_calendar: Act) -> None:
    """Let ``scenario`` take answers that a calendar gave to an invitation; as for the others."""
    _calendars[scenario] = on_calendar


def confirm(notification: Notification, answer: Answer) -> None:
    """Hand a confirmation to the case, in the caller's transaction."""
    _acts_of(notification)[0](_dated(notification, answer))


def reply(notification: Notification, answer: Answer) -> None:
    """Hand over a reply in words; who writes back has also acknowledged."""
    on_confirm, on_reply = _acts_of(notification)
    answer = _dated(notification, answer)
    on_reply(answer)
    on_confirm(answer)


def calendar(notification: Notification, answer: Answer) -> None:
    """Hand over ``answer.calendar``; what it says about having read is left to the case."""
    scenario = scenario_of(notification)
    if scenario not in _calendars:
        raise NobodyListens(scenario)
    _calendars[scenario](_dated(notification, answer))


def _dated(notification: Notification, answer: Answer) -> Answer:
    return replace(answer, notified_at=notification.created_at)


def _acts_of(notification: Notification) -> tuple[Act, Act]:
    scenario = scenario_of(notification)
    if scenario not in _acts:
        raise NobodyListens(scenario)
    return _acts[scenario]
