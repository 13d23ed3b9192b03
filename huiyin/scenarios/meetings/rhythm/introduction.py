"""Rhythms introduce themselves: pages of periods, meetings that count by themselves."""

from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.live import closing
from huiyin.scenarios.meetings.models import Period
from huiyin.scenarios.meetings.rhythm import beside, counting, places, quarter


def introduce() -> None:
    """Called when applications are ready."""
    showing.page(Period, "meetings:period")
    showing.beside("meetings/rhythm/_beside.html", beside.context)
    closing.heed(counting.meeting_closed)
    places.panel("quarter", "meetings/rhythm/_evaluation.html", quarter.context)
