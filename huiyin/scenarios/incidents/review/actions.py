"""A review is written together, then completed; its improvements become duties (I07)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from huiyin.cases import readers
from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.authority import commands, may_write
from huiyin.scenarios.incidents.models import Incident, IncidentState
from huiyin.scenarios.incidents.refusal import IncidentRefused
from huiyin.scenarios.incidents.review.models import Cause, CauseKind, Improvement, Review

LONGEST, LINE, MOST = 4000, 300, 30
VERB = "do_improvement"


class NotYours(PermissionDenied):
    """Only the owner, or who stands in for them, can say that it is done."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written about the course of it."""

    course: str = ""
    went_well: str = ""
    went_badly: str = ""
    lucky: str = ""


@transaction.atomic
def write(
    incident_id: UUID,
    words: Words,
    *,
    by: Person,
    people: Sequence[int] | None = None,
    process_owner: int | None = None,
) -> Review:
    """Keep what is written, who took part, and who owns the process.

    No event: it is not completed yet. ``IncidentRefused``: a field too long, somebody unknown.
    """
    row = open_review(incident_id, by)
    for each in fields(words):
        text = getattr(words, each.name).strip()
        if len(text) > LONGEST:
            raise IncidentRefused(each.name, "long")
        setattr(row, each.name, text)
    if process_owner is not None:
        row.process_owner = _person(process_owner, "process_owner")
    row.saved_at, row.saved_by = clock.now(), by
    row.save()
    if people is not None:
        row.people.set(Person.objects.filter(pk__in=people, active=True))
    return row


@transaction.atomic
def add_cause(
    incident_id: UUID, text: str, *, by: Person, parent: int | None = None, kind: str = ""
) -> Cause:
    """Ask why once more. No event. ``IncidentRefused``: ``text`` empty or long, ``parent`` unknown."""
    row = open_review(incident_id, by)
    above = Cause.objects.filter(review=row, pk=parent).first() if parent is not None else None
    if parent is not None and above is None:
        raise IncidentRefused("parent", "unknown")
    kind = kind or CauseKind.PROCESS.value
    if kind not in CauseKind.values:
        raise IncidentRefused("kind", "unknown")
    known = Cause.objects.filter(review=row, parent=above, text=_line(text)).first()
    return known or Cause.objects.create(review=row, parent=above, text=_line(text), kind=kind)


@transaction.atomic
def drop_cause(incident_id: UUID, cause_id: int, *, by: Person) -> None:
    """Take a cause back, with those under it. No event."""
    row = open_review(incident_id, by)
    Cause.objects.filter(review=row, pk=cause_id).delete()


@transaction.atomic
def add_improvement(
    incident_id: UUID, text: str, owner: int, due_at: datetime, *, by: Person
) -> Improvement:
    """Plan what somebody will do about it. No event: it is owed from the completion on.

    ``IncidentRefused``: ``text`` empty or long, ``owner`` unknown, ``due_at`` not to come, too many.
    """
    row = open_review(incident_id, by)
    if due_at <= clock.now():
        raise IncidentRefused("due_at", "past")
    person = _person(owner, "owner")
    rows = Improvement.objects.filter(review=row).order_by("-order")
    known = rows.filter(text=_line(text), owner=person).first()
    if known is not None:
        return known
    last = rows.first()
    order = last.order + 1 if last is not None else 1
    if order > MOST:
        raise IncidentRefused("text", "many")
    return Improvement.objects.create(
        review=row, order=order, text=_line(text), owner=person, due_at=due_at
    )


@transaction.atomic
def drop_improvement(incident_id: UUID, order: int, *, by: Person) -> None:
    """Take a planned improvement back. No event."""
    row = open_review(incident_id, by)
    Improvement.objects.filter(review=row, order=order).delete()


