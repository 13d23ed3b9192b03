"""Who may do what about a problem."""

from django.core.exceptions import PermissionDenied

from huiyin.directory.access import Action, may, require
from huiyin.directory.heads import head_of
from huiyin.directory.models import Person
from huiyin.scenarios.problems import duties, events, offices
from huiyin.scenarios.problems.models import Problem, ProblemState

ENDED = (ProblemState.CLOSED, ProblemState.WITHDRAWN, ProblemState.MERGED)


def may_register(actor: Person, problem: Problem) -> bool:
    """The desk of the department, and whoever owes it."""
    if duties.answers_for(problem.pk, events.REGISTER, actor):
        return True
    desk = offices.desk_of(problem.department)
    return desk is not None and desk.pk == actor.pk


def may_assign(actor: Person, problem: Problem) -> bool:
    """Whoever owes it, and the head of the department in charge."""
    if duties.answers_for(problem.pk, events.ASSIGN, actor):
        return True
    return problem.in_charge is not None and problem.in_charge.head_id == actor.pk


def may_own(actor: Person, problem: Problem) -> bool:
    """The owner, who stands in for them, and the owner's head."""
    if problem.owner_id is None or problem.owner is None:
        return False
    if actor.pk == problem.owner_id or _stands_in(actor, problem):
        return True
    head = head_of(problem.owner)
    return head is not None and head.pk == actor.pk


def may_bounce(actor: Person, problem: Problem) -> bool:
    """Whoever was asked to find somebody, or to write the solution."""
    if problem.state == ProblemState.REGISTERED:
        return may_assign(actor, problem)
    return problem.state == ProblemState.ASSIGNED and may_own(actor, problem)


def may_withdraw(actor: Person, problem: Problem) -> bool:
    """Whoever raised it or wrote it down, and the desk, as long as it is not solved."""
    if problem.state in (*ENDED, ProblemState.SOLVED, ProblemState.TOLD):
        return False
    return raised(actor, problem) or may_register(actor, problem)


def raised(actor: Person, problem: Problem) -> bool:
    """Whether ``actor`` raised it, or wrote it down for somebody."""
    return actor.pk in (problem.reporter_id, problem.initiator_id)


def demand(actor: Person, problem: Problem, *, allowed: bool) -> None:
    """Pass, or raise ``NotVisible`` or ``PermissionDenied``."""
    require(actor, Action.SEE, problem)
    if not allowed or not may(actor, Action.READ, problem):
        raise PermissionDenied


def _stands_in(actor: Person, problem: Problem) -> bool:
    verbs = (events.SOLVE, events.TELL, events.EXPLAIN)
    return any(duties.answers_for(problem.pk, verb, actor) for verb in verbs)
