"""Who acts for signers that are away or gone: named anew whenever that changes, never twice."""

from datetime import datetime
from threading import Event as Stop

from django.db import transaction

from huiyin.cases.signoff import events
from huiyin.cases.signoff.house import DirectoryHouse
from huiyin.cases.signoff.models import RoundState, Seat, SignOff, Step
from huiyin.cases.signoff.progress import Outcome, Sitting, barred
from huiyin.cases.signoff.seating import House, Place, stand_in
from huiyin.core.event import Event, Fact
from huiyin.kit import clock, live
from huiyin.obligations import reassign
from huiyin.obligations.record import record

PERIOD = 20.0
"""Seconds between two looks at who left and who came back."""


def seat(
    signoff: SignOff,
    step: Step,
    at: datetime,
    *,
    house: House | None = None,
    new: set[int] | None = None,
) -> dict[int, int]:
    """Name who acts for the asked seats of ``step`` at ``at``: seat -> person, all that stand in.

    The duties of seats that were asked before (all but ``new``) change hands with them.
    """
    rows = {one.pk: one for one in step.seats.filter(asked_at__isnull=False).order_by("pk")}
    named = arrange(
        [_sitting(one) for one in rows.values()],
        {key: Place(row.person_id, row.department_id, row.pair) for key, row in rows.items()},
        signoff.author_id,
        house or DirectoryHouse(at),
    )
    for key, row in rows.items():
        if row.acting_id == named.get(key):
            continue
        row.acting_id = named.get(key)
        row.save(update_fields=["acting"])
        if key not in (new or ()):
            _hand_over(signoff, step, row, at)
    return named


def arrange(
    sittings: list[Sitting], places: dict[int, Place], author: int, house: House
) -> dict[int, int]:
    """For each open seat whose person is not there, who acts; a stand-in who still can stays.

    Those who are back take their seats before anybody is named for the others.
    """
    kept = {
        one.key: one.acting
        for one in sittings
        if one.outcome is Outcome.OPEN
        and one.acting is not None
        and not house.is_there(one.person)
        and house.is_there(one.acting)
    }
    now = [_with(one, kept.get(one.key)) for one in sittings]
    for place, one in enumerate(now):
        if one.outcome is not Outcome.OPEN or one.acting is not None or house.is_there(one.person):
            continue
        pair = places[one.key].pair
        found = stand_in(places[one.key], barred(one, now, author, pair=pair), house)
        now[place] = _with(one, found)
    return {one.key: one.acting for one in now if one.acting is not None}


def settle(at: datetime) -> int:
    """Look at every round under way; how many rounds were looked at."""
    house = DirectoryHouse(at)
    under_way = SignOff.objects.filter(state=RoundState.RUNNING).order_by("pk")
    return sum(settle_one(pk, at, house) for pk in under_way.values_list("pk", flat=True))


def settle_one(signoff_id: int, at: datetime, house: House | None = None) -> bool:
    """The same for one round, in a transaction of its own; ``False`` when it is over."""
    with transaction.atomic():
        rows = SignOff.objects.select_for_update(of=("self",)).select_related("case")
        signoff = rows.filter(pk=signoff_id, state=RoundState.RUNNING).first()
        if signoff is None:
            return False
        step = signoff.steps.filter(started_at__isnull=False, ended_at=None).first()
        if step is not None:
            seat(signoff, step, at, house=house)
    return True


def run(stop: Stop) -> None:
    """Settle again and again until ``stop`` is set."""
    while not stop.is_set():
        settle(clock.now())
        stop.wait(PERIOD)


def _hand_over(signoff: SignOff, step: Step, row: Seat, at: datetime) -> None:
    facts: dict[str, Fact] = {
        "scenario": signoff.case.scenario,
        "classification": signoff.case.classification,
        "step": step.step,
        "part": row.part,
        "person": row.person_id,
        "delegate": row.acting_id,
    }
    record(Event(events.STOOD_IN, str(signoff.case_id), at, None, facts))
    reassign.let_act(signoff.case_id, row.part, row.person_id, row.acting_id)
    live.announce(*(f"person:{who}" for who in (row.person_id, row.acting_id) if who))


def _sitting(row: Seat) -> Sitting:
    return Sitting(row.pk, row.person_id, Outcome(row.outcome), row.acting_id, row.acted_by_id)


def _with(one: Sitting, acting: int | None) -> Sitting:
    return Sitting(one.key, one.person, one.outcome, acting, one.acted_by)
