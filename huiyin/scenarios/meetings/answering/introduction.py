"""Invitations and their answers introduce themselves to mail."""

from huiyin.delivery import attention, content, outsiders, replies
from huiyin.scenarios.meetings import outgoing
from huiyin.scenarios.meetings.answering import incoming

SCENARIO = "meetings"


def introduce() -> None:
    """Called when applications are ready."""
    content.register(SCENARIO, outgoing.describe)
    attention.register(SCENARIO, outgoing.facts)
    replies.register_calendar(SCENARIO, incoming.on_calendar)
    outsiders.register(SCENARIO, incoming.on_outside)
