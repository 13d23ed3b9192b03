"""The solution report: written, put forward, carried out step by step."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.cases.actions import action
from huiyin.cases.models import Case
from huiyin.cases.signoff import rounds
from huiyin.cases.signoff.models import RoundState, SignOff
from huiyin.core.event import Event, Fact
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import authority, duties, events
from huiyin.scenarios.problems.models import PlanStep, Problem, ProblemState, Solution, StepState
from huiyin.scenarios.problems.registering import NotNow, locked
from huiyin.scenarios.problems.reporting import NotWhole, ProblemRefused, facts_of
from huiyin.scenarios.problems.solution import content, path
from huiyin.scenarios.problems.solution.content import Words


@transaction.atomic
def write(problem_id: UUID, words: Words, *, by: Person) -> Solution:
    """Keep what was written of the report. No event: nothing happened.

    ``NotNow`` unless the report is being written: while it is decided, and later, it stays.
    """
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_own(by, problem))
    if not is_written(problem):
        raise NotNow(problem.state)
    solution = current(problem) or begin_round(problem, by)
    solution.cause, solution.impact = words.cause.strip(), words.impact.strip()
    solution.options = content.plain(words.options)
    solution.recommended = words.recommended
    solution.plan, solution.resources = words.plan.strip(), words.resources.strip()
    solution.author, solution.saved_at = by, clock.now()
    solution.save()
    solution.steps.all().delete()
    PlanStep.objects.bulk_create(
        PlanStep(
            solution=solution,
            position=place,
            text=step.text,
            owner=step.owner,
            due_at=step.due_at,
        )
        for place, step in enumerate(words.steps[: content.MOST_STEPS], 1)
    )
    return solution


@action(events.SOLUTION_REPORTED)
def submit(problem_id: UUID, *, by: Person) -> SignOff:
    """Put the report forward to be decided.

    ``NotWhole`` names what is missing, ``NotNow``; ``guards.Refused`` and whatever
    ``rounds.start`` raises leave everything as it was.
    """
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_own(by, problem))
    if not is_written(problem):
        raise NotNow(problem.state)
    solution, at = current(problem), clock.now()
    lacks = content.missing(solution, at) if solution else content.missing(Solution(), at)
    if solution is None or lacks:
        raise NotWhole(lacks)
    solution.submitted_at, solution.outcome = at, ""
    solution.decided_at = solution.decided_by = None
    solution.save(update_fields=["submitted_at", "outcome", "decided_at", "decided_by"])
    problem.state = ProblemState.REPORTED_SOLUTION
    problem.save(update_fields=["state"])
    facts: dict[str, Fact] = {
        "person": duties.bearer_of(problem.pk, events.SOLVE, by.pk),
        "is_whole": not lacks,
        **path.deciders(problem),
    }
    subject = str(problem.pk)
    record(Event(events.SOLUTION_REPORTED, subject, at, by.pk, facts_of(problem) | facts))
    case = Case.objects.get(pk=problem.pk)
    return rounds.start(case, path.request(problem), path.facts(problem), by=by)


@action(events.SOLUTION_BEGUN)
def begin(problem_id: UUID, *, by: Person) -> Problem:
    """Carry the approved report out: each step of its plan is owed from now on.

    ``guards.Refused`` before it was approved. Asked twice, it begins once.
    """
    problem = locked(problem_id)
    if problem.state == ProblemState.DOING:
        return problem
    at, solution = clock.now(), current(problem)
    approved = solution is not None and solution.outcome == "approved"
    facts: dict[str, Fact] = {"signed_off": approved}
    record(Event(events.SOLUTION_BEGUN, str(problem.pk), at, by.pk, facts_of(problem) | facts))
    problem.state = ProblemState.DOING
    problem.save(update_fields=["state"])
    for step in solution.steps.select_related("owner") if solution else ():
        _owe(step, problem, at, by)
    return problem


@action(events.STEP_DONE)
def done(step_id: int, note: str = "", *, by: Person) -> PlanStep:
    """A step is done; the step's owner and the problem's say so. Twice is once."""
    step, problem = _open_step(step_id, by)
    if step.state == StepState.DONE:
        return step
    event, private = _ended(step, problem, StepState.DONE, note, by)
    record(event, private=private)
    return step


@action(events.STEP_DROPPED)
def drop(step_id: int, reason: str, *, by: Person) -> PlanStep:
    """A step is not needed any more, and why; the problem's owner says so."""
    step, problem = _open_step(step_id, by)
    authority.demand(by, problem, allowed=authority.may_own(by, problem))
    if not reason.strip():
        raise ProblemRefused("reason", "empty")
    if step.state == StepState.DROPPED:
        return step
    event, private = _ended(step, problem, StepState.DROPPED, reason, by)
    record(event, private=private)
    return step


def current(problem: Problem) -> Solution | None:
    """The report that is being written, decided or carried out; of a reopened problem a new one."""
    last = Solution.objects.filter(problem=problem).order_by("-round").first()
    if last is None or (problem.state == ProblemState.ASSIGNED and last.outcome == "approved"):
        return None
    return last


def begin_round(problem: Problem, by: Person) -> Solution:
    """The next report of a problem, begun empty."""
    known = Solution.objects.filter(problem=problem).count()
    return Solution(problem=problem, round=known + 1, author=by, saved_at=clock.now())


def is_written(problem: Problem) -> bool:
    """Whether the report may be written to: assigned, or put forward and its round lapsed."""
    if problem.state == ProblemState.REPORTED_SOLUTION:
        running = SignOff.objects.filter(case_id=problem.pk, state=RoundState.RUNNING)
        return not running.exists()
    return problem.state == ProblemState.ASSIGNED


def _owe(step: PlanStep, problem: Problem, at: datetime, by: Person) -> None:
    step.state = StepState.OPEN
    step.save(update_fields=["state"])
    facts: dict[str, Fact] = {
        "part": step.part,
        "step_owner": step.owner_id,
        "step_due": step.due_at,
    }
    event = Event(events.STEP_PLANNED, str(problem.pk), at, by.pk, facts_of(problem) | facts)
    record(event, private={"step": step.text})


def _open_step(step_id: int, by: Person) -> tuple[PlanStep, Problem]:
    rows = PlanStep.objects.select_for_update(of=("self",)).select_related("solution")
    step = rows.filter(pk=step_id).first()
    if step is None:
        raise NotVisible
    problem = locked(step.solution.problem_id)
    own = duties.answers_for(problem.pk, events.STEP, by, step.part) or step.owner_id == by.pk
    authority.demand(by, problem, allowed=own or authority.may_own(by, problem))
    if step.state == StepState.PLANNED or problem.state != ProblemState.DOING:
        raise NotNow(problem.state)
    return step, problem


def _ended(
    step: PlanStep, problem: Problem, state: StepState, note: str, by: Person
) -> tuple[Event, dict[str, str]]:
    """Keep that a step ended; the caller records the event."""
    at = clock.now()
    person = duties.bearer_of(problem.pk, events.STEP, step.owner_id, step.part)
    step.state, step.ended_at, step.note = state, at, note.strip()[:300]
    step.save(update_fields=["state", "ended_at", "note"])
    facts: dict[str, Fact] = {"part": step.part, "person": person}
    kind = events.STEP_DONE if state == StepState.DONE else events.STEP_DROPPED
    private = {"note": step.note} if step.note else {}
    return Event(kind, str(problem.pk), at, by.pk, facts_of(problem) | facts), private
