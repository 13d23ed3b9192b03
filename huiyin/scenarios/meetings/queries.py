"""Reads: meetings as somebody may see them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.directory.access import Action, NotVisible, require
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.models import Answer, Attendee, Meeting, MeetingState
from huiyin.ui import zh


def visible_to(actor: Person) -> QuerySet[Meeting]:
    """Every meeting that ``actor`` may see, with what lists show of it."""
    rows = Meeting.objects.visible_to(actor, Action.SEE)
    return rows.select_related("kind", "room", "chair", "recorder", "series")


def mine(actor: Person, start: datetime, end: datetime) -> QuerySet[Meeting]:
    """Meetings of ``actor`` between two instants: asked to, leading, writing or announcing."""
    own = Q(attendees__person=actor) | Q(chair=actor) | Q(recorder=actor) | Q(initiator=actor)
    rows = visible_to(actor).filter(own, starts_at__lt=end, ends_at__gt=start)
    return rows.exclude(state=MeetingState.CANCELLED).distinct().order_by("starts_at", "pk")


def next_of(actor: Person, now: datetime) -> Meeting | None:
    """The meeting that runs, or the next one today or tomorrow, if they come."""
    rows = mine(actor, now, now + timedelta(days=1))
    declined = Attendee.objects.filter(person=actor, answer=Answer.DECLINED)
    return rows.exclude(pk__in=declined.values("meeting")).first()


def find(meeting_id: UUID, actor: Person, action: Action = Action.READ) -> Meeting:
    """The meeting; ``NotVisible`` when there is none or ``actor`` may not see it."""
    rows = Meeting.objects.select_related(
        "kind", "room", "chair", "recorder", "series", "initiator", "department"
    )
    found = rows.filter(pk=meeting_id).first()
    if found is None:
        raise NotVisible
    require(actor, action, found)
    return found


def when(meeting: Meeting) -> str:
    """Day and hours in words: ``2026 年 11 月 25 日 周三 14:00–15:00``."""
    return f"{zh.full_moment(meeting.starts_at)}–{zh.clock_time(meeting.ends_at)}"
