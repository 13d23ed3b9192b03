"""Reads of periods: which there are, who held what in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings.models import Held, Matter, Period, PeriodKind
from huiyin.scenarios.meetings.owed import Owed
from huiyin.scenarios.meetings.rhythm.holding import DUTIES


@dataclass(frozen=True, slots=True)
class Standing:
    """One head and how far they are with a matter."""

    person: Person
    department: str
    duty: Owed
    held: Held | None


def find(period_id: UUID, actor: Person) -> Period:
    """The period for who may read it; ``NotVisible`` for others."""
    found = Period.objects.select_related("initiator", "department").filter(pk=period_id).first()
    if found is None:
        raise NotVisible
    require(actor, Action.READ, found)
    return found


def newest(actor: Person) -> list[Period]:
    """The newest week, month and quarter that ``actor`` may see."""
    rows = Period.objects.visible_to(actor, Action.READ)
    found = [rows.filter(kind=kind).order_by("-begins").first() for kind in PeriodKind]
    return [row for row in found if row is not None]


def standings(period: Period, matter: Matter) -> list[Standing]:
    """Everybody who was asked for it, those who still owe it first."""
    shares = owed.whole(period.pk, DUTIES[matter])
    people = Person.objects.select_related("department").in_bulk([one.person_id for one in shares])
    rows = Held.objects.filter(period=period, matter=matter).select_related("meeting")
    held = {row.person_id: row for row in rows}
    found = [
        Standing(
            person=people[one.person_id],
            department=people[one.person_id].department.name,
            duty=one,
            held=held.get(one.person_id),
        )
        for one in shares
    ]
    return sorted(found, key=lambda row: (not row.duty.open, row.person.sort_key))


def of(rows: Sequence[Standing], actor: Person) -> Standing | None:
    """The row of ``actor``."""
    return next((row for row in rows if row.person.pk == actor.pk), None)
