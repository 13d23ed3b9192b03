"""The register: what a problem is, who has it, who said it is not theirs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.audience import Audience
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import authority, duties, events, offices
from huiyin.scenarios.problems.models import Bounce, Category, Nature, Problem, ProblemState
from huiyin.scenarios.problems.reporting import ProblemRefused, facts_of, written

REASON = 300


class NotNow(Exception):
    """The problem is not in a state in which this can be done; ``state`` is where it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@dataclass(frozen=True, slots=True)
class Entry:
    """What the register says of a problem."""

    nature: str
    in_charge: Department | None
    due_at: datetime | None
    is_major: bool = False
    urgency: str = ""
    category: str = ""
    topic: str = ""


@action(events.REGISTERED)
def register(problem_id: UUID, entry: Entry, *, by: Person) -> Problem:
    """Write a problem into the register: nature, department in charge, deadline.

    Strategic ones are major. Whoever is in charge may read it. ``guards.Refused`` when department
    or deadline is missing, ``ProblemRefused`` for a nature that is none or a deadline in the past,
    ``NotNow`` unless it waits for that.
    """
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_register(by, problem))
    _require_state(problem, ProblemState.REPORTED)
    at = clock.now()
    _check(entry, at)
    problem.nature = entry.nature
    problem.is_major = entry.is_major or entry.nature == Nature.STRATEGIC
    problem.in_charge, problem.due_at = entry.in_charge, entry.due_at
    problem.department = entry.in_charge or problem.department
    problem.urgency = entry.urgency or problem.urgency
    problem.category, problem.topic = entry.category, entry.topic.strip()[:60]
    problem.state, problem.owner = ProblemState.REGISTERED, None
    problem.save()
    _let_read(problem)
    facts: dict[str, Fact] = {
        "person": duties.bearer_of(problem.pk, events.REGISTER, by.pk),
        "is_complete": entry.in_charge is not None and entry.due_at is not None,
        **_heads(problem),
    }
    record(Event(events.REGISTERED, str(problem.pk), at, by.pk, facts_of(problem) | facts))
    return problem


@action(events.ASSIGNED)
def assign(problem_id: UUID, owner: Person, *, by: Person) -> Problem:
    """Name who solves it. ``NotNow`` unless it waits for that; ``ProblemRefused`` for no colleague."""
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_assign(by, problem))
    if problem.state == ProblemState.ASSIGNED and problem.owner_id == owner.pk:
        return problem
    _require_state(problem, ProblemState.REGISTERED)
    if not owner.active or owner.party:
        raise ProblemRefused("owner", "unknown")
    problem.owner, problem.state = owner, ProblemState.ASSIGNED
    problem.save(update_fields=["owner", "state"])
    facts: dict[str, Fact] = {"person": duties.bearer_of(problem.pk, events.ASSIGN, by.pk)}
    event = Event(events.ASSIGNED, str(problem.pk), clock.now(), by.pk, facts_of(problem) | facts)
    record(event)
    return problem


@action(events.BOUNCED)
def bounce(problem_id: UUID, reason: str, *, by: Person) -> Problem:
    """This is not ours: back to the desk, with a reason, counted. ``NotNow`` once it is worked on."""
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_bounce(by, problem))
    _require_state(problem, ProblemState.REGISTERED, ProblemState.ASSIGNED)
    said = written(reason, "reason", REASON)
    at, verb = clock.now(), _next_verb(problem)
    person = duties.bearer_of(problem.pk, verb, by.pk)
    place = problem.in_charge or problem.department
    Bounce.objects.create(problem=problem, department=place, by=by, reason=said, at=at)
    desk = offices.desk_of(problem.department)
    problem.bounced += 1
    problem.state, problem.owner = ProblemState.REPORTED, None
    problem.save(update_fields=["bounced", "state", "owner"])
    facts: dict[str, Fact] = {"person": person, "times": problem.bounced, "from": place.pk}
    facts |= {"leading_head": offices.head_over(place)}
    facts |= {"problem_desk": desk.pk} if desk else {}
    event = Event(events.BOUNCED, str(problem.pk), at, by.pk, facts_of(problem) | facts)
    record(event, private={"reason": said})
    return problem


