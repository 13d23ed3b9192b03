"""One thing that a text says about time, and how sure the reading is."""

from dataclasses import dataclass
from enum import StrEnum


class Clock(StrEnum):
    """What an expression of time is. The first three are clocks that run."""

    DEADLINE = "deadline"
    RHYTHM = "rhythm"
    LEAD = "lead"
    RETENTION = "retention"
    LENGTH = "length"


RUNNING = (Clock.DEADLINE, Clock.RHYTHM, Clock.LEAD)
SURE = 0.8
"""From here on a reading is offered to be accepted with all the others."""


@dataclass(frozen=True, slots=True)
class Timing:
    """``value`` of ``kind`` at ``start:end`` of a passage; ``note`` says what was assumed.

    The notation of ``value``: ``2h`` ``3wd`` ``1month`` ``at once`` · ``eod`` ``today 17:30``
    ``next day 12:00`` ``next wd eod`` · ``by 12-31`` ``month end`` · ``every 30min`` ``by 17:00``
    ``by fri 17:00`` ``weekly wed,fri`` ``monthly 5`` ``quarter end`` ``yearly 06,12`` · ``3d before``.
    """

    start: int
    end: int
    kind: Clock
    value: str
    confidence: float
    note: str = ""
    overdue: bool = False

    def overlaps(self, other: "Timing") -> bool:
        """Whether both stand on the same words, in part at least."""
        return self.start < other.end and other.start < self.end
