"""What somebody owes about a case of this scenario, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.core.obligation import State
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries
from huiyin.obligations.models import Bearer, Obligation
from huiyin.policies import in_force
from huiyin.ui.clocks import ClockFace, face


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty with its clock and the clause that it comes from."""

    verb: str
    person_id: int
    face: ClockFace
    due_at: datetime | None
    clause: str
    clause_text: str
    state: State
    closed_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.state == State.OPEN

    @property
    def late(self) -> bool:
        """Whether it was answered too late."""
        return self.state == State.MET_LATE


def by(subject: UUID, actor: Person, *verbs: str) -> list[Owed]:
    """The duties of ``actor`` (own or as a delegate) about ``subject``, the first due first."""
    found = [one for one in queries.shares(subject, actor.pk) if not verbs or one[0] in verbs]
    cohorts = Obligation.objects.in_bulk([share.obligation_id for _verb, share in found])
    rows = [
        _owed(cohorts[share.obligation_id], share.person_id, share.state, share.closed_at)
        for _verb, share in found
        if cohorts[share.obligation_id].parent is None
    ]
    return sorted(rows, key=lambda row: (not row.open, row.due_at is None, row.due_at))


def whole(subject: UUID, verb: str) -> list[Owed]:
    """Everybody's share in ``verb`` of a case, the newest cohort's last."""
    cohorts = Obligation.objects.filter(subject=subject, verb=verb, parent=None)
    by_id = {row.pk: row for row in cohorts}
    bearers = Bearer.objects.filter(obligation_id__in=by_id).order_by("obligation_id", "person_id")
    return [
        _owed(by_id[one.obligation_id], one.person_id, State(one.state), one.closed_at)
        for one in bearers
    ]


def first(subject: UUID, verb: str) -> Owed | None:
    """The newest duty of a verb that one person bears; ``None`` when nobody was asked."""
    rows = whole(subject, verb)
    return rows[-1] if rows else None


def _owed(row: Obligation, person_id: int, state: State, closed_at: datetime | None) -> Owed:
    try:
        text = in_force.version(row.policy_version).clause(row.clause).text
    except KeyError:
        text = ""
    return Owed(
        verb=row.verb,
        person_id=person_id,
        face=face(row.due_at, row.born_at, clock.now(), done_at=closed_at),
        due_at=row.due_at,
        clause=row.clause,
        clause_text=text,
        state=state,
        closed_at=closed_at,
    )
