"""The calendar that deadlines are derived from; it is kept in ``huiyin.worktime.calendars``."""

from huiyin.worktime.calendars import OFFICE_HOURS, chinese_calendar, current

__all__ = ["OFFICE_HOURS", "chinese_calendar", "current"]
