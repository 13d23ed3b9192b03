"""Weeks, months and quarters as the calendar begins them, and meetings that were held in them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.kit import clock
from huiyin.scenarios.meetings.live import actions as live
from huiyin.scenarios.meetings.live import resolving
from huiyin.scenarios.meetings.models import Meeting, Period, PeriodKind
from huiyin.scenarios.meetings.rhythm import beginning
from huiyin.scenarios.meetings.tests.hall import Hall

TUESDAY_FIRST = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
"""The first of December 2026, a Tuesday, 9:00 in Shanghai."""

QUARTER = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)


def begun(kind: PeriodKind, at: datetime) -> Period:
    """The period of ``kind`` that begins at ``at``."""
    with clock.frozen(at):
        period = beginning.begin(kind, at)
    assert period is not None
    return period


def held(hall: Hall, minutes: int, decisions: int, **more: Any) -> Meeting:
    """A meeting that took ``minutes`` and took so many decisions."""
    meeting = hall.meeting(**more)
    with clock.frozen(meeting.starts_at):
        live.begin(meeting.pk, hall.seats(meeting), by=hall["林若溪"])
        for number in range(decisions):
            resolving.resolve(meeting.pk, f"决议 {number}", by=hall["林若溪"])
    with clock.frozen(meeting.starts_at + timedelta(minutes=minutes)):
        return live.close(meeting.pk, by=hall["林若溪"], anyway=True)
