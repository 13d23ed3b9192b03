"""The end of a problem: solved, told to whoever raised it, and what they say to that (B06)."""

from uuid import UUID

from django.db import transaction

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import authority, duties, events
from huiyin.scenarios.problems.models import (
    LONGEST,
    Answer,
    AnswerBy,
    PlanStep,
    Problem,
    ProblemState,
    StepState,
)
from huiyin.scenarios.problems.registering import NotNow, locked
from huiyin.scenarios.problems.reporting import ProblemRefused, facts_of, written

WORDS, WHERE = 500, 200
CONFIRMED, REFUSED, DEEMED = "confirmed", "refused", "deemed"


@action(events.SOLVED)
def solve(problem_id: UUID, result: str, *, by: Person) -> Problem:
    """It is solved, and how. ``guards.Refused`` while a step of the plan is open; twice is once."""
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_own(by, problem))
    if problem.state == ProblemState.SOLVED:
        return problem
    if problem.state != ProblemState.DOING:
        raise NotNow(problem.state)
    words, at = written(result, "result", LONGEST), clock.now()
    problem.result, problem.solved_at, problem.state = words, at, ProblemState.SOLVED
    problem.save(update_fields=["result", "solved_at", "state"])
    steps = PlanStep.objects.filter(solution__problem=problem, state=StepState.OPEN)
    facts: dict[str, Fact] = {
        "person": problem.owner_id,
        "steps_ended": not steps.exists(),
        **round_of(problem),
    }
    event = Event(events.SOLVED, str(problem.pk), at, by.pk, facts_of(problem) | facts)
    record(event, private={"result": words})
    return problem


@action(events.REPORTER_TOLD)
def tell_reporter(problem_id: UUID, text: str, how: str, *, by: Person) -> Answer:
    """Tell whoever raised it what came of it, and by which way.

    A colleague is asked whether that answers it. ``NotNow`` unless it is solved,
    ``ProblemRefused`` without words, or by a way that is none.
    """
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_own(by, problem))
    if problem.state != ProblemState.SOLVED:
        raise NotNow(problem.state)
    if how not in AnswerBy.values:
        raise ProblemRefused("how", "unknown")
    words, at = written(text, "text", LONGEST), clock.now()
    made = Answer.objects.create(problem=problem, text=words, how=how, by=by, at=at)
    problem.state = ProblemState.TOLD
    problem.save(update_fields=["state"])
    facts: dict[str, Fact] = {
        "person": duties.bearer_of(problem.pk, events.TELL, by.pk),
        "how": how,
        **round_of(problem),
    }
    event = Event(events.REPORTER_TOLD, str(problem.pk), at, by.pk, facts_of(problem) | facts)
    record(event, private={"answer": words})
    return made


@action(events.ANSWER_CONFIRMED)
def confirm_answer(problem_id: UUID, words: str = "", *, by: Person) -> Problem:
    """Whoever raised it has its answer: the problem is over. Twice is once.

    For somebody outside, the owner writes down what they said.
    """
    problem = locked(problem_id)
    _require_answerer(problem, by)
    if problem.state == ProblemState.CLOSED:
        return problem
    if problem.state != ProblemState.TOLD:
        raise NotNow(problem.state)
    confirmed(problem, words, by.pk)
    return problem


@action(events.REOPENED)
def reopen(problem_id: UUID, words: str, *, by: Person) -> Problem:
    """That was no answer, and why: its owner owes another solution. ``ProblemRefused`` without why."""
    problem = locked(problem_id)
    _require_answerer(problem, by)
    if problem.state != ProblemState.TOLD:
        raise NotNow(problem.state)
    reopened(problem, written(words, "words", WORDS), by.pk)
    return problem


@action(events.EXPLAINED)
def explain(problem_id: UUID, where: str, *, by: Person) -> Problem:
    """A major problem was explained in public: at which meeting, or in which notice. Once."""
    problem = locked(problem_id)
    authority.demand(by, problem, allowed=authority.may_own(by, problem))
    if problem.explained_at is not None:
        return problem
    if not problem.is_major or problem.solved_at is None:
        raise NotNow(problem.state)
    explained(problem, written(where, "where", WHERE), by)
    return problem


def explained(problem: Problem, where: str, by: Person) -> None:
    """It was explained in public; the caller holds the row and knows that it is so."""
    at = clock.now()
    problem.explained_at, problem.explained_where = at, where.strip()[:WHERE]
    problem.save(update_fields=["explained_at", "explained_where"])
    facts: dict[str, Fact] = {"person": duties.bearer_of(problem.pk, events.EXPLAIN, by.pk)}
    record(Event(events.EXPLAINED, str(problem.pk), at, by.pk, facts_of(problem) | facts))


def confirmed(problem: Problem, words: str, actor: int | None) -> None:
    """Whoever raised it has its answer; ``actor`` is nobody for somebody outside."""
    end(problem, CONFIRMED, words)
    facts: dict[str, Fact] = {"person": problem.reporter_id}
    at, subject = clock.now(), str(problem.pk)
    record(Event(events.ANSWER_CONFIRMED, subject, at, actor, facts_of(problem) | facts))


def reopened(problem: Problem, words: str, actor: int | None) -> None:
    """That was no answer: the owner owes another solution."""
    part = round_of(problem)
    _respond(problem, REFUSED, words)
    problem.state, problem.solved_at = ProblemState.ASSIGNED, None
    problem.save(update_fields=["state", "solved_at"])
    facts: dict[str, Fact] = {"person": problem.reporter_id, **part}
    event = Event(events.REOPENED, str(problem.pk), clock.now(), actor, facts_of(problem) | facts)
    record(event, private={"words": words.strip()})


def round_of(problem: Problem) -> dict[str, Fact]:
    """The part of the duties from the second solution on; none the first time.

    Without it what is owed anew within the same night would fall due at the very moment of what
    was owed before, and be taken for it.
    """
    refused = problem.answers.filter(response=REFUSED).count()
    return {"part": f"n{refused + 1}"} if refused else {}


@transaction.atomic
def close_deemed(problem_id: UUID) -> bool:
    """Close a problem whose reporter let the time pass; whether it did. No event: the clock's."""
    rows = Problem.objects.select_for_update(of=("self",))
    problem = rows.filter(pk=problem_id, state=ProblemState.TOLD).first()
    if problem is None or problem.is_outside:
        return False
    if duties.open_duty(problem.pk, events.CONFIRM) is not None:
        return False
    end(problem, DEEMED)
    return True


def end(problem: Problem, response: str, words: str = "") -> None:
    """The problem is over; ``response`` is what became of its last answer."""
    _respond(problem, response, words)
    problem.state, problem.closed_at = ProblemState.CLOSED, clock.now()
    problem.save(update_fields=["state", "closed_at"])


def _respond(problem: Problem, response: str, words: str) -> None:
    last = problem.answers.order_by("-at", "-pk").first()
    if last is not None:
        last.response, last.words, last.responded_at = response, words.strip()[:WORDS], clock.now()
        last.save(update_fields=["response", "words", "responded_at"])


def _require_answerer(problem: Problem, by: Person) -> None:
    if problem.is_outside:
        allowed = authority.may_own(by, problem)
    else:
        owes = duties.answers_for(problem.pk, events.CONFIRM, by)
        allowed = owes or by.pk == problem.reporter_id
    require(by, Action.SEE, problem)
    authority.demand(by, problem, allowed=allowed)
