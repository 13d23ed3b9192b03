"""Sorting problems, and publishing what came again in a month."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, NotVisible, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import authority, duties, events, offices
from huiyin.scenarios.problems.classes import counting
from huiyin.scenarios.problems.models import Category, Month, Problem
from huiyin.scenarios.problems.registering import locked
from huiyin.scenarios.problems.reporting import ProblemRefused, facts_of


class NotSorted(Exception):
    """Some problems of the month have no category; ``left`` is how many."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} problems have no category")
        self.left = left


@action(events.SORTED)
def sort(problem_id: UUID, category: str, topic: str, *, by: Person) -> Problem:
    """Say what a problem is about and which frequent one it is; the same twice is once."""
    problem = locked(problem_id)
    owns = authority.may_own(by, problem) or authority.may_assign(by, problem)
    allowed = owns or authority.may_register(by, problem) or keeps_months(by)
    authority.demand(by, problem, allowed=allowed)
    if category not in Category.values:
        raise ProblemRefused("category", "unknown")
    words = " ".join(topic.split())[:60]
    if (problem.category, problem.topic) == (category, words):
        return problem
    problem.category, problem.topic = category, words
    problem.save(update_fields=["category", "topic"])
    facts: dict[str, Fact] = {"category": category, "topic": words}
    event = Event(events.SORTED, str(problem.pk), clock.now(), by.pk, facts_of(problem) | facts)
    record(event)
    return problem


@action(events.CLASSIFIED)
def publish(month_id: UUID, remark: str = "", *, by: Person) -> Month:
    """Publish what came again in a month, with its numbers; they stay as they are then.

    ``NotSorted`` while a problem of that month has no category. Published twice is once.
    """
    month = Month.objects.select_for_update(of=("self",)).filter(pk=month_id).first()
    if month is None:
        raise NotVisible
    if not (keeps_months(by) or duties.answers_for(month.pk, events.CLASSIFY, by)):
        raise PermissionDenied
    if month.closed_at is not None:
        return month
    rows = counting.raised_in(month.begins)
    left = counting.unsorted(rows).count()
    if left:
        raise NotSorted(left)
    at = clock.now()
    found = counting.figures(rows)
    month.figures = [one.plain() for one in found]
    month.remark, month.closed_at = remark.strip()[:500], at
    month.save(update_fields=["figures", "remark", "closed_at"])
    facts: dict[str, Fact] = {
        "person": duties.bearer_of(month.pk, events.CLASSIFY, by.pk),
        "count": sum(one.number for one in found),
        **counting.by_category(found),
    }
    record(Event(events.CLASSIFIED, str(month.pk), at, by.pk, facts))
    return month


def keeps_months(actor: Person) -> bool:
    """Whether ``actor`` registers for the whole house."""
    desk = offices.desk_of(None)
    return desk is not None and desk.pk == actor.pk and may(actor, Action.WRITE_NOTICE)
