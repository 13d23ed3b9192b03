"""How often and when people may be interrupted: one budget, one quiet time, all channels (Z13).

Pure. Moments come in as local ones of the organisation's zone and go out as such.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Every day from ``starts`` to ``ends`` (the end not included), maybe over midnight."""

    starts: time
    ends: time

    def holds(self, local: datetime) -> bool:
        """Whether ``local`` lies in it."""
        return self.has_clock(local.time())

    def ends_after(self, local: datetime) -> datetime:
        """The next end after ``local``."""
        end = datetime.combine(local.date(), self.ends, local.tzinfo)
        return end if end > local else end + _DAY

    def covers(self, other: "Quiet") -> bool:
        """Whether every moment of ``other`` is one of this."""
        begin = _span(self.starts, other.starts)
        return begin + _span(other.starts, other.ends) <= _span(self.starts, self.ends)

    def meets(self, other: "Quiet") -> bool:
        """Whether the two have a moment in common."""
        return self.has_clock(other.starts) or other.has_clock(self.starts)

    def has_clock(self, at: time) -> bool:
        """Whether the clock time ``at`` lies in it."""
        if self.starts < self.ends:
            return self.starts <= at < self.ends
        return at >= self.starts or at < self.ends


@dataclass(frozen=True, slots=True)
class Attention:
    """What the regulation allows: ``budget`` pushes a person and day, none in ``quiet`` hours.

    What is over the budget waits for the next of ``digest_at``, but no longer than ``lead`` before
    it is due. ``exempt`` rows name the facts of what is never held; one that fits is enough.
    """

    clause: str
    budget: int
    quiet: Quiet
    digest_at: tuple[time, ...]
    lead: timedelta
    exempt: tuple[Mapping[str, tuple[str, ...]], ...] = ()

    def next_digest(self, local: datetime, quiet: Quiet) -> datetime:
        """The first digest after ``local`` that lies outside ``quiet``; else the end of it."""
        days = (local.date() + _DAY * ahead for ahead in range(2))
        times = (datetime.combine(day, at, local.tzinfo) for day in days for at in self.digest_at)
        later = min(moment for moment in times if moment > local)
        return quiet.ends_after(later) if quiet.holds(later) else later

    def release(self, local: datetime, quiet: Quiet, due: datetime | None) -> datetime:
        """Until when a push over the budget waits from ``local`` on; ``local``: not at all.

        What falls due in quiet hours cannot wait for their end.
        """
        digest = self.next_digest(local, quiet)
        if due is None or digest <= due - self.lead:
            return digest
        latest = (due - self.lead).astimezone(local.tzinfo)
        return local if latest <= local or quiet.holds(latest) else latest


def _span(first: time, last: time) -> timedelta:
    """How long it is from one clock time to the next occurrence of another; a day when equal."""
    return (_since_midnight(last) - _since_midnight(first)) % _DAY


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
