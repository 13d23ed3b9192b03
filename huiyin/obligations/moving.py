"""Open duties follow working time: a year is published, an own day, hours, a roster, a leave (Z07).

Each is derived anew from the instant it was counted from, under the version it was born under, so
time that was used stays used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db import transaction

from huiyin.core.event import Fact
from huiyin.core.moving import Standing, places
from huiyin.core.terms import Within
from huiyin.core.timing import Kept, Timing, shares
from huiyin.kit import clock
from huiyin.obligations import moved
from huiyin.obligations.apart import span
from huiyin.obligations.models import OPEN, Bearer, Obligation
from huiyin.obligations.moved import Step
from huiyin.policies import in_force
from huiyin.worktime import calendars
from huiyin.worktime import people as keepers


@dataclass(slots=True)
class Moves:
    """What a change of working time does to open duties.

    ``people`` are some of those of each step; ``settled`` counts duties whose due time is certain now.
    """

    steps: list[Step] = field(default_factory=list)
    people: list[list[int]] = field(default_factory=list)
    settled: int = 0

    def count(self, step: Step) -> None:
        """Note what becomes of one share."""
        if step.moves():
            self.steps.append(step)
            self.people.append(moved.some_of(step))
        elif step.settles():
            self.settled += step.place.share.size

    @property
    def duties(self) -> int:
        """How many people's duties get another due time."""
        return sum(step.place.share.size for step in self.steps)


def move(why: Mapping[str, Fact], by: int | None = None, *, of: int | None = None) -> Moves:
    """Let every open duty that is not past due follow working time as it is now.

    ``why`` goes into each ledger entry (``obligations.moved``); ``of`` limits it to the cases in
    which that person owes something. Done again it moves nothing.
    """
    now = clock.now()
    found = Moves()
    with transaction.atomic():
        for plan in _plans(calendars.held(), now, of):
            moved.make_room(plan)
            made: dict[int, int] = {}
            for step in sorted(plan, key=lambda one: one.place.into != one.row.pk):
                moved.carry_out(step, made, now, by, why)
                found.count(step)
    return found


def _plans(known: calendars.Calendars, now: datetime, of: int | None) -> Iterator[list[Step]]:
    """What becomes of each open share, family by family; those that stay are named too."""
    rows = _families(now, of)
    timings = {row.pk: timing for row in rows if (timing := _timing(row, known))}
    movable = [row for row in rows if row.pk in timings and _may_move(row, now)]
    kept = _kept(movable, timings, known) if movable else {}
    for _family, members in groupby(rows, key=_family_of):
        family = list(members)
        if any(row.pk in kept for row in family):
            yield _plan(family, timings, kept, now)


def _plan(
    family: list[Obligation],
    timings: Mapping[int, Timing],
    kept: Mapping[int, list[Kept]],
    now: datetime,
) -> list[Step]:
    by_key = {row.pk: row for row in family}
    standing = [
        Standing(
            row.pk,
            row.due_at,
            row.counted_from or row.born_at,
            tuple(shares(timings[row.pk], kept[row.pk])) if row.pk in kept else (),
        )
        for row in family
        if row.due_at is not None
    ]
    return [
        Step(
            by_key[place.cohort],
            place,
            timings[place.cohort],
            tuple(kept[place.cohort][each].key for each in place.share.kept),
        )
        for place in places(standing, now)
    ]


def _families(now: datetime, of: int | None) -> list[Obligation]:
    """Cohorts that may move, and those with which they must not collide, family beside family."""
    dated = Obligation.objects.filter(due_at__isnull=False)
    open_now = dated.filter(closed_at=None, due_at__gt=now)
    if of is not None:
        theirs = Bearer.objects.filter(person_id=of, state=OPEN).values("obligation_id")
        open_now = open_now.filter(pk__in=theirs)
    subjects = open_now.values("subject")
    rows = dated.filter(subject__in=subjects)
    return sorted(rows, key=lambda row: (*_family_of(row), row.pk))


def _family_of(row: Obligation) -> tuple[str, str, str, str, int]:
    return str(row.subject), row.rule, row.verb, row.part, row.parent or 0


def _may_move(row: Obligation, now: datetime) -> bool:
    return row.closed_at is None and row.due_at is not None and row.due_at > now


def _timing(row: Obligation, known: calendars.Calendars) -> Timing | None:
    """What the times of a cohort follow from; ``None`` when working time does not matter to it."""
    counted, usual = row.counted_from or row.born_at, known.organisation
    key, _, place = row.rule.partition("#")
    rule = in_force.version(row.policy_version).rule(key)
    timing = Timing(rule.within, counted, row.born_at, usual, rule)
    if place:
        within = rule.ladder[int(place)].within
        timing = Timing(Within(within) if within else None, counted, row.born_at, usual)
    return timing if timing.matters() else None


def _kept(
    rows: list[Obligation], timings: Mapping[int, Timing], known: calendars.Calendars
) -> dict[int, list[Kept]]:
    """The open bearers of each cohort by the calendar they keep."""
    every = [known.organisation, *known.teams.values()]
    spans = [span(timings[row.pk], every) for row in rows]
    first, last = min(one[0] for one in spans), max(one[1] for one in spans)
    keepers.sort_out(_OPEN, [[row.pk for row in rows]], first, last)
    groups: dict[int, list[tuple[str, int]]] = {}
    for cohort, key, size in moved.groups():
        groups.setdefault(cohort, []).append((key, size))
    keys = sorted({key for found in groups.values() for key, _ in found})
    found = keepers.by_key(keys, known)
    return {
        cohort: [
            Kept(key, found[key] if timings[cohort].by_calendar() else known.organisation, size)
            for key, size in theirs
        ]
        for cohort, theirs in groups.items()
    }


_OPEN = """
SELECT obligation_id, person_id, department_id FROM obligation_bearer
 WHERE state = 0 AND obligation_id = ANY(%s)
"""
