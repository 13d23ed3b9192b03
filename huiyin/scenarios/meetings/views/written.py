"""A meeting in and out of its form: what stands in it, what is said when it was sent."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.cases import picking
from huiyin.cases.models import Classification
from huiyin.cases.picking import Chip
from huiyin.core.event import Event, Fact
from huiyin.core.guard import Broken, broken
from huiyin.directory.audience import Audience
from huiyin.directory.models import Person
from huiyin.directory.places import chain_of
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.policies import in_force
from huiyin.scenarios.meetings import events
from huiyin.scenarios.meetings.forms import LOCAL, MeetingForm
from huiyin.scenarios.meetings.models import Attendee, Meeting, MeetingState, Part
from huiyin.scenarios.meetings.plan import Plan
from huiyin.worktime import calendars


def initial(meeting: Meeting) -> dict[str, Any]:
    """The fields of a meeting as its form shows them."""
    local = timezone.localtime(meeting.starts_at).replace(tzinfo=None)
    span = meeting.ends_at - meeting.starts_at
    guests = meeting.attendees.filter(guest__isnull=False).select_related("guest")
    lines = [f"{seat.name} {seat.email} {seat.guest.organisation}" for seat in guests if seat.guest]
    return {
        "title": meeting.title,
        "kind": meeting.kind,
        "starts_at": local,
        "minutes": int(span / timedelta(minutes=1)),
        "room": meeting.room,
        "place": meeting.place,
        "link": meeting.link,
        "purpose": meeting.purpose,
        "expected": meeting.expected,
        "guests": "\n".join(lines),
        "is_recorded": meeting.is_recorded,
        "confidential": meeting.classification == Classification.CONFIDENTIAL,
        "reason": meeting.late_reason,
    }


def people_of(meeting: Meeting) -> dict[str, Audience]:
    """Whom the pickers name for a meeting that exists."""
    seats = Attendee.objects.filter(meeting=meeting, person__isnull=False)
    leading = {meeting.chair_id, meeting.recorder_id}

    def named(part: Part) -> Audience:
        people = (
            seats.filter(part=part).order_by("person__sort_key").values_list("person", flat=True)
        )
        return Audience(people=tuple(pk for pk in people if pk and pk not in leading))

    recorder = (meeting.recorder_id,) if meeting.recorder_id else ()
    return {
        "required": named(Part.REQUIRED),
        "optional": named(Part.OPTIONAL),
        "chair": Audience(people=(meeting.chair_id,)),
        "recorder": Audience(people=recorder),
    }


def chips_of(named: Mapping[str, Audience], actor: Person) -> dict[str, Any]:
    """The chips of each picker: ``required_chips`` …; whoever plans it leads it unless others do."""
    chair = named.get("chair") or Audience()
    found = {**named, "chair": chair if chair.people else Audience(people=(actor.pk,))}
    return {f"{name}_chips": picking.chips(given, actor)[0] for name, given in found.items()}


def as_sent(
    form: MeetingForm, chips: Mapping[str, Sequence[Chip]], meeting: Meeting | None
) -> QueryDict:
    """A form that nobody has sent yet, as if it had been: for what is shown beside it."""
    data = QueryDict(mutable=True)
    kind, starts_at = form.initial.get("kind"), form.initial.get("starts_at")
    if kind is not None and starts_at is not None:
        data["kind"], data["minutes"] = str(kind.pk), str(form.initial["minutes"])
        data["starts_at"] = starts_at.strftime(LOCAL)
    for name, found in chips.items():
        data.setlist(name.removesuffix("_chips"), [chip.value for chip in found])
    if meeting is not None:
        data["meeting"], data["room"] = str(meeting.pk), str(meeting.room_id or "")
    return data


def late(plan: Plan, actor: Person, *, recurring: bool) -> list[Broken]:
    """Which conditions of the regulation the plan does not meet now (clause 2.1.3-2)."""
    facts: dict[str, Fact] = {
        "form": plan.kind.form,
        "starts_at": plan.starts_at,
        "recurring": recurring,
        "has_place": True,
        "department": actor.department_id,
    }
    event = Event(events.ANNOUNCED, "", clock.now(), actor.pk, facts)
    chain = chain_of(actor.department_id)
    return broken(in_force.current(), event, calendars.current(), chain)


def tell(form: MeetingForm, errors: Mapping[str, str]) -> None:
    """What is wrong, at its field; people stand above the form."""
    for name, words in errors.items():
        field = "starts_at" if name == "ends_at" else name
        form.add_error(field if field in form.fields else None, words)


def field_of(refused: Refused) -> str:
    """The field that a condition of the regulation is about: the place, or the reason for haste."""
    return "place" if any(each.guard.needs for each in refused.broken) else "reason"


def said(meeting: Meeting) -> str:
    """What came of it."""
    if meeting.state == MeetingState.DRAFT:
        return _("已存为草稿，还没有通知任何人")
    return _("已通知，编号 %(number)s") % {"number": meeting.number}


def as_uuid(text: str) -> UUID | None:
    """The id in a hidden field; ``None`` for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
