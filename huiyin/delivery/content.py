"""What a notification says: a port through which each scenario puts its own words.

The scenario of a notification is the namespace of what it waits for (``notices.confirmed``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.obligations.models import Notification, Obligation


@dataclass(frozen=True, slots=True)
class Message:
    """One text for all its people; only the signed link differs from person to person.

    ``plain`` and ``html`` are bodies (``html`` is a fragment already made safe); a channel adds
    its own frame, the link (labelled ``action``) and the words on how to answer. ``link_path`` may
    hold ``{token}``; empty means ``links.confirm_path``. ``link_expires_at`` is given by the case.
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


Describe = Callable[[Notification, Sequence[int]], Message]

_describers: dict[str, Describe] = {}


class NothingToSay(Exception):
    """Nobody registered words for this scenario."""


def register(scenario: str, describe: Describe) -> None:
    """Let ``describe(notification, person ids)`` speak for ``scenario`` (called when apps start)."""
    _describers[scenario] = describe


def describe(notification: Notification, people: Sequence[int]) -> Message:
    """What to tell ``people``; ``NothingToSay`` when no scenario speaks for the notification."""
    scenario = scenario_of(notification)
    if scenario not in _describers:
        raise NothingToSay(scenario)
    return _describers[scenario](notification, people)


def scenario_of(notification: Notification) -> str:
    """The label of the scenario that a notification belongs to; empty when its cohort is gone."""
    waits_for = Obligation.objects.filter(pk=notification.obligation_id).values_list("met_by")
    return next((kind.partition(".")[0] for (kind,) in waits_for), "")