@action(events.MERGED)
def merge(problem_id: UUID, into_id: UUID, *, by: Person) -> Problem:
    """It is the same as another problem, which goes on: whoever raised it reads that one now.

    ``ProblemRefused`` for itself, for one that ended, or one that ``by`` cannot read; ``NotNow``
    once a solution is on its way.
    """
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_register(by, problem))
    if problem.state == ProblemState.MERGED and problem.merged_into_id == into_id:
        return problem
    _require_state(problem, ProblemState.REPORTED, ProblemState.REGISTERED, ProblemState.ASSIGNED)
    into = Problem.objects.filter(pk=into_id).exclude(pk=problem.pk).first()
    if into is None or into.state in authority.ENDED or not may(by, Action.READ, into):
        raise ProblemRefused("into", "unknown")
    person = duties.bearer_of(problem.pk, _next_verb(problem), by.pk)
    was_reported = problem.state == ProblemState.REPORTED
    at = clock.now()
    _end(problem, ProblemState.MERGED, at, into)
    raisers = [pk for pk in (problem.reporter_id, problem.initiator_id) if pk is not None]
    readers.tell(into.pk, Audience(people=tuple(dict.fromkeys(raisers))).select_sql())
    facts: dict[str, Fact] = {"person": person, "into": str(into.pk)}
    record(Event(events.MERGED, str(problem.pk), at, by.pk, facts_of(problem) | facts))
    if not was_reported:
        record(_off_the_table(problem, at, by))
    return problem


@action(events.WITHDRAWN)
def withdraw(problem_id: UUID, reason: str, *, by: Person) -> Problem:
    """It is no problem (any more), and why; nobody owes anything about it then. Twice is once."""
    problem = locked(problem_id)
    if problem.state == ProblemState.WITHDRAWN and may(by, Action.SEE, problem):
        return problem
    authority.demand(by, problem, allowed=authority.may_withdraw(by, problem))
    said = written(reason, "reason", REASON)
    at = clock.now()
    _void_signing(problem, by)
    _end(problem, ProblemState.WITHDRAWN, at)
    problem.result = said
    problem.save(update_fields=["result"])
    record(_off_the_table(problem, at, by), private={"reason": said})
    return problem


def locked(problem_id: UUID) -> Problem:
    """The problem, its row held; ``NotVisible`` when there is none."""
    rows = Problem.objects.select_for_update(of=("self",)).select_related(
        "department", "in_charge", "owner", "reporter"
    )
    found = rows.filter(pk=problem_id).first()
    if found is None:
        raise NotVisible
    return found


def _check(entry: Entry, at: datetime) -> None:
    if entry.nature not in Nature.values:
        raise ProblemRefused("nature", "unknown")
    if entry.category and entry.category not in Category.values:
        raise ProblemRefused("category", "unknown")
    if entry.due_at is not None and entry.due_at <= at:
        raise ProblemRefused("due_at", "past")


def _require_state(problem: Problem, *states: ProblemState) -> None:
    if problem.state not in states:
        raise NotNow(problem.state)


def _next_verb(problem: Problem) -> str:
    verbs = {
        ProblemState.REPORTED.value: events.REGISTER,
        ProblemState.REGISTERED.value: events.ASSIGN,
    }
    return verbs.get(problem.state, events.SOLVE)


def _heads(problem: Problem) -> dict[str, Fact]:
    """Who may be asked to find somebody: each role of the clauses, where somebody holds it."""
    place = problem.in_charge or problem.department
    head, management = offices.head_over(place), offices.managers()
    named = {"executing_head": head, "leading_head": head}
    named["managing_head"] = management[0] if management else head
    return {role: person for role, person in named.items() if person is not None}


def _let_read(problem: Problem) -> None:
    if problem.in_charge is not None and problem.classification != "confidential":
        audience = Audience(departments=(problem.in_charge.pk,))
        readers.tell(problem.pk, audience.select_sql())
    if problem.is_major:
        readers.tell(problem.pk, Audience(people=tuple(offices.managers())).select_sql())


def _void_signing(problem: Problem, by: Person) -> None:
    from huiyin.cases.signoff import changes

    changes.void(Case.objects.get(pk=problem.pk), by=by)


def _end(problem: Problem, state: ProblemState, at: datetime, into: Problem | None = None) -> None:
    problem.state, problem.closed_at, problem.merged_into = state, at, into
    problem.save(update_fields=["state", "closed_at", "merged_into"])


def _off_the_table(problem: Problem, at: datetime, by: Person) -> Event:
    return Event(events.WITHDRAWN, str(problem.pk), at, by.pk, facts_of(problem))
