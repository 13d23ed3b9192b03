"""What a solution report says, and whether it says everything (B04)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.scenarios.problems.models import PlanStep, Solution, StepState

TEMPORARY, LONG_TERM, OWN = "temporary", "long_term", "own"
KINDS = (TEMPORARY, LONG_TERM, OWN)
KEYS = "ABCDEF"
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Option:
    """One way to solve it, beside the others; ``key`` is A, B, C."""

    key: str
    kind: str
    name: str
    text: str = ""
    cost: str = ""
    risk: str = ""

    @property
    def label(self) -> str:
        """What its kind is called."""
        return kind_label(self.kind)


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of the plan as it is written: what, who, until when."""

    text: str
    owner: Person
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Words:
    """A report as somebody writes it; drafts may lack anything."""

    cause: str = ""
    impact: str = ""
    options: tuple[Option, ...] = ()
    recommended: str = ""
    plan: str = ""
    resources: str = ""
    steps: tuple[Planned, ...] = ()


def kind_label(kind: str) -> str:
    """``temporary`` in words."""
    words = {TEMPORARY: _("临时方案"), LONG_TERM: _("长期方案"), OWN: _("其他方案")}
    return words.get(kind, kind)


def options_of(solution: Solution) -> list[Option]:
    """The alternatives in their order."""
    return [Option(**row) for row in solution.options]


def plain(options: Iterable[Option]) -> list[dict[str, str]]:
    """The alternatives as they are kept; those without a name and a text are left out."""
    written = [one for one in options if one.name.strip() or one.text.strip()]
    return [asdict(one) for one in written[: len(KEYS)]]


def recommended_of(solution: Solution) -> Option | None:
    """The alternative that the report recommends."""
    return next((one for one in options_of(solution) if one.key == solution.recommended), None)


def missing(solution: Solution, at: datetime) -> list[str]:
    """What a report still lacks at ``at``, in words; empty: it is whole."""
    options = options_of(solution)
    kinds = {one.kind for one in options if one.name.strip() and one.text.strip()}
    kept = solution.steps.exclude(state=StepState.DROPPED) if solution.pk else ()
    steps = list(kept)
    wanted = (
        (bool(solution.cause.strip()), _("写明原因")),
        (bool(solution.impact.strip()), _("写明影响")),
        (TEMPORARY in kinds, _("写一个临时方案")),
        (LONG_TERM in kinds, _("写一个长期方案")),
        (recommended_of(solution) is not None, _("选定推荐方案")),
        (bool(solution.resources.strip()), _("写明需要的资源")),
        (bool(steps), _("计划至少一步，写明负责人和期限")),
        (not _late(steps, at), _("计划里每一步的期限要在现在之后")),
    )
    return [words for there, words in wanted if not there]


def _late(steps: list[PlanStep], at: datetime) -> bool:
    return any(step.due_at <= at for step in steps)
