"""What the events of the working calendar say, for the linter of the regulation."""

from huiyin.cases.workdays import events
from huiyin.core.linting import FactValues

_DAY: FactValues = {"calendar": None, "day": None, "title": None}

FACTS: dict[str, FactValues] = {
    events.DAY_SET: {**_DAY, "hours": None},
    events.DAY_REMOVED: _DAY,
    events.CALENDAR_SET: {"calendar": None, "hours": None, "departments": None},
    events.CALENDAR_REMOVED: {"calendar": None},
    events.ROSTER_SET: {"people": None, "days": None, "first": None, "last": None},
    events.YEAR_SUPPLIED: {"year": None, "days": None},
    events.YEAR_PUBLISHED: {"year": None},
}
"""By event: the facts that conditions and terms may name."""
