"""Reads of sign-off: what waits for me, and one case's round with its path, text and signatures."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.cases.models import Attachment, Case
from huiyin.cases.signoff.difference import Change, changes
from huiyin.cases.signoff.models import (
    ChecklistPoint,
    RoundState,
    Seat,
    SeatState,
    SignOff,
    Step,
    StepKind,
)
from huiyin.cases.signoff.registry import Text
from huiyin.core.obligation import State
from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Bearer, Obligation
from huiyin.ui.clocks import ClockFace, face

PAGE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One signature that waits for me. ``instead_of`` names an absent signer."""

    seat: Seat
    case: Case
    author: str
    word: str
    instead_of: str
    due_at: datetime | None
    face: ClockFace
    clause: str

    @property
    def batchable(self) -> bool:
        """A review with a checklist is done on its page."""
        return self.seat.step.step != StepKind.INFORMATION


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sign page: the text, what changed since the last round, the signatures, my seats."""

    signoff: SignOff
    case: Case
    text: Text
    changes: list[Change]
    steps: list[Step]
    mine: list[Asked]
    files: list[Attachment]
    points: list[ChecklistPoint]
    last: SignOff | None

    @property
    def running(self) -> bool:
        """Whether anybody is still asked."""
        return self.signoff.state == RoundState.RUNNING


def waiting(person: Person) -> list[Asked]:
    """What waits for ``person``, own and as a stand-in, the earliest due first."""
    rows = _open_seats(person).order_by("asked_at", "pk")[:PAGE]
    found = [_asked(row, person) for row in rows]
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or one.seat.asked_at))


def waiting_count(person: Person) -> int:
    """How many that are."""
    return _open_seats(person).count()


def of_case(case: Case) -> SignOff | None:
    """The latest round of a case."""
    rows = SignOff.objects.filter(case=case).select_related("case", "author", "ended_by")
    return rows.order_by("-round").first()


def open_to(actor: Person, case_id: UUID, action: Action) -> SignOff:
    """The latest round of a case to which ``actor`` may do ``action``; else 404 or 403."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotVisible
    require(actor, action, case)
    signoff = of_case(case)
    if signoff is None:
        raise NotVisible
    return signoff


def sheet(signoff: SignOff, viewer: Person) -> Sheet:
    """One round as ``viewer`` sees it."""
    rounds = SignOff.objects.filter(case_id=signoff.case_id, round__lt=signoff.round)
    last = rounds.order_by("-round").first()
    text = Text.from_json(signoff.text)
    return Sheet(
        signoff=signoff,
        case=signoff.case,
        text=text,
        changes=changes(Text.from_json(last.text), text) if last else [],
        steps=steps_of(signoff),
        mine=mine(signoff, viewer),
        files=list(Attachment.objects.filter(case_id=signoff.case_id).order_by("uploaded_at")),
        points=list(
            ChecklistPoint.objects.filter(seat__step__signoff=signoff)
            .select_related("attachment")
            .order_by("pk")
        ),
        last=last,
    )


def mine(signoff: SignOff, viewer: Person) -> list[Asked]:
    """The seats of this round that ``viewer`` may sign now."""
    rows = _open_seats(viewer).filter(step__signoff=signoff).order_by("pk")
    return [_asked(row, viewer) for row in rows]


def steps_of(signoff: SignOff) -> list[Step]:
    """The steps with their seats and names, in order."""
    rows = signoff.steps.order_by("order").prefetch_related(
        "seats__person", "seats__acting", "seats__acted_by", "seats__department"
    )
    return list(rows)


def due_of(case_id: UUID, part: str, person_id: int) -> tuple[datetime | None, str]:
    """When the duty of a seat is due, and its clause."""
    held = Bearer.objects.filter(person_id=person_id, state=State.OPEN.value)
    rows = Obligation.objects.filter(
        subject=case_id, part=part, parent=None, pk__in=held.values("obligation_id")
    )
    return rows.order_by("due_at").values_list("due_at", "clause").first() or (None, "")


def _open_seats(person: Person) -> QuerySet[Seat]:
    held = Q(person=person) | Q(acting=person)
    return Seat.objects.filter(
        held,
        outcome=SeatState.OPEN,
        asked_at__isnull=False,
        step__signoff__state=RoundState.RUNNING,
    ).select_related("step__signoff__case", "step__signoff__author", "person", "department")


def _asked(row: Seat, viewer: Person) -> Asked:
    signoff = row.step.signoff
    due_at, clause = due_of(row.case_id, row.part, row.person_id)
    born = row.asked_at or signoff.started_at
    return Asked(
        seat=row,
        case=signoff.case,
        author=signoff.author.name,
        word=str(StepKind(row.step.step).label),
        instead_of="" if row.person_id == viewer.pk else row.person.name,
        due_at=due_at,
        face=face(due_at, born, clock.now()),
        clause=clause or row.step.clause,
    )
