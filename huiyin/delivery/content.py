"""What a notification says: a port through which each scenario puts its own words.

The scenario of a notification is the namespace of what it waits for (``notices.confirmed``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.delivery import links
from huiyin.obligations.models import Notification, Obligation

ORGANIZER = "mailto:organizer@huiyin.invalid"
"""In an iCalendar object: whoever sends it puts the answering address there."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that belongs to a message: ``size`` in bytes, ``path`` where who signs in gets it."""

    name: str
    content_type: str
    size: int
    path: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Message:
    """One text for all its people; only the signed link differs from person to person.

    ``plain`` and ``html`` are bodies (``html`` is a fragment already made safe); a channel adds
    its own frame, the link (labelled ``action``) and the words on how to answer. ``link_path`` may
    hold ``{token}``; empty means ``links.confirm_path``. ``link_expires_at`` is given by the case.
    ``gist`` is one line for a digest. ``files`` go along when ``encloses`` and the channel can,
    else as links. ``topic`` names the conversation that all messages of a case are. ``calendar`` is
    an iCalendar object of the method ``calendar_method`` (RFC 5546); in it ``ORGANIZER`` stands for
    the address that the receiver's calendar answers to, which is that of the notification
    ``calendar_answers_to`` (0: this one) so that it stays the same from change to change.
    """

    subject: str
    plain: str
    html: str
    action: str
    link_path: str = ""
    link_expires_at: datetime | None = None
    wants_read_receipt: bool = False
    may_reply: bool = True
    classification: str = "internal"
    gist: str = ""
    topic: str = ""
    files: tuple[File, ...] = ()
    encloses: bool = False
    calendar: bytes = b""
    calendar_method: str = ""
    calendar_answers_to: int = 0


Words = Message | Mapping[int, Message]
"""One message for all, or one for each person (by id)."""

Describe = Callable[[Notification, Sequence[int]], Words]

_describers: dict[str, Describe] = {}


class NothingToSay(Exception):
    """Nobody registered words for this scenario."""


def register(scenario: str, describe: Describe) -> None:
    """Let ``describe(notification, person ids)`` speak for ``scenario`` (called when apps start)."""
    _describers[scenario] = describe


def describe(notification: Notification, people: Sequence[int]) -> Words:
    """What to tell ``people``; ``NothingToSay`` when no scenario speaks for the notification."""
    scenario = scenario_of(notification)
    if scenario not in _describers:
        raise NothingToSay(scenario)
    return _describers[scenario](notification, people)


def link_of(message: Message, notification_id: int, person_id: int) -> str:
    """The whole address that ``message`` gives to one person."""
    ends = message.link_expires_at
    return links.personal(message.link_path, notification_id, person_id, expires_at=ends)


def scenario_of(notification: Notification) -> str:
    """The label of the scenario that a notification belongs to; empty when its cohort is gone.

    One without a cohort (``telling``) says it itself: ``notices.copy``. A rung waits for nothing of
    its own: it belongs to the duty above it.
    """
    if notification.obligation_id < 0:
        return notification.purpose.partition(".")[0]
    cohort = Obligation.objects.filter(pk=notification.obligation_id).first()
    if cohort is not None and cohort.parent is not None:
        cohort = Obligation.objects.filter(pk=cohort.parent).first()
    return "" if cohort is None else cohort.met_by.partition(".")[0]
