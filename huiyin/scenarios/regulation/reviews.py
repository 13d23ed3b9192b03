"""Twice a year somebody looks whether the regulation still fits: begun by the calendar, answered once."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.models import Classification
from huiyin.cases.numbers import next_number
from huiyin.core.event import Event, Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Department, Person
from huiyin.directory.offices import office_sql
from huiyin.kit import clock
from huiyin.obligations.models import Obligation
from huiyin.obligations.record import record
from huiyin.scenarios.regulation import events
from huiyin.scenarios.regulation.models import Amendment, Review
from huiyin.worktime import calendars

MONTHS = (6, 12)
"""The months of the review (Reg 4.4)."""

OFFICE = "compliance"


class NoReason(ValueError):
    """Whoever leaves the regulation as it is says why."""


def begin(at: datetime) -> Review | None:
    """Ask for the review of this half-year on the first working day of June and December.

    ``None`` when it is not such a month, was asked for already, or nobody leads the house.
    """
    today = timezone.localtime(at, timezone.get_default_timezone()).date()
    first = today.replace(day=1)
    if today.month not in MONTHS or not calendars.current().is_working_day(today):
        return None
    if Review.objects.filter(begins=first).exists():
        return None
    top = Department.objects.filter(parent=None, active=True).exclude(head=None).first()
    if top is None or top.head is None:
        return None
    try:
        with transaction.atomic():
            return _begin(first, top, top.head, at)
    except IntegrityError:  # another process was first
        return None


@action(events.REVIEWED)
def keep_as_is(review_id: UUID, reason: str, *, by: Person) -> Review:
    """No change is needed, and why; answered twice is once. ``NoReason`` without a reason."""
    require(by, Action.AMEND_POLICY)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review_id)
    if review.closed_at is not None:
        return review
    if not reason.strip():
        raise NoReason
    review.outcome = reason.strip()[:500]
    return _close(review, by, {"amended": False})


def settle(amendment: Amendment, by: Person) -> Review | None:
    """A new version of the company's regulation is in force: the review that is open had its result.

    No event of its own besides the review's.
    """
    if amendment.binds_id is not None:
        return None
    review = Review.objects.select_for_update(of=("self",)).filter(closed_at=None).first()
    if review is None:
        return None
    review.settled_by = amendment
    return _close(review, by, {"amended": True})


def duty(review: Review) -> Obligation | None:
    """The duty that asks for it."""
    return Obligation.objects.filter(subject=review.pk, parent=None).first()


def _close(review: Review, by: Person, facts: dict[str, Fact]) -> Review:
    at = clock.now()
    review.closed_at = at
    review.save(update_fields=["closed_at", "outcome", "settled_by"])
    record(Event(events.REVIEWED, str(review.pk), at, by.pk, {"person": by.pk, **facts}))
    return review


def _begin(first: date, top: Department, head: Person, at: datetime) -> Review:
    made = Review.objects.create(
        scenario="regulation",
        number=next_number("regulation", at),
        title=_("%(year)d 年 %(month)d 月修订检查") % {"year": first.year, "month": first.month},
        initiator=head,
        department=top,
        classification=Classification.PUBLIC,
        created_at=at,
        opened_at=at,
        begins=first,
    )
    facts: dict[str, Fact] = {"initiator": head.pk, "number": made.number}
    sql, params = office_sql(OFFICE)
    sets = {OFFICE: (sql, list(params))}
    record(Event(events.REVIEW_BEGAN, str(made.pk), at, None, facts), sets=sets)
    return made
