"""What this part records."""

DAY_SET = "worktime.day_set"
DAY_REMOVED = "worktime.day_removed"
CALENDAR_SET = "worktime.calendar_set"
CALENDAR_REMOVED = "worktime.calendar_removed"
ROSTER_SET = "worktime.roster_set"
YEAR_SUPPLIED = "worktime.year_supplied"
YEAR_PUBLISHED = "worktime.year_published"
EVENTS = (
    DAY_SET,
    DAY_REMOVED,
    CALENDAR_SET,
    CALENDAR_REMOVED,
    ROSTER_SET,
    YEAR_SUPPLIED,
    YEAR_PUBLISHED,
)
