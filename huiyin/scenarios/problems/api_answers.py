"""What the REST operations of problems share: the whole problem, and refusals as problem details."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from huiyin.cases.rest.problem import conflict, invalid
from huiyin.cases.rest.values import caller
from huiyin.directory.access import Action
from huiyin.directory.models import Person
from huiyin.obligations.guards import Refused
from huiyin.scenarios.problems import authority, queries, refusals
from huiyin.scenarios.problems.actions import NotNow, NotWhole, ProblemRefused
from huiyin.scenarios.problems.models import Solution
from huiyin.scenarios.problems.schemas import ProblemWhole


@contextmanager
def refused() -> Iterator[None]:
    """Turn what the actions refuse into problem details."""
    try:
        yield
    except ProblemRefused as error:
        words = refusals.words(error)[0]
        raise invalid(words, {error.field: words}) from error
    except NotWhole as error:
        errors = {f"problems.{place}": words for place, words in enumerate(error.problems)}
        raise invalid(_("方案报告还没有写全"), errors) from error
    except NotNow as error:
        raise conflict("not-now", refusals.words(error)[0]) from error
    except Refused as error:
        raise conflict("refused", "；".join(refusals.words(error))) from error


def after(request: HttpRequest, problem_id: UUID, act: Callable[[Person], object]) -> ProblemWhole:
    """The problem after ``act`` of the caller; what is refused changes nothing."""
    actor = caller(request)
    with refused():
        act(actor)
    return whole(problem_id, actor)


def whole(problem_id: UUID, actor: Person) -> ProblemWhole:
    """The problem as it is now; a report in draft is for its owner alone."""
    problem = queries.find(problem_id, actor, Action.READ)
    last = Solution.objects.filter(problem=problem).order_by("-round").first()
    hidden = last is not None and last.submitted_at is None
    if hidden and not authority.may_own(actor, problem):
        last = None
    return ProblemWhole.whole(problem, last)


def person(key: int, field: str) -> Person:
    """A colleague by id; refused by name of the field otherwise."""
    found = Person.objects.filter(pk=key, active=True, party="").first()
    if found is None:
        words = _("没有这位同事")
        raise invalid(words, {field: words})
    return found
