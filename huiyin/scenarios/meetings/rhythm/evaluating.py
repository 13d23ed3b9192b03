"""A quarter is evaluated from the data, and goals are set."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.directory.access import NotVisible
from huiyin.directory.models import Person
from huiyin.directory.offices import office_sql
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.record import record
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.models import Evaluation, Period, PeriodKind
from huiyin.scenarios.meetings.rhythm import figures
from huiyin.scenarios.meetings.rhythm.calendar import Span, before
from huiyin.scenarios.meetings.standing import WordsRefused

EVALUATE, SET_GOALS = "evaluate_quarter", "set_goals"
LONGEST = 6000
MOST_GOALS = 12


@dataclass(frozen=True, slots=True)
class Goal:
    """What shall be better: from where to where, until when, and who sees to it."""

    what: str
    now: str
    target: str
    until: date
    who: str = ""

    def kept(self) -> dict[str, str]:
        """As JSON."""
        return asdict(self) | {"until": self.until.isoformat()}


@action(events.QUARTER_EVALUATED)
def evaluate(period_id: UUID, assessment: str, *, by: Person) -> Evaluation:
    """Say what the figures of the quarter that ended mean; they are kept as they are now. Once.

    ``WordsRefused`` without words; ``PermissionDenied`` for who was not asked.
    """
    period, evaluator = asked(period_id, EVALUATE, by)
    row = of(period)
    if row.evaluated_at is not None:
        return row
    if not assessment.strip():
        raise WordsRefused("assessment", "empty")
    ended = span_of(period)
    row.figures = figures.of(ended.begins, ended.ends).frozen()
    row.assessment, row.evaluated_at = assessment.strip()[:LONGEST], clock.now()
    row.save()
    sql, params = office_sql("management")
    readers.tell(period.pk, (sql, list(params)))
    write_down(events.QUARTER_EVALUATED, period, evaluator, by, {"evaluator": evaluator.pk})
    return row


@action(events.GOALS_SET)
def set_goals(period_id: UUID, goals: Sequence[Goal], *, by: Person) -> Evaluation:
    """The plan that follows: at least one goal, each from where to where until when. Once.

    ``WordsRefused`` without a goal, or before the quarter was evaluated.
    """
    period, evaluator = asked(period_id, SET_GOALS, by)
    row = of(period)
    if row.goals_at is not None:
        return row
    if not goals or any(not (one.what.strip() and one.target.strip()) for one in goals):
        raise WordsRefused("goals", "empty")
    row.goals = [one.kept() for one in goals[:MOST_GOALS]]
    row.goals_at = clock.now()
    row.save()
    write_down(events.GOALS_SET, period, evaluator, by, {"goals": len(row.goals)})
    return row


def span_of(period: Period) -> Span:
    """The quarter (or month) that a period looks back at: the one before it."""
    return before(PeriodKind(period.kind), period.begins)


def asked(period_id: UUID, verb: str, by: Person) -> tuple[Period, Person]:
    """The quarter, held until the transaction ends, and whose duty it is; ``PermissionDenied``."""
    rows = Period.objects.select_for_update(of=("self",))
    period = rows.filter(pk=period_id, kind=PeriodKind.QUARTER).first()
    if period is None:
        raise NotVisible
    for owed, share in obligations.shares(period.pk, by.pk):
        if owed == verb:
            same = share.person_id == by.pk
            return period, by if same else Person.objects.get(pk=share.person_id)
    raise PermissionDenied


def of(period: Period) -> Evaluation:
    """The evaluation of a quarter, begun here."""
    return Evaluation.objects.get_or_create(period=period)[0]


def write_down(
    kind: str, period: Period, evaluator: Person, by: Person, more: dict[str, Fact]
) -> None:
    """Record that ``by`` did it for ``evaluator``."""
    facts: dict[str, Fact] = {
        "person": evaluator.pk,
        "proof": Proof.BUTTON.name,
        "channel": Channel.INBOX.name,
        **more,
    }
    record(Event(kind, str(period.pk), clock.now(), by.pk, facts))
