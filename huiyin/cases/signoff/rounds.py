"""A round of sign-off from its start to its end: its path, its steps one after another."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.cases.signoff import events, registry, standins
from huiyin.cases.signoff.house import DirectoryHouse
from huiyin.cases.signoff.models import RoundState, Seat, SeatState, SignOff, Step
from huiyin.cases.signoff.offices import Request
from huiyin.cases.signoff.progress import Outcome, is_done
from huiyin.cases.signoff.seating import Place
from huiyin.core import path
from huiyin.core.event import Event, Fact
from huiyin.core.policy import Mode, Signing
from huiyin.directory.models import Person
from huiyin.directory.places import chain_of
from huiyin.kit import clock
from huiyin.kit.digest import canonical
from huiyin.obligations.record import record
from huiyin.policies import in_force


class NothingToSign(Exception):
    """The policy asks no sign-off for this case."""


class AlreadyRunning(Exception):
    """The case is being signed: withdraw first."""


@action(events.STARTED)
def start(case: Case, request: Request, facts: Mapping[str, Fact], *, by: Person) -> SignOff:
    """Begin a round for the text as it stands: the path that fits ``facts``, frozen with its seats.

    ``NothingToSign``, ``AlreadyRunning``, ``seating.NobodyLeft`` and ``offices.UnknownOffice``
    leave everything as it was. A case signed before begins a new round.
    """
    registry.of(case.scenario).allow(case, by)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if running(case) is not None:
        raise AlreadyRunning
    policy, at = in_force.current(), clock.now()
    signings = path.path(policy, case.scenario, facts, chain_of(case.department_id))
    places = seats_of(case.scenario, signings, request, at)
    if not places:
        raise NothingToSign
    text = registry.text(case.scenario, case.pk)
    made = SignOff.objects.create(
        case=case,
        round=SignOff.objects.filter(case=case).count() + 1,
        author=by,
        digest=text.digest(),
        text=text.to_json(),
        facts=_plain(facts),
        policy_version=policy.version,
        started_at=at,
    )
    for order, (signing, step) in enumerate(places, 1):
        _keep(made, order, signing, step)
    told: dict[str, Fact] = {"round": made.round, "digest": made.digest, "initiator": by.pk}
    record(Event(events.STARTED, str(case.pk), at, by.pk, _base(made) | told))
    advance(made, at, by)
    return made


def seats_of(
    scenario: str, signings: list[Signing], request: Request, at: datetime
) -> list[tuple[Signing, list[Place]]]:
    """Each step with its places, one for mode ``one``; a step that concerns nobody is left out."""
    resolve, house = registry.of(scenario).seats, DirectoryHouse(at)
    found = [(one, resolve(one.who, one.mode, request, house)) for one in signings]
    return [
        (signing, places[:1] if signing.mode is Mode.ONE else places)
        for signing, places in found
        if places
    ]


def running(case: Case) -> SignOff | None:
    """The round that is under way."""
    return SignOff.objects.filter(case=case, state=RoundState.RUNNING).first()


def current_step(signoff: SignOff) -> Step | None:
    """The step that is being signed."""
    under_way = signoff.steps.filter(started_at__isnull=False, ended_at=None)
    return under_way.order_by("order").first()


def advance(signoff: SignOff, at: datetime, by: Person) -> None:
    """End the present step when it is done, ask the next one, complete the round at the end."""
    step = current_step(signoff)
    if step is not None:
        if not is_done(Mode(step.mode), map(Outcome, _outcomes(step))):
            return
        release(step, at, by)
        step.ended_at = at
        step.save(update_fields=["ended_at"])
    following = signoff.steps.filter(started_at=None).order_by("order").first()
    if following is None:
        _complete(signoff, at, by)
        return
    following.started_at = at
    following.save(update_fields=["started_at"])
    ask(signoff, following, list(following.seats.order_by("pk")), at, by)


def ask(signoff: SignOff, step: Step, seats: list[Seat], at: datetime, by: Person) -> None:
    """Ask the people of ``seats``: one duty each, told together."""
    part = f"s{signoff.round}.{step.order}"
    if step.seats.filter(asked_at__isnull=False).exists():
        part += f".{step.seats.count()}"
    for seat in seats:
        seat.part, seat.asked_at = part, at
        seat.save(update_fields=["part", "asked_at"])
    standing = standins.seat(signoff, step, at, new={seat.pk for seat in seats})
    told: dict[str, Fact] = {
        "step": step.step,
        "part": part,
        "round": signoff.round,
        "initiator": signoff.author_id,
        "urgency": signoff.case.urgency,
        "stand_ins": tuple(
            f"{seat.person_id}:{standing[seat.pk]}" for seat in seats if seat.pk in standing
        ),
    }
    people = [seat.person_id for seat in seats]
    record(
        Event(events.ASKED, str(signoff.case_id), at, by.pk, _base(signoff) | told),
        sets={"signers": (_PEOPLE, [people])},
    )


def release(step: Step, at: datetime, by: Person) -> None:
    """Nobody of ``step`` is asked any more: who is still open need not sign."""
    waiting = step.seats.filter(outcome=SeatState.OPEN)
    parts = sorted(set(waiting.exclude(part="").values_list("part", flat=True)))
    waiting.update(outcome=SeatState.RELEASED, acting=None)
    for part in parts:
        facts: dict[str, Fact] = {"part": part}
        subject = str(step.signoff.case_id)
        record(Event(events.RELEASED, subject, at, by.pk, _base(step.signoff) | facts))


def end(signoff: SignOff, state: RoundState, at: datetime, by: Person, reason: str = "") -> None:
    """The round is over; whoever is still asked is released."""
    step = current_step(signoff)
    if step is not None:
        release(step, at, by)
        step.ended_at = at
        step.save(update_fields=["ended_at"])
    signoff.state, signoff.ended_at, signoff.ended_by = state, at, by
    signoff.reason = reason[:500]
    signoff.save(update_fields=["state", "ended_at", "ended_by", "reason"])


def facts_of(signoff: SignOff) -> dict[str, Fact]:
    """What every event of a round says."""
    return _base(signoff)


def _complete(signoff: SignOff, at: datetime, by: Person) -> None:
    end(signoff, RoundState.COMPLETED, at, by)
    facts: dict[str, Fact] = {
        "round": signoff.round,
        "digest": signoff.digest,
        "initiator": signoff.author_id,
    }
    record(Event(events.COMPLETED, str(signoff.case_id), at, by.pk, _base(signoff) | facts))
    registry.of(signoff.case.scenario).on_completed(signoff.case_id, by)


def _base(signoff: SignOff) -> dict[str, Fact]:
    case = signoff.case
    return {"scenario": case.scenario, "classification": case.classification}


def _keep(signoff: SignOff, order: int, signing: Signing, places: list[Place]) -> None:
    step = Step.objects.create(
        signoff=signoff,
        order=order,
        step=signing.step,
        mode=signing.mode.value,
        who=signing.who,
        clause=signing.clause,
    )
    Seat.objects.bulk_create(
        Seat(
            case_id=signoff.case_id,
            step=step,
            department_id=place.department,
            person_id=place.person,
            pair=place.pair,
        )
        for place in places
    )


def _outcomes(step: Step) -> list[str]:
    return list(step.seats.values_list("outcome", flat=True))


def _plain(facts: Mapping[str, Fact]) -> Any:
    return json.loads(canonical(dict(facts)))


_PEOPLE = """
SELECT id AS person_id, department_id FROM directory_person WHERE id = ANY(%s::bigint[])
"""
