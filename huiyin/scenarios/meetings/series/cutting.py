"""A series ends before one of its times; those that were held before stay in calendars."""

from datetime import datetime, timedelta

from huiyin.scenarios.meetings.models import Meeting

MINUTE = timedelta(minutes=1)


def before(meeting: Meeting) -> Meeting | None:
    """The time of its series before ``meeting``; ``None`` for the first one."""
    if meeting.series is None or meeting.occurrence is None:
        return None
    earlier = meeting.series.meetings.filter(occurrence__lt=meeting.occurrence)
    return earlier.select_related("kind", "series").order_by("-occurrence").first()


def cut(meeting: Meeting, at: datetime) -> None:
    """Let its series end before ``meeting`` (RFC 5545, 3.3.10: UNTIL)."""
    series = meeting.series
    if series is None or meeting.occurrence is None:
        return
    series.until, series.ended_at = meeting.occurrence - MINUTE, at
    series.sequence += 1
    series.save(update_fields=["until", "ended_at", "sequence"])
