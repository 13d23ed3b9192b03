"""The path of a sign-off as people see it: who signs, who signed, and when it will be through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.signoff import events, queries, rounds, standins
from huiyin.cases.signoff.house import DirectoryHouse
from huiyin.cases.signoff.models import RoundState, Seat, SeatState, SignOff, Step, StepKind
from huiyin.cases.signoff.offices import Request, UnknownOffice
from huiyin.cases.signoff.progress import Sitting
from huiyin.cases.signoff.seating import NobodyLeft, Place
from huiyin.core import path
from huiyin.core.due import derive
from huiyin.core.event import Fact
from huiyin.core.policy import Mode, Policy, Signing
from huiyin.core.terms import TermError
from huiyin.directory.models import Department, Person
from huiyin.directory.places import chain_of
from huiyin.kit import clock
from huiyin.policies import in_force
from huiyin.worktime import calendars

DONE, NOW, NEXT, BACK = "done", "now", "next", "back"


@dataclass(frozen=True, slots=True)
class Signer:
    """One name on the path. ``instead`` is who acts, or acted, for them."""

    name: str
    state: str
    instead: str = ""
    department: str = ""

    @property
    def words(self) -> str:
        """Both names when somebody acts for another."""
        if not self.instead:
            return self.name
        return _("%(acting)s（代 %(name)s）") % {"acting": self.instead, "name": self.name}


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the path; ``state`` is done, now, next or back."""

    word: str
    clause: str
    state: str
    signers: tuple[Signer, ...]
    due_at: datetime | None = None
    any_of: bool = False

    @property
    def first(self) -> str:
        """Whose avatar stands for the step."""
        return self.signers[0].instead or self.signers[0].name if self.signers else ""


@dataclass(frozen=True, slots=True)
class Path:
    """The stops in order. ``ready_at``: by when it may go out if everybody keeps to the clauses."""

    author: str
    stops: tuple[Stop, ...] = ()
    ready_at: datetime | None = None
    problem: str = ""
    state: str = ""
    case_id: UUID | None = None

    @property
    def state_word(self) -> str:
        """The state of the round in words; empty before it starts."""
        return str(RoundState(self.state).label) if self.state else ""


def forecast(scenario: str, facts: Mapping[str, Fact], request: Request, author: Person) -> Path:
    """The path that a case with ``facts`` would take now; nobody is asked."""
    at, policy = clock.now(), in_force.current()
    signings = path.path(policy, scenario, facts, chain_of(request.department))
    try:
        found = rounds.seats_of(scenario, signings, request, at)
    except NobodyLeft:
        return Path(author.name, problem=_("除作者外没有足够的人可以签署"))
    except UnknownOffice as error:
        return Path(author.name, problem=_("没有人担任 %(who)s") % {"who": str(error)})
    stops: list[Stop] = []
    reached: datetime | None = at
    kind, house = str(facts.get("classification", "")), DirectoryHouse(at)
    for signing, places in found:
        reached = _due(policy, scenario, signing.step, kind, reached)
        acting = _acting(dict(enumerate(places)), author.pk, house)
        stops.append(_planned(signing, places, acting, reached))
    return Path(author.name, tuple(stops), reached if stops else None)


def shown(signoff: SignOff) -> Path:
    """The path of a round: who signed, who is asked, what is still to come."""
    at, policy = clock.now(), in_force.version(signoff.policy_version)
    case, stops = signoff.case, list[Stop]()
    reached: datetime | None = signoff.started_at
    for step in queries.steps_of(signoff):
        state = _state(signoff, step)
        if state in {DONE, BACK}:
            reached = step.ended_at or reached
        else:
            due = _due(
                policy, case.scenario, step.step, case.classification, step.started_at or reached
            )
            reached = max(due, at) if due is not None else None
        signers = tuple(_signer(seat) for seat in _told(step))
        word, any_of = str(StepKind(step.step).label), step.mode == Mode.ANY
        stops.append(Stop(word, step.clause, state, signers, reached, any_of))
    ready = reached if signoff.state == RoundState.RUNNING else None
    return Path(
        signoff.author.name, tuple(stops), ready, state=signoff.state, case_id=signoff.case_id
    )


def _due(
    policy: Policy, scenario: str, step: str, classification: str, born_at: datetime | None
) -> datetime | None:
    """When a step that is asked at ``born_at`` is due by the clauses; the strictest of them."""
    if born_at is None:
        return None
    facts: dict[str, Fact] = {
        "scenario": scenario, "step": step, "classification": classification,
    }  # fmt: skip
    found: list[datetime] = []
    for rule in policy.rules_for(events.ASKED, facts):
        if rule.within is None:
            continue
        try:
            found.append(derive(rule.within, born_at, facts, calendars.current()).at)
        except TermError:
            continue
    return min(found, default=None)


def _acting(places: dict[int, Place], author: int, house: DirectoryHouse) -> dict[int, int]:
    """Who would act now for those who are away."""
    sittings = [Sitting(key, place.person) for key, place in places.items()]
    return standins.arrange(sittings, places, author, house)


def _planned(
    signing: Signing, places: list[Place], acting: Mapping[int, int], due_at: datetime | None
) -> Stop:
    named = [*(place.person for place in places), *acting.values()]
    people = Person.objects.in_bulk(named)
    homes = Department.objects.in_bulk([place.department for place in places if place.department])
    signers = tuple(
        Signer(
            people[one.person].name,
            NEXT,
            instead=people[acting[key]].name if key in acting else "",
            department=_named(homes, one.department),
        )
        for key, one in enumerate(places)
    )
    word = str(StepKind(signing.step).label)
    return Stop(word, signing.clause, NEXT, signers, due_at, signing.mode is Mode.ANY)


def _named(homes: Mapping[int, Department], pk: int | None) -> str:
    return homes[pk].name if pk is not None and pk in homes else ""


def _state(signoff: SignOff, step: Step) -> str:
    if step.started_at is None:
        return NEXT
    if step.ended_at is None:
        return NOW
    back = (SeatState.RETURNED, SeatState.REJECTED)
    if any(seat.outcome in back for seat in step.seats.all()):
        return BACK
    return (
        DONE if signoff.state in {RoundState.RUNNING, RoundState.COMPLETED} or _all(step) else NEXT
    )


def _all(step: Step) -> bool:
    return any(seat.outcome == SeatState.APPROVED for seat in step.seats.all())


def _told(step: Step) -> list[Seat]:
    """The seats worth a name: who handed on or was released is left out."""
    return [
        seat
        for seat in sorted(step.seats.all(), key=lambda one: one.pk)
        if seat.outcome not in {SeatState.TRANSFERRED, SeatState.RELEASED}
    ]


def _signer(seat: Seat) -> Signer:
    acting = seat.acted_by if seat.acted_by is not None else seat.acting
    instead = acting.name if acting is not None and acting.pk != seat.person_id else ""
    home = seat.department.name if seat.department is not None else ""
    return Signer(seat.person.name, seat.outcome, instead, home)
