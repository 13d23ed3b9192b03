"""What the page before a meeting shows: items, time, offers, opinions, needs, material."""

from datetime import datetime
from typing import Any

from huiyin.cases.attachments import of_case
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.scenarios.meetings.agenda import carrying, offers, opinions
from huiyin.scenarios.meetings.agenda.items import OPEN
from huiyin.scenarios.meetings.authority import writes
from huiyin.scenarios.meetings.models import (
    AgendaItem,
    Attendee,
    Course,
    Form,
    Meeting,
    MeetingState,
    Need,
    Opinion,
)

JOINT = (Form.PARTNER, Form.JOINT)
"""Where each party says before what it needs."""


def context(meeting: Meeting, actor: Person) -> dict[str, Any]:
    """Everything for ``actor``; what only they may do is asked of ``authority``."""
    mine = writes(meeting, actor)
    before = meeting.state in (MeetingState.DRAFT, MeetingState.ANNOUNCED)
    course = Course.objects.filter(meeting=meeting).first()
    return {
        **agenda(meeting, actor),
        **_opinions(meeting, actor),
        **_needs(meeting, actor),
        "meeting": meeting,
        "course": course,
        "files": of_case(meeting),
        "offers": offers.offers(meeting, actor, clock.now()) if mine and before else [],
        "coming_back": _coming_back(meeting) if before else [],
        "is_management": meeting.kind.form == Form.MANAGEMENT,
        "topics_due": _due(meeting, "send_topics", course.topics_sent_at if course else None),
        "needs_due": _due(meeting, "collect_needs", course.needs_collected_at if course else None),
        "before": before,
        "announced": meeting.state == MeetingState.ANNOUNCED,
    }


def _due(meeting: Meeting, verb: str, done_at: datetime | None) -> bool:
    """Whether something is still to be done before: never done, or asked for anew by a move."""
    return done_at is None or bool(obligations.coverage(meeting.pk, verb).open)


def agenda(meeting: Meeting, actor: Person) -> dict[str, Any]:
    """The items alone, with their minutes against those of the meeting."""
    rows = list(AgendaItem.objects.filter(meeting=meeting).select_related("owner"))
    length = int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60
    planned = sum(item.minutes for item in rows)
    return {
        "items": rows,
        "planned": planned,
        "length": length,
        "too_long": planned > length,
        "mine": writes(meeting, actor),
        "may_write": writes(meeting, actor) and meeting.state in OPEN,
    }


def _coming_back(meeting: Meeting) -> list[Any]:
    here = set(
        AgendaItem.objects.filter(meeting=meeting, carried_from__isnull=False).values_list(
            "carried_from", flat=True
        )
    )
    return [one for one in carrying.coming_back(meeting) if one.pk not in here]


def _opinions(meeting: Meeting, actor: Person) -> dict[str, Any]:
    own = Opinion.objects.filter(meeting=meeting, person=actor)
    owed = obligations.coverage(meeting.pk, "prepare_opinion")
    wanted = meeting.kind.form == Form.MANAGEMENT and Attendee.objects.filter(
        meeting=meeting, person=actor
    )
    return {
        "opinions": opinions.shown_to(meeting, actor),
        "own_opinions": {one.item_id or opinions.WHOLE: one.text for one in own},
        "opinions_owed": owed,
        "asks_opinion": bool(wanted) and meeting.state in opinions.WRITTEN,
        "whole": opinions.WHOLE,
    }


def _needs(meeting: Meeting, actor: Person) -> dict[str, Any]:
    if meeting.kind.form not in JOINT:
        return {"is_joint": False}
    rows = Need.objects.filter(meeting=meeting).select_related(
        "attendee__person", "attendee__guest"
    )
    given = list(rows.order_by("at"))
    seats = Attendee.objects.filter(meeting=meeting).select_related("person", "guest")
    answered = {need.attendee_id for need in given}
    return {
        "is_joint": True,
        "needs": given,
        "still_silent": [seat for seat in seats if seat.pk not in answered],
        "own_need": next((n for n in given if n.attendee.person_id == actor.pk), None),
        "is_asked": any(seat.person_id == actor.pk for seat in seats),
    }
