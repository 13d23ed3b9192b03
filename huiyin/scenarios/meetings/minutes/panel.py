"""What minutes, recordings and overrun show on the page of a meeting."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.scenarios.meetings import owed
from huiyin.scenarios.meetings.authority import leads, writes
from huiyin.scenarios.meetings.minutes import paper, queries, recordings
from huiyin.scenarios.meetings.minutes.forms import RecordingForm
from huiyin.scenarios.meetings.models import Meeting, MeetingState
from huiyin.ui import zh

TEMPLATE = "meetings/minutes/_panel.html"


def context(meeting: Meeting, actor: Person) -> Mapping[str, Any]:
    """Nothing before the meeting began; who may write sees the way to it."""
    closed = meeting.state == MeetingState.CLOSED
    out = queries.newest(meeting)
    over = _over(meeting)
    return {
        "minutes_shown": out is not None or closed or meeting.state == MeetingState.RUNNING,
        "minutes_kind": paper.kind_of(meeting),
        "minutes_out": out,
        "minutes_duty": owed.first(meeting.pk, "publish_minutes"),
        "minutes_writes": writes(meeting, actor),
        "overrun_shown": bool(over),
        "overrun_words": _("超 %(span)s") % {"span": zh.duration(over)},
        "overrun_mine": leads(meeting, actor),
        "overrun_duty": owed.first(meeting.pk, "explain_overrun"),
        **recording_context(meeting, actor),
    }


def recording_context(meeting: Meeting, actor: Person) -> dict[str, Any]:
    """What is filed, and the form for who may file more of a meeting that ended."""
    files = meeting.state == MeetingState.CLOSED and writes(meeting, actor)
    duty = owed.first(meeting.pk, "file_recording")
    wanted = meeting.is_recorded or (duty is not None and duty.open)
    began = timezone.localtime(meeting.began_at or meeting.starts_at).date()
    first = {"subject": meeting.title[:120], "dated": began}
    return {
        "recordings": recordings.of_meeting(meeting),
        "record_form": RecordingForm(initial=first) if files and wanted else None,
        "record_duty": duty,
    }


def _over(meeting: Meeting) -> timedelta:
    """How much longer than announced it took."""
    if meeting.ended_at is None:
        return timedelta(0)
    return max(meeting.ended_at - meeting.ends_at, timedelta(0))
