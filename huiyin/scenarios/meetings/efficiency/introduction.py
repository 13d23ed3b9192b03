"""The use of meetings introduces itself: its figures on the page of a quarter."""

from huiyin.scenarios.meetings.efficiency import reviewing
from huiyin.scenarios.meetings.rhythm import places


def introduce() -> None:
    """Called when applications are ready."""
    places.panel("quarter", "meetings/efficiency/_quarter.html", reviewing.context)
