"""Meetings and everything that belongs to one: a module of tables per topic."""

from huiyin.scenarios.meetings.models.agenda import AgendaItem, ItemOrigin, ItemState, Need, Opinion
from huiyin.scenarios.meetings.models.calendars import Feed
from huiyin.scenarios.meetings.models.items import ActionItem, ActionState
from huiyin.scenarios.meetings.models.kinds import Form, MeetingKind, Series
from huiyin.scenarios.meetings.models.live import (
    Answered,
    Course,
    Resolution,
    Turn,
    TurnState,
    Understanding,
)
from huiyin.scenarios.meetings.models.meeting import Meeting, MeetingState
from huiyin.scenarios.meetings.models.minutes import (
    Minutes,
    MinutesReading,
    MinutesRevision,
    MinutesState,
    Recording,
)
from huiyin.scenarios.meetings.models.people import Answer, Attendee, Guest, Part
from huiyin.scenarios.meetings.models.periods import (
    DayBegun,
    Evaluation,
    Held,
    Matter,
    Period,
    PeriodKind,
    Twins,
)
from huiyin.scenarios.meetings.models.rooms import Booking, Room
from huiyin.scenarios.meetings.models.talks import (
    Blocked,
    BlockedState,
    Talk,
    TalkForm,
    TalkState,
)

__all__ = [
    "ActionItem",
    "ActionState",
    "AgendaItem",
    "Answer",
    "Answered",
    "Attendee",
    "Blocked",
    "BlockedState",
    "Booking",
    "Course",
    "DayBegun",
    "Evaluation",
    "Feed",
    "Form",
    "Guest",
    "Held",
    "ItemOrigin",
    "ItemState",
    "Matter",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Minutes",
    "MinutesReading",
    "MinutesRevision",
    "MinutesState",
    "Need",
    "Opinion",
    "Part",
    "Period",
    "PeriodKind",
    "Recording",
    "Resolution",
    "Room",
    "Series",
    "Talk",
    "TalkForm",
    "TalkState",
    "Turn",
    "TurnState",
    "Twins",
    "Understanding",
]
