"""Sums of lengths of time, and whether one is certainly longer than another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from huiyin.core.due import is_working
from huiyin.core.strictness import least
from huiyin.core.terms import Duration, Unit

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Length:
    """What one after another takes: ``least`` when all of it is worked without a break.

    ``worked`` is the working time in it, a working day taken as ``day`` hours; ``elapsed`` the rest.
    """

    least: timedelta
    worked: timedelta
    elapsed: timedelta

    @classmethod
    def of(cls, durations: Iterable[Duration], day: int) -> "Length":
        """One after another, on days of ``day`` working hours."""
        every = list(durations)
        return cls(
            least=sum(map(least, every), timedelta()),
            worked=sum((_worked(one, day) for one in every), timedelta()),
            elapsed=sum((least(one) for one in every if not is_working(one)), timedelta()),
        )

    def exceeds(self, limit: "Length") -> bool:
        """Whether it takes longer than ``limit`` in a plain week, as far as the units tell."""
        if not limit.worked:
            return self.least > limit.least
        if not self.elapsed and not limit.elapsed:
            return self.worked > limit.worked
        return False


def _worked(duration: Duration, day: int) -> timedelta:
    if not is_working(duration):
        return timedelta()
    return duration.amount * (day if duration.unit is Unit.WORKING_DAY else 1) * _HOUR
