"""What comes before a meeting introduces itself to the rooms below."""

from typing import Any

from huiyin.delivery import content
from huiyin.directory.models import Person
from huiyin.scenarios.meetings import showing
from huiyin.scenarios.meetings.agenda import outgoing, sheet
from huiyin.scenarios.meetings.models import Meeting


def introduce() -> None:
    """Called when applications are ready."""
    content.register(outgoing.SCENARIO, outgoing.describe)
    showing.panel("main", "meetings/agenda/_panel.html", panel)


def panel(meeting: Meeting, actor: Person) -> dict[str, Any]:
    """The agenda on the meeting's own page."""
    return {f"agenda_{name}": value for name, value in sheet.agenda(meeting, actor).items()}
