"""What a signer answers: approve, send back, reject. Each is one event, whoever acts for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist

from huiyin.cases.actions import action
from huiyin.cases.signoff import changes, checklist, events, registry, rounds
from huiyin.cases.signoff.checklist import Finding
from huiyin.cases.signoff.models import RoundState, Seat, SeatState, SignOff, StepKind
from huiyin.cases.signoff.progress import Outcome, Sitting, may_act
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record

REJECTING = frozenset(
    {StepKind.NECESSITY.value, StepKind.APPROVE.value, StepKind.MANAGEMENT_REVIEW.value}
)
"""The steps at which the whole matter may be turned down."""


class NotYours(Exception):
    """The seat is another one's, or signed already, or this person must not take it."""


class Over(Exception):
    """The round ended before: returned, withdrawn, or signed by enough others."""


class NoReason(ValueError):
    """Whoever sends back, rejects or hands on says why."""


class NotHere(ValueError):
    """This step cannot be rejected, only sent back."""


@dataclass(frozen=True, slots=True)
class Means:
    """How somebody answered."""

    proof: Proof = Proof.BUTTON
    channel: Channel = Channel.INBOX


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer. ``changed``: the text is no longer the one that was put forward."""

    signoff: SignOff
    seat: Seat
    changed: bool = False


ON_PAGE = Means()


@action(events.SIGNED)
def approve(
    seat_id: int,
    *,
    by: Person,
    note: str = "",
    findings: Mapping[str, Finding] | None = None,
    means: Means = ON_PAGE,
) -> Answered:
    """Agree, for oneself or for whom one stands in. Twice is once.

    An information review needs every point of its checklist (``checklist.Unfinished``). When the
    text was changed since the start, nothing is signed and the round is void.
    """
    seat = locked(seat_id, by)
    if seat.outcome == SeatState.APPROVED and seat.acted_by_id == by.pk:
        return Answered(seat.step.signoff, seat)
    _require_own(seat, by)
    if seat.step.step == StepKind.INFORMATION:
        checklist.require(findings or {})
    if _changed(seat):
        return _void(seat, by)
    checklist.keep(seat, findings or {})
    at = _close(seat, SeatState.APPROVED, note, by, means)
    rounds.advance(seat.step.signoff, at, by)
    return Answered(seat.step.signoff, seat)


@action(events.RETURNED)
def send_back(
    seat_id: int,
    reason: str,
    *,
    by: Person,
    findings: Mapping[str, Finding] | None = None,
    means: Means = ON_PAGE,
) -> Answered:
    """Give it back to its author with a reason (an objection of a co-signer is one)."""
    return _turn_down(seat_id, RoundState.RETURNED, reason, by, findings or {}, means)


@action(events.REJECTED)
def reject(seat_id: int, reason: str, *, by: Person, means: Means = ON_PAGE) -> Answered:
    """Say that this need not go out at all; only at steps of ``REJECTING``."""
    return _turn_down(seat_id, RoundState.REJECTED, reason, by, {}, means)


@action(events.TRANSFERRED)
def transfer(seat_id: int, person: Person, reason: str = "", *, by: Person) -> Seat:
    """Let a colleague sign instead; for a double check one of the same department.

    ``changes.NotEligible`` for the author, and for whoever is asked at this step already.
    """
    seat = locked(seat_id, by)
    _require_own(seat, by)
    return changes.hand_on(seat, person, reason, by=by)


def locked(seat_id: int, by: Person) -> Seat:
    """The seat, its round locked; ``NotVisible`` for whoever may not sign the case."""
    try:
        found = Seat.objects.select_related("step").get(pk=seat_id)
    except ObjectDoesNotExist as error:
        raise NotYours from error
    signoff = (
        SignOff.objects.select_for_update(of=("self",))
        .select_related("case", "author")
        .get(pk=found.step.signoff_id)
    )
    seat = Seat.objects.select_related("step", "person").get(pk=seat_id)
    seat.step.signoff = signoff
    require(by, Action.SIGN, signoff.case)
    return seat


def require_open(seat: Seat) -> None:
    """Raise ``Over`` when nobody is asked for this seat now."""
    if seat.step.signoff.state != RoundState.RUNNING or seat.asked_at is None:
        raise Over
    if seat.outcome in {SeatState.RELEASED, SeatState.TRANSFERRED}:
        raise Over


def own(seat: Seat, by: Person) -> bool:
    """Whether ``by`` may sign for ``seat`` now."""
    sittings = [sitting(one) for one in seat.step.seats.all()]
    return may_act(by.pk, sitting(seat), sittings, seat.step.signoff.author_id, pair=seat.pair)


def sitting(row: Seat) -> Sitting:
    """A seat as a pure value."""
    return Sitting(row.pk, row.person_id, Outcome(row.outcome), row.acting_id, row.acted_by_id)


def _require_own(seat: Seat, by: Person) -> None:
    require_open(seat)
    if not own(seat, by):
        raise NotYours


def _turn_down(
    seat_id: int,
    state: RoundState,
    reason: str,
    by: Person,
    findings: Mapping[str, Finding],
    means: Means,
) -> Answered:
    seat = locked(seat_id, by)
    said = {RoundState.RETURNED: SeatState.RETURNED, RoundState.REJECTED: SeatState.REJECTED}[state]
    if seat.outcome == said and seat.acted_by_id == by.pk:
        return Answered(seat.step.signoff, seat)
    _require_own(seat, by)
    if not reason.strip():
        raise NoReason
    if state is RoundState.REJECTED and seat.step.step not in REJECTING:
        raise NotHere
    if _changed(seat):
        return _void(seat, by)
    checklist.keep(seat, findings)
    at = _close(seat, said, reason, by, means)
    signoff = seat.step.signoff
    kind = events.RETURNED if state is RoundState.RETURNED else events.REJECTED
    facts: dict[str, Fact] = {
        "step": seat.step.step,
        "round": signoff.round,
        "initiator": signoff.author_id,
    }
    rounds.end(signoff, state, at, by, reason.strip())
    record(
        Event(kind, str(signoff.case_id), at, by.pk, rounds.facts_of(signoff) | facts),
        private={"reason": reason.strip()},
    )
    registry.of(signoff.case.scenario).on_returned(signoff.case_id, by)
    return Answered(signoff, seat)


def _close(seat: Seat, outcome: SeatState, note: str, by: Person, means: Means) -> datetime:
    at, signoff = clock.now(), seat.step.signoff
    seat.outcome, seat.acted_by, seat.at, seat.acting = outcome, by, at, None
    seat.reason, seat.proof = note.strip()[:500], int(means.proof)
    seat.save(update_fields=["outcome", "acted_by", "at", "acting", "reason", "proof"])
    facts: dict[str, Fact] = {
        "step": seat.step.step,
        "part": seat.part,
        "round": signoff.round,
        "person": seat.person_id,
        "outcome": outcome.value,
        "digest": signoff.digest,
        "proof": means.proof.name,
        "channel": means.channel.name,
    }
    event = Event(events.SIGNED, str(signoff.case_id), at, by.pk, rounds.facts_of(signoff) | facts)
    record(event, private={"note": note.strip()} if note.strip() else None)
    return at


def _changed(seat: Seat) -> bool:
    signoff = seat.step.signoff
    return registry.text(signoff.case.scenario, signoff.case_id).digest() != signoff.digest


def _void(seat: Seat, by: Person) -> Answered:
    changes.end_as_void(seat.step.signoff, by)
    return Answered(seat.step.signoff, seat, changed=True)
