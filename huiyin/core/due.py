"""Deadlines: what a clause says about time, and the instant that follows from it."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class Unit(StrEnum):
    """Elapsed units (``min h d``) and working ones (``wd wh``): they never mix (design 4)."""

    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WORKING_DAY = "wd"
    WORKING_HOUR = "wh"


@dataclass(frozen=True, slots=True)
class Duration:
    """``2h``, ``30min``, ``2wd``: a positive amount of one unit."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Within:
    """``2h``: so long after the event; the last second still counts."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class Before:
    """``3d before starts_at``: a lead time before the instant in a fact."""

    duration: Duration
    fact: str


@dataclass(frozen=True, slots=True)
class By:
    """``by 17:00``, ``by fri 17:00`` (``weekday`` 0 = Monday): the next such wall-clock time."""

    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class At:
    """``by reply_by``: the instant that a fact of the event holds."""

    fact: str


@dataclass(frozen=True, slots=True)
class Every:
    """``every 30min until incidents.resolved``: a rhythm with an end."""

    duration: Duration
    until: str


Term = Within | Before | By | At | Every


@dataclass(frozen=True, slots=True)
class Due:
    """A derived deadline.

    ``at`` is the last instant that is still in time. ``provisional`` says that a calendar year was
    not published yet. ``why`` lists the steps of the derivation, oldest first.
    """

    at: datetime
    provisional: bool
    why: tuple[str, ...]
