"""What simulated people are like, and when each of them reacts to a notice."""

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from huiyin.config.demo.names import fraction


class Temperament(StrEnum):
    """How somebody treats what the company tells them."""

    PROMPT = "prompt"
    FORGETFUL = "forgetful"
    READER = "reader"
    PHONE = "phone"
    LOST = "lost"


_SHARES = (
    (0.66, Temperament.PROMPT),
    (0.82, Temperament.FORGETFUL),
    (0.90, Temperament.READER),
    (0.98, Temperament.PHONE),
    (1.00, Temperament.LOST),
)
_DAY = 420
"""Minutes of a working day in which a routine notice is confirmed."""

_THOUGHT = 6
"""How much longer people take over a notice that asks for an answer in words."""

AT_ONCE = 0.6
"""The share of people who confirm by replying; the others reply later."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What of a notice decides how soon people react."""

    title: str
    urgency: str
    wants_reply: bool


@dataclass(frozen=True, slots=True)
class Reaction:
    """How long after publication somebody opens, confirms and replies; ``None``: not by themselves."""

    opens: timedelta | None = None
    confirms: timedelta | None = None
    replies: timedelta | None = None


def of(number: str) -> Temperament:
    """The temperament that follows from an employee number."""
    drawn = fraction("temperament", number)
    return next(kind for limit, kind in _SHARES if drawn < limit)


def reaction(number: str, kind: Temperament, matter: Matter) -> Reaction:
    """What ``number`` of temperament ``kind`` does about ``matter``: always the same."""
    drawn = fraction(number, matter.title)
    if kind is Temperament.LOST:
        return Reaction()
    if matter.urgency == "routine":
        slow = 1 if kind is Temperament.PROMPT else 3
        return _confirming(number, matter, _waiting(drawn, 45 * slow, _DAY))
    if kind is Temperament.PHONE:
        return Reaction()
    if kind is Temperament.READER:
        return Reaction(opens=_waiting(drawn, 20, 90))
    if kind is Temperament.FORGETFUL:
        reminded = 32 if matter.urgency == "urgent" else 62
        return _confirming(number, matter, timedelta(minutes=reminded + 43 * drawn))
    thought = _THOUGHT if matter.wants_reply else 1
    return _confirming(number, matter, _waiting(drawn, 9 * thought, 55 * thought))


def _confirming(number: str, matter: Matter, after: timedelta) -> Reaction:
    if not matter.wants_reply:
        return Reaction(confirms=after)
    drawn = fraction("reply", number, matter.title)
    later = timedelta() if drawn < AT_ONCE else timedelta(minutes=400 * (drawn - 0.45))
    return Reaction(confirms=after, replies=after + later)


def _waiting(drawn: float, mean: float, most: float) -> timedelta:
    """Minutes of an exponential wait, at most ``most``."""
    return timedelta(minutes=min(-mean * math.log(1 - drawn), most))
