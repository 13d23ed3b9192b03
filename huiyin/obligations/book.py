"""The SQL book: the engine's view of a case's open cohorts, and the changes applied to them."""

from collections.abc import Sequence
from uuid import UUID

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.evidence import Evidence
from huiyin.core.obligation import Cohort
from huiyin.obligations.models import Obligation
from huiyin.worktime import calendars
from huiyin.worktime.people import by_key


class SqlBook:
    """Reads cohorts for ``core.engine.decide``; the twin of ``core.memory.MemoryBook``."""

    def cohorts(self, subject: str) -> Sequence[Cohort]:
        """The cohorts of ``subject`` that are not closed, oldest first."""
        found = Obligation.objects.filter(subject=UUID(subject), closed_at=None).order_by("id")
        rows = list(found)
        keys = {row.calendar for row in rows if row.calendar}
        keep = by_key(sorted(keys), calendars.calendars()) if keys else {}
        return [as_cohort(row, keep.get(row.calendar)) for row in rows]


def calendar_of(row: Obligation) -> WorkingCalendar:
    """The working time that a cohort goes by."""
    return by_key([row.calendar], calendars.calendars())[row.calendar]


def as_cohort(row: Obligation, calendar: WorkingCalendar | None = None) -> Cohort:
    """A row as the core sees it; ``calendar`` where it is not everybody's."""
    return Cohort(
        key=row.pk,
        subject=str(row.subject),
        rule=row.rule,
        policy_version=row.policy_version,
        verb=row.verb,
        born_at=row.born_at,
        due_at=row.due_at,
        next_at=row.next_at,
        step=row.step,
        parent=row.parent,
        part=row.part,
        needs=Evidence(row.needs),
        calendar=calendar,
    )
