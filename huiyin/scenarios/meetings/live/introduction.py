"""The live room introduces itself to the page of a meeting."""

from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.authority import writes
from huiyin.scenarios.meetings.live import room
from huiyin.scenarios.meetings.models import Meeting, MeetingState


def introduce() -> None:
    """Called when applications are ready."""
    showing.panel("head", "meetings/live/_enter.html", enter)
    showing.panel("main", "meetings/live/_decided.html", decided)


def enter(meeting: Meeting, actor: Person) -> dict[str, Any]:
    """The way into the room."""
    return {
        "may_enter": meeting.state in (MeetingState.ANNOUNCED, MeetingState.RUNNING),
        "may_begin": writes(meeting, actor),
    }


def decided(meeting: Meeting, actor: Person) -> dict[str, Any]:
    """What was decided and is to be done, once there is any."""
    if meeting.began_at is None:
        return {"decided": []}
    found = room.part("resolutions", meeting, actor)
    items = room.part("items", meeting, actor)
    return {"decided": found["resolutions"], "decided_items": items["action_items"]}