@action(events.REVIEWED)
def complete(incident_id: UUID, *, by: Person) -> Review:
    """The review is done: its improvements are owed, and the owner of the process answers.

    Counts as the commander's. Twice is once. ``IncidentRefused``: no ``causes``, no
    ``process_owner``. The assignments are events of their own.
    """
    incident = facts.locked(incident_id)
    row = _held(incident, by)
    if row.completed_at is not None:
        return row
    if incident.state != IncidentState.SOLVED:
        raise IncidentRefused("state", "not_solved")
    if not row.causes.exists():
        raise IncidentRefused("causes", "empty")
    if row.process_owner is None:
        raise IncidentRefused("process_owner", "empty")
    at = clock.now()
    row.completed_at, row.completed_by, row.outcome = at, by, ""
    row.save()
    incident.state = IncidentState.REVIEWED
    incident.save(update_fields=["state"])
    told = {row.process_owner.pk, *row.people.values_list("pk", flat=True)}
    readers.tell(incident.pk, Audience(people=tuple(sorted(told))).select_sql())
    more: dict[str, Fact] = {
        "person": incident.commander_id,
        "process_owner": row.process_owner.pk,
        "causes": row.causes.count(),
        "improvements": row.improvements.count(),
    }
    private = {each.name: str(getattr(row, each.name)) for each in fields(Words)}
    facts.record(events.REVIEWED, incident, at, by, more, private=private)
    for item in row.improvements.filter(done_at=None).order_by("order"):
        assign(incident, item, by=by)
    return row


@action(events.IMPROVEMENT_ASSIGNED)
def assign(incident: Incident, item: Improvement, *, by: Person) -> None:
    """``item`` is its owner's duty."""
    more: dict[str, Fact] = {
        "part": item.part,
        "improver": item.owner_id,
        "improvement_due": item.due_at,
    }
    facts.record(events.IMPROVEMENT_ASSIGNED, incident, clock.now(), by, more)


@action(events.IMPROVEMENT_DONE)
def finish(incident_id: UUID, order: int, *, by: Person, result: str = "") -> Improvement:
    """``by`` did it, or who stands in for the owner; twice is once. ``NotYours`` for others."""
    incident = facts.locked(incident_id)
    item = Improvement.objects.select_for_update(of=("self",)).get(
        review__incident=incident, order=order
    )
    if not may_finish(incident, item, by):
        raise NotYours
    if item.done_at is not None:
        return item
    item.done_at, item.done_by, item.result = clock.now(), by, result.strip()[:LINE]
    item.save()
    more: dict[str, Fact] = {
        "person": item.owner_id,
        "part": item.part,
        "proof": Proof.BUTTON.name,
        "channel": Channel.INBOX.name,
    }
    private = {"result": item.result}
    facts.record(events.IMPROVEMENT_DONE, incident, item.done_at, by, more, private=private)
    return item


def may_finish(incident: Incident, item: Improvement, by: Person) -> bool:
    """Whether ``by`` owns the improvement, or answers for its owner."""
    if item.owner_id == by.pk:
        return True
    return any(
        verb == VERB and share.person_id == item.owner_id and share.state == State.OPEN
        for verb, share in obligations.shares(incident.pk, by.pk)
    )


def open_review(incident_id: UUID, by: Person) -> Review:
    """The review that is being written, begun when there is none; ``IncidentRefused`` when done."""
    row = _held(facts.locked(incident_id), by)
    if row.completed_at is not None:
        raise IncidentRefused("review", "completed")
    return row


def may_review(actor: Person, incident: Incident) -> bool:
    """Whether ``actor`` writes to the review: everybody who took part."""
    return commands(actor, incident) or may_write(actor, incident)


def _held(incident: Incident, by: Person) -> Review:
    if not may_review(by, incident):
        raise PermissionDenied
    if incident.state not in (IncidentState.SOLVED, IncidentState.REVIEWED):
        raise IncidentRefused("state", "not_solved")
    rows = Review.objects.select_for_update(of=("self",)).select_related("process_owner")
    known = rows.filter(incident=incident).first()
    return known or Review.objects.create(incident=incident, saved_at=clock.now(), saved_by=by)


def _person(pk: int, field: str) -> Person:
    found = Person.objects.filter(pk=pk, active=True, party="").first()
    if found is None:
        raise IncidentRefused(field, "unknown")
    return found


def _line(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        raise IncidentRefused("text", "empty")
    if len(line) > LINE:
        raise IncidentRefused("text", "long")
    return line
