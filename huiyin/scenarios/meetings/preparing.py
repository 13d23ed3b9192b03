"""What was done before a meeting, as the regulation asks when it begins, and the end of its duties."""

from datetime import datetime

from huiyin.core.event import Fact
from huiyin.obligations import queries as obligations
from huiyin.obligations.release import release
from huiyin.obligations.roles import PeopleSql, one
from huiyin.scenarios.meetings import events, seats
from huiyin.scenarios.meetings.models import AgendaItem, Meeting
from huiyin.scenarios.meetings.standing import course_of

BEFORE = ("share_agenda", "send_topics", "collect_needs")
"""What whoever called the meeting owes until it begins."""

OPINION = "prepare_opinion"


def facts(meeting: Meeting) -> dict[str, Fact]:
    """Whether agenda, topics, opinions and needs were there when it began."""
    course = course_of(meeting)
    has_items = AgendaItem.objects.filter(meeting=meeting).exists()
    return {
        "has_agenda": course.agenda_shared_at is not None and has_items,
        "topics_sent": course.topics_sent_at is not None,
        "opinions_in": not obligations.coverage(meeting.pk, OPINION).open,
        "needs_in": course.needs_collected_at is not None,
    }


def unprepared(meeting: Meeting) -> PeopleSql:
    """Who has to come and has not written an opinion yet, as the role of that name."""
    sql, params = seats.attendees_sql(meeting, required=True)
    return f"{sql}{_SILENT}", [*params, meeting.pk]


def postpone(meeting: Meeting, at: datetime) -> None:
    """Nobody owes an opinion by a time that is not the meeting's any more (clause 3.1.2)."""
    if not obligations.silent(meeting.pk, OPINION):
        return
    release(
        events.OPINIONS_POSTPONED,
        meeting.pk,
        seats.attendees_sql(meeting),
        at,
        roles=("attendees", "unprepared"),
        facts={"form": meeting.kind.form},
    )


def end(meeting: Meeting, at: datetime) -> None:
    """Nobody prepares a meeting that has begun: what is still owed ends; that it lacked was recorded."""
    if not any(obligations.silent(meeting.pk, verb) for verb in BEFORE):
        return
    release(
        events.PREPARATION_ENDED,
        meeting.pk,
        one(meeting.initiator_id),
        at,
        roles=("initiator",),
        facts={"form": meeting.kind.form},
    )


_SILENT = """
   AND NOT EXISTS (SELECT FROM meetings_opinion o
                    WHERE o.meeting_id = %s AND o.person_id = a.person_id)
"""
