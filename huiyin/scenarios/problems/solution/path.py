"""Who decides on a solution: the facts that choose the way, and who sits where (B05)."""

from huiyin.cases.models import Case
from huiyin.cases.signoff import offices as general
from huiyin.cases.signoff.offices import Offices, Request
from huiyin.cases.signoff.seating import Place, chair
from huiyin.core.event import Fact
from huiyin.core.policy import Mode
from huiyin.directory.models import Person
from huiyin.scenarios.problems import authority, offices
from huiyin.scenarios.problems.models import Problem


def facts(problem: Problem) -> dict[str, Fact]:
    """What the clauses of sign-off look at."""
    return {
        "is_major": problem.is_major,
        "nature": problem.nature,
        "classification": problem.classification,
    }


def request(problem: Problem) -> Request:
    """Whose text it is: the owner's, for the department in charge."""
    place = problem.in_charge_id or problem.department_id
    return Request(problem.owner_id or problem.initiator_id, place)


def deciders(problem: Problem) -> dict[str, Fact]:
    """Who owes the decision, as facts: the head, or the chair of the management review."""
    barred = frozenset({problem.owner_id or 0})
    if problem.is_major:
        found = offices.managers(barred)
        return {"review_chair": found[0]} if found else {}
    head = offices.head_over(problem.in_charge or problem.department, barred)
    return {"deciding_head": head} if head is not None else {}


def seats(who: str, mode: Mode, asked: Request, house: Offices) -> list[Place]:
    """The places for a role of the clauses: the head in charge, or everybody of the management."""
    if who == "deciding_head":
        return [Place(chair(asked.department, {asked.author}, house), asked.department)]
    if who == "management":
        return [Place(person) for person in offices.managers(frozenset({asked.author}))]
    return general.seats(who, mode, asked, house)


def allow(case: Case, by: Person) -> None:
    """Whoever solves it puts it forward."""
    problem = Problem.objects.select_related("owner").get(pk=case.pk)
    authority.demand(by, problem, allowed=authority.may_own(by, problem))
