"""Acts of the past, done in their order, each at its moment, with the deadlines between them."""

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

from django.db.models import Min

from huiyin.cases import absence
from huiyin.kit import clock
from huiyin.obligations import clock as deadlines
from huiyin.obligations import coverage
from huiyin.obligations.models import Obligation

Act = Callable[[], object]


class Agenda:
    """What is to happen when. An act may put further acts on it, never before its own moment."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Act, bool]] = []
        self._serial = count()

    def at(self, moment: datetime, act: Act, *, opens: bool = True) -> None:
        """Do ``act`` at ``moment``; acts of one moment in the order they were put down.

        ``opens`` says that it may make somebody owe something: then deadlines are looked up anew.
        """
        heapq.heappush(self._acts, (moment, next(self._serial), act, opens))

    def play(self, until: datetime) -> None:
        """Do everything up to ``until``; what would come later is left out."""
        quiet_until: datetime | None = None
        while self._acts and self._acts[0][0] <= until:
            moment, _serial, act, opens = heapq.heappop(self._acts)
            if quiet_until is None or moment >= quiet_until:
                climb(moment)
                quiet_until = next_deadline()
            with clock.frozen(moment):
                act()
            if opens:
                quiet_until = None
        climb(until)


def climb(until: datetime) -> None:
    """Let every deadline up to ``until`` pass at its own moment, as if the worker had been there."""
    while (moment := next_deadline()) is not None and moment <= until:
        with clock.frozen(moment):
            settle()


def next_deadline() -> datetime | None:
    """The earliest moment at which some duty has a next step."""
    found: datetime | None = Obligation.objects.aggregate(first=Min("next_at"))["first"]
    return found


def settle() -> None:
    """What the worker does besides the jobs, once: count, pass deadlines, follow absences."""
    coverage.fold()
    while deadlines.wake():
        coverage.fold()
    absence.settle(clock.now())
    coverage.fold()
