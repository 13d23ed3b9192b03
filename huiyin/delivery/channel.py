"""What a channel is: the protocol that every folder of ``huiyin.channels`` fulfils."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol

from django.db.models import Q

from huiyin.core.evidence import Channel as Code
from huiyin.delivery.content import Message
from huiyin.directory.models import Person


class Outcome(Enum):
    """What came of one attempt. ``UNKNOWN``: it was handed over and no answer came."""

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for one person; ``link`` is the whole address of their own signed page.

    ``earlier`` are the notifications of the same case that reached this person here before.
    """

    notification_id: int
    person: Person
    message: Message
    link: str
    earlier: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it. ``suspect``: the address itself is wrong, so it is not used again.

    ``retry_after`` is the other side's own wish; the channel's ``Retry`` still applies.
    """

    person_id: int
    outcome: Outcome
    reason: str = ""
    retry_after: timedelta | None = None
    suspect: bool = False


class Unreachable(Exception):
    """Nobody answers at the channel's address; whatever was not handed over is tried later."""


@dataclass(frozen=True, slots=True)
class Retry:
    """How long to wait after the first, second, … attempt; after the last of them it failed."""

    waits: tuple[timedelta, ...]

    def after(self, attempt: int) -> timedelta | None:
        """The wait after attempt number ``attempt`` (from 1); ``None``: give up."""
        return self.waits[attempt - 1] if attempt <= len(self.waits) else None


class Channel(Protocol):
    """One way to reach people.

    ``pushes`` is false when nothing has to be sent (the inbox shows the bearer's row itself).
    """

    code: Code
    name: str
    pushes: bool
    retry: Retry

    def available(self) -> bool:
        """Whether it is configured; otherwise nothing is expanded to it."""
        ...

    def reachable(self) -> Q:
        """A condition over ``directory.Person``: whom it can reach at all."""
        ...

    def distrust(self, person_ids: Sequence[int]) -> None:
        """Their address turned out to be wrong: do not use it until somebody corrects it."""
        ...

    def send(self, batch: Iterable[Outgoing]) -> Iterator[Result]:
        """Send one by one as they are pulled from ``batch``, giving each one's result in time.

        To pull is to attempt: the row is marked before ``batch`` hands it out, so whatever was
        pulled must get its result before the next one is pulled. Raises ``Unreachable``.
        """
        ...
