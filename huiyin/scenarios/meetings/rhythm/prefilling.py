"""What a department's review looks at, found by itself: the month before, case by case."""

from huiyin.cases import verbs
from huiyin.cases.models import Case
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Period, PeriodKind
from huiyin.scenarios.meetings.rhythm import figures
from huiyin.scenarios.meetings.rhythm.calendar import Span, before
from huiyin.scenarios.meetings.rhythm.figures import Slip


def looked_back(period: Period) -> Span:
    """The month, week or quarter before ``period``."""
    return before(PeriodKind(period.kind), period.begins)


def omissions(ended: Span, departments: list[int], actor: Person) -> list[tuple[Slip, str]]:
    """Cases with late or forgotten duties, and the address of each that ``actor`` may see."""
    return _seen(figures.omissions(ended.begins, ended.ends, departments), actor)


def misunderstandings(ended: Span, departments: list[int], actor: Person) -> list[tuple[Slip, str]]:
    """Cases that were misunderstood, and the address of each that ``actor`` may see."""
    return _seen(figures.misunderstandings(ended.begins, ended.ends, departments), actor)


def _seen(slips: list[Slip], actor: Person) -> list[tuple[Slip, str]]:
    rows = Case.objects.visible_to(actor).filter(pk__in=[slip.case_id for slip in slips])
    known = {row.pk: verbs.page_of(row.scenario, row.pk) for row in rows}
    return [(slip, known.get(slip.case_id, "")) for slip in slips]
