"""Reads of problems: who sees which, the register with its filter, and one of them."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.scenarios.problems.models import Problem, ProblemState

OPEN = (
    ProblemState.REPORTED,
    ProblemState.REGISTERED,
    ProblemState.ASSIGNED,
    ProblemState.REPORTED_SOLUTION,
    ProblemState.DOING,
    ProblemState.SOLVED,
    ProblemState.TOLD,
)
"""The states of a problem that is not over, in their order: the columns of the board."""

_WITH = ("department", "in_charge", "owner", "reporter", "initiator")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the register are asked for; empty means all."""

    text: str = ""
    state: str = ""
    nature: str = ""
    source: str = ""
    mine: bool = False
    major: bool = False
    over: bool = False


def in_state(wanted: Wanted, state: ProblemState) -> Wanted:
    """The same rows, those in ``state`` alone."""
    return replace(wanted, state=state.value, over=False)


def visible_to(actor: Person) -> QuerySet[Problem]:
    """Those that ``actor`` may see, with the people they name."""
    return Problem.objects.visible_to(actor).select_related(*_WITH)


def register(actor: Person, wanted: Wanted) -> QuerySet[Problem]:
    """The rows that fit, the newest first; with ``over`` those that ended."""
    rows = visible_to(actor)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    elif wanted.over:
        rows = rows.exclude(state__in=OPEN)
    else:
        rows = rows.filter(state__in=OPEN)
    rows = rows.filter(nature=wanted.nature) if wanted.nature else rows
    rows = rows.filter(source=wanted.source) if wanted.source else rows
    rows = rows.filter(is_major=True) if wanted.major else rows
    rows = rows.filter(_mine(actor)) if wanted.mine else rows
    if wanted.text:
        rows = rows.filter(Q(title__icontains=wanted.text) | Q(number__icontains=wanted.text))
    return rows.order_by("-created_at", "-pk")


def find(problem_id: UUID, actor: Person, action: Action = Action.SEE) -> Problem:
    """One problem for which ``actor`` may do ``action``; ``NotVisible`` otherwise."""
    found = Problem.objects.select_related(*_WITH, "merged_into").filter(pk=problem_id).first()
    if found is None:
        raise NotVisible
    require(actor, action, found)
    return found


def _mine(actor: Person) -> Q:
    return Q(owner=actor) | Q(reporter=actor) | Q(initiator=actor)


def by_number(text: str, actor: Person) -> Problem | None:
    """The problem that people call by this number, or whose id it is; ``None``: none to be read."""
    try:
        match = Q(pk=UUID(text))
    except ValueError:
        match = Q(number__iexact=text)
    return Problem.objects.visible_to(actor, Action.READ).filter(match).first() if text else None


def topics() -> list[str]:
    """What frequent problems were called before, the most used first."""
    named = Problem.objects.exclude(topic="").values("topic").annotate(times=Count("pk"))
    return [row["topic"] for row in named.order_by("-times", "topic")[:100]]


def colleagues(problem: Problem) -> QuerySet[Person]:
    """Who is offered first: the department in charge and those below it."""
    place = problem.in_charge or problem.department
    people = Person.objects.filter(active=True, department__path__startswith=place.path)
    return people.order_by("department__path", "sort_key")[:200]
