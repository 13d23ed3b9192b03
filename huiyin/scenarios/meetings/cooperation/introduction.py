"""Blocked cooperation introduces itself: its page."""

from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.models import Blocked


def introduce() -> None:
    """Called when applications are ready."""
    showing.page(Blocked, "meetings:blocked")
