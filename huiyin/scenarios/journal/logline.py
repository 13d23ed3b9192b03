"""One line of the communication log, and which lines are asked for."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

SAID, TOLD, NOTED = "said", "told", "noted"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What part of the log is asked for; ``start`` and ``end`` are instants, ``end`` excluded."""

    start: datetime
    end: datetime
    kind: str = ""
    text: str = ""

    @property
    def last(self) -> datetime:
        """An instant of the last day that is asked for."""
        return self.end - timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``kind`` is ``said`` (mine), ``told`` (to me) or ``noted`` (an entry)."""

    at: datetime
    kind: str
    what: str
    icon: str
    title: str
    people: str
    channel: str = ""
    result: str = ""
    number: str = ""
    href: str = ""
    proof: str = ""
    entry: int | None = None
    tags: tuple[str, ...] = field(default=())

    @property
    def day(self) -> date:
        """The day in the viewer's zone."""
        return timezone.localtime(self.at).date()

    def holds(self, text: str) -> bool:
        """Whether ``text`` stands anywhere in the line."""
        parts = (self.what, self.title, self.people, self.channel, self.result, self.number)
        return text.casefold() in " ".join(parts).casefold()
