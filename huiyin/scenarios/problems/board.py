"""The register as cards: one for each problem, with the clock of what is owed now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Obligation
from huiyin.scenarios.problems import queries
from huiyin.scenarios.problems.models import Problem, ProblemState
from huiyin.ui.clocks import ClockFace, face

MOST = 30
"""So many cards a column shows; the list has all."""


@dataclass(frozen=True, slots=True)
class Card:
    """One problem: who has it, and the clock of its next duty, else of its deadline."""

    problem: Problem
    who: str
    face: ClockFace | None


@dataclass(frozen=True, slots=True)
class Column:
    """One state of the board."""

    state: str
    label: str
    cards: list[Card]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.cards)


def columns(actor: Person, wanted: queries.Wanted) -> list[Column]:
    """A column for each state that is not over, empty ones included."""
    made = []
    for state in queries.OPEN:
        rows = queries.register(actor, queries.in_state(wanted, state))
        shown = cards(list(rows.order_by("due_at", "-created_at")[:MOST]))
        made.append(Column(state.value, str(ProblemState(state).label), shown, rows.count()))
    return made


def cards(problems: Iterable[Problem]) -> list[Card]:
    """A card for each, in the order given."""
    rows = list(problems)
    next_due = _next_due([row.pk for row in rows])
    now = clock.now()
    return [_card(row, next_due.get(row.pk), now) for row in rows]


def _next_due(ids: list[UUID]) -> dict[UUID, tuple[datetime, datetime]]:
    """The earliest due time among the open duties of each, and when that duty began."""
    duties = Obligation.objects.filter(
        subject__in=ids, parent=None, closed_at=None, due_at__isnull=False
    )
    found: dict[UUID, tuple[datetime, datetime]] = {}
    for subject, due_at, born_at in duties.order_by("-due_at").values_list(
        "subject", "due_at", "born_at"
    ):
        if due_at is not None:
            found[subject] = (due_at, born_at)
    return found


def _card(row: Problem, owed: tuple[datetime, datetime] | None, now: datetime) -> Card:
    who = row.owner.name if row.owner else row.in_charge.name if row.in_charge else ""
    if row.closed_at is not None:
        return Card(row, who, None)
    due_at, born_at = owed or (row.due_at, row.created_at)
    return Card(row, who, face(due_at, born_at, now) if due_at else None)
