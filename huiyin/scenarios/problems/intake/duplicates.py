"""Problems that say the same: proposed while one is typed, and to the desk before it registers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from huiyin.core.likeness import likeness, ranked
from huiyin.directory.access import Action
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.problems.models import Problem, ProblemState

ALIKE = 0.42
"""From this likeness on; lower than for questions, because titles of problems name places."""

NEAR = 0.2
"""So much the titles have in common before what stands below them is looked at."""

LATELY = timedelta(days=30)
"""For how long a problem that ended is still proposed."""

MOST_COMPARED = 400
MOST_SHOWN = 3
_HEAD = 160
_GONE = (ProblemState.MERGED, ProblemState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Alike:
    """A problem that is perhaps the same; ``percent`` says how alike they are."""

    problem: Problem
    percent: int

    @property
    def is_open(self) -> bool:
        """Whether another one can still be merged into it."""
        return self.problem.closed_at is None


def of_text(title: str, text: str, actor: Person) -> list[Alike]:
    """Problems that ``actor`` may read and that say what is being typed, the likest first."""
    return _alike(title, text, _candidates(actor))


def of_problem(problem: Problem, actor: Person) -> list[Alike]:
    """Problems that say the same as ``problem``."""
    return _alike(problem.title, problem.text, _candidates(actor, Q(pk=problem.pk)))


def _alike(title: str, text: str, others: Iterable[Problem]) -> list[Alike]:
    """By the titles, or by titles and beginnings together: whichever is more alike.

    Beginnings count only below titles that have something in common: alerts of one monitor have
    the same labels, whatever they are about.
    """
    rows = list(others)
    by_title = ranked(title, ((one.title, one) for one in rows), at_least=ALIKE, limit=MOST_SHOWN)
    near = (one for one in rows if likeness(title, one.title) >= NEAR)
    whole = ((_said(one.title, one.text), one) for one in near)
    by_both = ranked(_said(title, text), whole, at_least=ALIKE, limit=MOST_SHOWN)
    best: dict[object, tuple[float, Problem]] = {}
    for degree, one in [*by_title, *by_both]:
        best[one.pk] = max(best.get(one.pk, (0.0, one)), (degree, one), key=lambda pair: pair[0])
    order = sorted(best.values(), key=lambda pair: -pair[0])
    return [Alike(one, round(degree * 100)) for degree, one in order[:MOST_SHOWN]]


def _said(title: str, text: str) -> str:
    return f"{title} {text[:_HEAD]}"


def _candidates(actor: Person, but: Q | None = None) -> QuerySet[Problem]:
    lately = Q(closed_at=None) | Q(closed_at__gt=clock.now() - LATELY)
    rows = Problem.objects.visible_to(actor, Action.READ).filter(lately).exclude(state__in=_GONE)
    rows = rows.exclude(but) if but is not None else rows
    return rows.select_related("in_charge", "owner").order_by("-created_at", "-pk")[:MOST_COMPARED]
