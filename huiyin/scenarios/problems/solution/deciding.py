"""What follows when a solution was approved, or sent back."""

from uuid import UUID

from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import duties, events
from huiyin.scenarios.problems.models import Problem, ProblemState
from huiyin.scenarios.problems.registering import locked
from huiyin.scenarios.problems.reporting import facts_of
from huiyin.scenarios.problems.solution import actions

APPROVED, RETURNED = "approved", "returned"


def approve(case_id: UUID, by: Person) -> None:
    """All have signed: the plan begins at once, each step is owed."""
    problem = locked(case_id)
    _decide(problem, APPROVED, by)
    actions.begin(case_id, by=by)


def take_back(case_id: UUID, by: Person) -> None:
    """It was sent back or turned down: its owner writes it again, by the clause."""
    problem = locked(case_id)
    if problem.state == ProblemState.REPORTED_SOLUTION:
        _decide(problem, RETURNED, by)
        problem.state = ProblemState.ASSIGNED
        problem.save(update_fields=["state"])


def _decide(problem: Problem, outcome: str, by: Person) -> None:
    at, solution = clock.now(), actions.current(problem)
    if solution is not None:
        solution.outcome, solution.decided_at, solution.decided_by = outcome, at, by
        solution.save(update_fields=["outcome", "decided_at", "decided_by"])
    facts: dict[str, Fact] = {
        "person": duties.bearer_of(problem.pk, events.DECIDE, by.pk),
        "outcome": outcome,
    }
    record(Event(events.SOLUTION_DECIDED, str(problem.pk), at, by.pk, facts_of(problem) | facts))
