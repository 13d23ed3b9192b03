"""Minutes introduce themselves: what is sent, what the meeting's page shows."""

from huiyin.delivery import attention, content
from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.minutes import panel, sending


def introduce() -> None:
    """Called when applications are ready."""
    content.register(sending.SCENARIO, sending.describe)
    attention.register(sending.SCENARIO, sending.facts)
    showing.panel("side", panel.TEMPLATE, panel.context)
