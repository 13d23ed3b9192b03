"""Who is asked to a meeting: the rows of its attendees follow the plan, answers stay."""

from collections.abc import Iterable

from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.meetings.models import Attendee, Guest, Meeting, Part
from huiyin.scenarios.meetings.plan import Outsider, Plan

WRITTEN = (
    "title", "kind", "starts_at", "ends_at", "chair", "recorder", "room", "place", "link",
    "purpose", "expected", "is_recorded", "classification",
)  # fmt: skip
"""What a plan says about a meeting itself."""

RELATED = ("kind", "series", "room", "department", "chair", "recorder")
"""What is read of a meeting that is planned anew."""


def seat(meeting: Meeting, plan: Plan) -> list[Attendee]:
    """Let the attendees be exactly those of the plan; those who are no longer asked are returned."""
    asked = wanted(plan)
    guests = {guest.pk: Part.REQUIRED for guest in map(_guest, plan.guests)}
    before = list(Attendee.objects.filter(meeting=meeting).select_related("person", "guest"))
    gone = [one for one in before if not (one.person_id in asked or one.guest_id in guests)]
    Attendee.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for part in Part:
        people = [person for person, how in asked.items() if how == part]
        Attendee.objects.filter(meeting=meeting, person__in=people).exclude(part=part).update(
            part=part
        )
    seated = {one.person_id for one in before}
    known = {one.guest_id for one in before}
    rows = [
        Attendee(meeting=meeting, person_id=person, part=part)
        for person, part in asked.items()
        if person not in seated
    ]
    rows += [
        Attendee(meeting=meeting, guest_id=pk, part=part)
        for pk, part in guests.items()
        if pk not in known
    ]
    Attendee.objects.bulk_create(rows)
    return gone


def plan_of(meeting: Meeting) -> Plan:
    """The meeting as it is planned now."""
    seats = list(Attendee.objects.filter(meeting=meeting).select_related("guest").order_by("pk"))
    asked = [(one.person_id, one.part) for one in seats if one.person_id is not None]
    return Plan(
        **{name: getattr(meeting, name) for name in WRITTEN},
        required=tuple(person for person, part in asked if part == Part.REQUIRED),
        optional=tuple(person for person, part in asked if part == Part.OPTIONAL),
        guests=tuple(
            Outsider(one.guest.name, one.guest.email, one.guest.organisation)
            for one in seats
            if one.guest is not None
        ),
        origin=meeting.origin,
    )


def attendees_sql(meeting: Meeting, *, required: bool = False) -> PeopleSql:
    """The colleagues who are asked, as the role ``attendees``; ``required``: without optional ones."""
    return _REQUIRED if required else _ASKED, [meeting.pk]


def everybody_sql(meeting: Meeting) -> PeopleSql:
    """All colleagues whom it concerns: asked, leading and recording."""
    leading = [pk for pk in (meeting.chair_id, meeting.recorder_id) if pk]
    return _CONCERNED, [meeting.pk, leading]


def concerned_sql(meeting: Meeting) -> PeopleSql:
    """Everybody whom the minutes concern: the same, and who has something to do after it."""
    sql, params = everybody_sql(meeting)
    return f"{sql}{_OWNERS}", [*params, meeting.pk]


def wanted(plan: Plan) -> dict[int, Part]:
    """Who is asked, and whether they have to come: who leads and records has to."""
    optional = dict.fromkeys(plan.optional, Part.OPTIONAL)
    leading: Iterable[int] = [one.pk for one in (plan.chair, plan.recorder) if one is not None]
    return {**optional, **dict.fromkeys((*plan.required, *leading), Part.REQUIRED)}


def _guest(outsider: Outsider) -> Guest:
    """The guest of that address; the name as it was written last."""
    found, _new = Guest.objects.update_or_create(
        email=outsider.email.strip().lower(),
        defaults={
            "name": outsider.name.strip()[:80],
            "organisation": outsider.organisation.strip()[:120],
        },
    )
    return found


_ASKED = """
SELECT p.id AS person_id, p.department_id
  FROM meetings_attendee a JOIN directory_person p ON p.id = a.person_id AND p.active
 WHERE a.meeting_id = %s
"""

_REQUIRED = _ASKED + "   AND a.part = 'required'\n"

_CONCERNED = (
    _ASKED
    + """
 UNION
SELECT id, department_id FROM directory_person WHERE active AND id = ANY(%s::bigint[])
"""
)


_OWNERS = """
 UNION SELECT p.id, p.department_id FROM meetings_action_item i
   JOIN directory_person p ON p.id = i.owner_id AND p.active
  WHERE i.meeting_id = %s AND i.state <> 'dropped'"""
