"""What changes a round without signing it: more signers, a colleague instead, back to the author."""

from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.cases.signoff import events, rounds
from huiyin.cases.signoff.house import DirectoryHouse
from huiyin.cases.signoff.models import RoundState, Seat, SeatState, SignOff, Step
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record


class NotEligible(ValueError):
    """This person cannot sign here: the author, somebody asked already, or of another department."""


@action(events.WITHDRAWN)
def withdraw(case: Case, *, by: Person) -> bool:
    """The author takes it back; whether it was under way."""
    require(by, Action.EDIT, case)
    signoff = _locked(case)
    if signoff is None:
        return False
    at = clock.now()
    rounds.end(signoff, RoundState.WITHDRAWN, at, by)
    facts: dict[str, Fact] = {"round": signoff.round}
    record(Event(events.WITHDRAWN, str(case.pk), at, by.pk, rounds.facts_of(signoff) | facts))
    return True


@action(events.WITHDRAWN)
def abandon(case: Case, *, by: Person) -> bool:
    """The draft is given up: a round under way ends, and its author owes nothing any more.

    ``False`` when it was never put forward.
    """
    if withdraw(case, by=by):
        return True
    if not SignOff.objects.filter(case=case).exists():
        return False
    facts: dict[str, Fact] = {"scenario": case.scenario, "classification": case.classification}
    record(Event(events.WITHDRAWN, str(case.pk), clock.now(), by.pk, facts))
    return True


@action(events.VOIDED)
def void(case: Case, *, by: Person) -> bool:
    """The text changes: what was signed so far stands for another one. Whether it was under way."""
    signoff = _locked(case)
    if signoff is None:
        return False
    end_as_void(signoff, by)
    return True


def end_as_void(signoff: SignOff, by: Person) -> None:
    """Void a round that the caller holds locked."""
    at = clock.now()
    rounds.end(signoff, RoundState.VOIDED, at, by)
    facts: dict[str, Fact] = {"round": signoff.round, "digest": signoff.digest}
    subject = str(signoff.case_id)
    record(Event(events.VOIDED, subject, at, by.pk, rounds.facts_of(signoff) | facts))


@action(events.ADDED)
def add_signer(step_id: int, person: Person, *, by: Person) -> Seat:
    """Ask one more person at the present step; author and signers may. ``NotEligible``."""
    step = Step.objects.select_related("signoff__case").get(pk=step_id)
    if by.pk != step.signoff.author_id:
        require(by, Action.SIGN, step.signoff.case)
    signoff = _locked(step.signoff.case)
    if signoff is None or signoff.pk != step.signoff_id or step.ended_at or not step.started_at:
        raise NotEligible
    step.signoff = signoff
    _require_eligible(step, person, department=None, pair=False)
    at = clock.now()
    made = Seat.objects.create(case=signoff.case, step=step, person=person, named_by=by)
    facts: dict[str, Fact] = {"step": step.step, "round": signoff.round, "person": person.pk}
    record(Event(events.ADDED, str(signoff.case_id), at, by.pk, rounds.facts_of(signoff) | facts))
    rounds.ask(signoff, step, [made], at, by)
    return made


def hand_on(seat: Seat, person: Person, reason: str, *, by: Person) -> Seat:
    """``person`` is asked instead; the caller has locked the round and knows that ``by`` may."""
    step, signoff = seat.step, seat.step.signoff
    _require_eligible(step, person, seat.department_id, pair=seat.pair, instead_of=seat)
    at = clock.now()
    seat.outcome, seat.at, seat.acting, seat.reason = (
        SeatState.TRANSFERRED, at, None, reason.strip()[:500],
    )  # fmt: skip
    seat.save(update_fields=["outcome", "at", "acting", "reason"])
    facts: dict[str, Fact] = {
        "step": step.step,
        "part": seat.part,
        "round": signoff.round,
        "person": seat.person_id,
        "delegate": person.pk,
    }
    event = Event(
        events.TRANSFERRED, str(signoff.case_id), at, by.pk, rounds.facts_of(signoff) | facts
    )
    record(event, private={"reason": reason.strip()} if reason.strip() else None)
    made = Seat.objects.create(
        case=signoff.case,
        step=step,
        department_id=seat.department_id,
        person=person,
        named_by=by,
        pair=seat.pair,
    )
    rounds.ask(signoff, step, [made], at, by)
    return made


def _require_eligible(
    step: Step,
    person: Person,
    department: int | None,
    *,
    pair: bool,
    instead_of: Seat | None = None,
) -> None:
    kept = step.seats.exclude(outcome=SeatState.TRANSFERRED)
    if instead_of is not None and pair:
        kept = kept.exclude(pk=instead_of.pk)
    known = {
        who
        for row in kept.values_list("person", "acting", "acted_by")
        for who in (row if step.mode == "two" else row[:1])
    }
    if person.pk in known | {step.signoff.author_id} or not person.active or person.party:
        raise NotEligible
    if pair and department is not None:
        house = DirectoryHouse(clock.now())
        if not house.belongs(person.pk, department):
            raise NotEligible


def _locked(case: Case) -> SignOff | None:
    rows = SignOff.objects.select_for_update(of=("self",)).select_related("case", "author")
    return rows.filter(case=case, state=RoundState.RUNNING).first()
