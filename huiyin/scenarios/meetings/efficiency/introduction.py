"""The use of meetings introduces itself: the price before inviting, figures of a quarter."""

from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.efficiency import beforehand, reviewing
from huiyin.scenarios.meetings.rhythm import places


def introduce() -> None:
    """Called when applications are ready."""
    showing.before("meetings/efficiency/_before.html", beforehand.context)
    places.panel("quarter", "meetings/efficiency/_quarter.html", reviewing.context)
