"""Being away: who answers instead, written down, and handed over when the time comes.

Confidential matters stay with the person: a deputy was not chosen by their author.
"""

from datetime import datetime
from threading import Event as Stop
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.core.event import Event, Fact
from huiyin.directory.absence import delegates
from huiyin.directory.models import Absence, Person
from huiyin.kit import clock
from huiyin.obligations import moving, reassign
from huiyin.obligations.record import record
from huiyin.worktime import calendars

REGISTERED = "directory.absence_registered"
ENDED = "directory.absence_ended"
EVENTS = (REGISTERED, ENDED)

PERIOD = 20.0
"""Seconds between two looks at who left and who came back."""

SEALED = "SELECT id FROM cases_case WHERE classification = 'confidential'"
_PEOPLE = UUID("7d8a8e0c-52b2-5a0e-9a58-3f6b8f0c2a11")


class AbsenceRefused(ValueError):
    """An absence that cannot be; ``field`` says which entry is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def subject_of(person_id: int) -> UUID:
    """What the ledger calls a person as the subject of an event (UUID version 5, RFC 9562)."""
    return uuid5(_PEOPLE, str(person_id))


@action(REGISTERED)
def register_absence(
    person: Person,
    *,
    starts_at: datetime,
    ends_at: datetime,
    delegate: Person | None,
    reason: str = "",
    by: Person,
) -> Absence:
    """``person`` is away in ``[starts_at, ends_at)`` and ``delegate`` answers instead.

    Without a delegate the nearest head answers, and working time stands still meanwhile. Raises ``AbsenceRefused``; nothing changes then.
    """
    at = clock.now()
    _check(person, starts_at, ends_at, delegate, at)
    made = Absence.objects.create(
        person=person, starts_at=starts_at, ends_at=ends_at, delegate=delegate, reason=reason[:120]
    )
    facts: dict[str, Fact] = {
        "person": person.pk,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "delegate": delegate.pk if delegate else None,
    }
    record(Event(REGISTERED, str(subject_of(person.pk)), at, by.pk, facts))
    _hand_over(person, at)
    if delegate is None:
        _move(person, REGISTERED)
    return made


@action(ENDED)
def end_absence(absence: Absence, *, by: Person) -> bool:
    """Somebody is back early, or does not leave after all; ``False`` when it was over already."""
    at = clock.now()
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    if row.ends_at <= at:
        return False
    if row.starts_at >= at:
        row.delete()
    else:
        row.ends_at = at
        row.save(update_fields=["ends_at"])
    facts: dict[str, Fact] = {"person": row.person_id, "absence": absence.pk}
    record(Event(ENDED, str(subject_of(row.person_id)), at, by.pk, facts))
    _hand_over(row.person, at)
    if row.delegate_id is None:
        _move(row.person, ENDED)
    return True


def settle(at: datetime) -> int:
    """Hand over what people who are away owe, and back what those owe who returned; the number."""
    with transaction.atomic():
        return reassign.follow_absences(at, SEALED)


def run(stop: Stop) -> None:
    """Settle again and again until ``stop`` is set."""
    while not stop.is_set():
        settle(clock.now())
        stop.wait(PERIOD)


def _hand_over(person: Person, at: datetime) -> None:
    reassign.to_delegate(person.pk, delegates(at).get(person.pk), except_sql=SEALED)


def _move(person: Person, why: str) -> None:
    """What ``person`` owes in working time is due as much later; nobody decides meanwhile."""
    calendars.changing()
    moving.move({"why": why}, of=person.pk)


def _check(
    person: Person, starts_at: datetime, ends_at: datetime, delegate: Person | None, at: datetime
) -> None:
    if ends_at <= starts_at:
        raise AbsenceRefused("ends_at", _("结束时间应晚于开始时间"))
    if ends_at <= at:
        raise AbsenceRefused("ends_at", _("结束时间已过"))
    if delegate is None:
        return
    if delegate.pk == person.pk:
        raise AbsenceRefused("delegate", _("代理人不能是自己"))
    if not delegate.active or delegate.party:
        raise AbsenceRefused("delegate", _("代理人应为在职同事"))
