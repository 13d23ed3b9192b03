"""Blocked cooperation introduces itself: its page, the meeting that counts."""

from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.cooperation import meeting
from huiyin.scenarios.meetings.live import closing
from huiyin.scenarios.meetings.models import Blocked


def introduce() -> None:
    """Called when applications are ready."""
    showing.page(Blocked, "meetings:blocked")
    closing.heed(meeting.closed)
