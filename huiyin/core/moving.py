"""Where open duties belong after working time changed: a plan over cohorts, nobody named (Z07).

A cohort whose people are due at another time now moves; where its people differ, shares of it part.
Shares that end at one time join. What may not be: a new time that has passed already (nobody
becomes late by a change of the calendar), and the time of a duty that was asked at another moment
(two askings never become one). Such shares stay as they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from huiyin.core.timing import Share


@dataclass(frozen=True, slots=True)
class Standing:
    """A cohort as it stands; ``shares`` are its open people by their new due time.

    Without shares it does not move (it is closed), but holds its place.
    """

    key: int
    due_at: datetime
    counted: datetime
    shares: tuple[Share, ...] = ()


class Place(NamedTuple):
    """A share of ``cohort`` goes ``into`` a cohort, due ``at``.

    ``into`` is the cohort itself (it stays or moves as a whole), another one, or a negative number
    for a cohort to be made; ``kept`` says that the share stays although its time would differ.
    """

    cohort: int
    share: Share
    into: int
    at: datetime
    kept: bool = False


def places(family: Sequence[Standing], now: datetime) -> list[Place]:
    """The plan for cohorts of one case, rule, part and parent, whose due times must all differ."""
    ordered = sorted(family, key=lambda one: (one.counted, one.key))
    wishes = [wish for standing in ordered for wish in _wishes(standing, ordered, now)]
    hosts = {one.due_at: one.key for one in ordered if not one.shares}
    hosts |= {at: one.key for one, _share, at, _kept in wishes if at == one.due_at}
    found = []
    for one, share, at, kept in wishes:
        if at not in hosts:
            hosts[at] = -len(hosts) - 1 if one.key in hosts.values() else one.key
        found.append(Place(one.key, share, hosts[at], at, kept))
    return found


def _wishes(
    standing: Standing, ordered: Sequence[Standing], now: datetime
) -> list[tuple[Standing, Share, datetime, bool]]:
    """When each share of a cohort is due from now on, and whether it had to stay."""
    barred = _barred(standing, ordered)
    found = []
    for share in standing.shares:
        at = share.due_at
        kept = at is None or (at != standing.due_at and (at <= now or at in barred))
        found.append((standing, share, standing.due_at if at is None or kept else at, kept))
    return found


def _barred(standing: Standing, ordered: Sequence[Standing]) -> set[datetime | None]:
    """Due times of what was asked at other moments, and those that earlier askings move to."""
    others = [one for one in ordered if one.counted != standing.counted]
    earlier = [one for one in others if one.counted < standing.counted]
    return {one.due_at for one in others} | {
        share.due_at for one in earlier for share in one.shares
    }
