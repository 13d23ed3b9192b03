"""Talks introduce themselves: their page, and their progress on the page of a quarter."""

from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.models import Talk
from huiyin.scenarios.meetings.rhythm import places
from huiyin.scenarios.meetings.talks import quarter


def introduce() -> None:
    """Called when applications are ready."""
    showing.page(Talk, "meetings:talk")
    places.panel("quarter", "meetings/talks/_quarter.html", quarter.context)
