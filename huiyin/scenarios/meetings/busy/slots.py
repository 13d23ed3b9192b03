"""Free times for a meeting: in working time, when all who must come can, the nearest first. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

STEP = timedelta(minutes=30)
"""Meetings begin on the half hour: a proposal at 09:10 helps nobody."""

Time = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that fits; ``missing`` are those of the optional ones who have no time then."""

    start: datetime
    end: datetime
    missing: int


def proposals(
    working: Iterable[Time],
    length: timedelta,
    required: Sequence[Time],
    optional: Sequence[Sequence[Time]],
    most: int = 3,
) -> list[Slot]:
    """Up to ``most`` times of ``length`` inside ``working`` that clash with none of ``required``.

    In order; those that suit all ``optional`` ones too are preferred.
    """
    fitting: list[Slot] = []
    for start, end in _starts(working, length):
        if _clash(required, start, end):
            continue
        missing = sum(_clash(spans, start, end) for spans in optional)
        fitting.append(Slot(start, end, missing))
        if sum(slot.missing == 0 for slot in fitting) == most:
            break
    best = sorted(fitting, key=lambda slot: (slot.missing, slot.start))[:most]
    return sorted(best, key=lambda slot: slot.start)


def _starts(working: Iterable[Time], length: timedelta) -> Iterator[Time]:
    for begin, end in working:
        start = begin
        while start + length <= end:
            yield start, start + length
            start += STEP


def _clash(spans: Iterable[Time], start: datetime, end: datetime) -> bool:
    return any(begins < end and ends > start for begins, ends in spans)
