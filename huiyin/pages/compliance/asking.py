"""What a request asks of the compliance pages: which days, which department, in what order.

All of it stands in the address, so that a link shows the same to whoever may see it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from huiyin.directory.models import Department, Person
from huiyin.insight.compliance import periods, reading, scope
from huiyin.insight.compliance.periods import Period
from huiyin.insight.compliance.scope import Scope

SORTS = ("order", "worst", "most")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``view`` is what the viewer may see of it, ``department`` where they stand.

    ``own``: of that department only what no branch of it counts.
    """

    period: Period
    sort: str
    view: Scope
    department: Department | None
    now: datetime
    own: bool = False

    @property
    def today(self) -> date:
        """Today, where the organisation is."""
        return reading.today_of(self.now)

    @property
    def usual(self) -> bool:
        """Whether these are the figures that the page opens with."""
        return self.period == periods.of("quarter", self.today) and self.department is None

    def address(self, name: str = "pages:compliance", *arguments: str, **changes: object) -> str:
        """The address of a page for the same question, but for ``changes``."""
        values = {
            "period": self.period.name,
            "department": self.department.pk if self.department else "",
            "own": "1" if self.own else "",
            "sort": self.sort if self.sort != SORTS[0] else "",
        } | changes
        query = urlencode({key: value for key, value in values.items() if value not in ("", None)})
        return reverse(name, args=arguments) + (f"?{query}" if query else "")

    def within(self, department: Department, *, own: bool) -> "Asked":
        """The same, of this department and what is below it."""
        view = scope.below(department, self.view)
        if own:
            placed = scope.places(view, scope.columns(view))
            inside = frozenset(pk for pk, shown in placed.items() if shown == department.pk)
            view = replace(view, departments=inside)
        return replace(self, department=department, view=view, own=own)


def read(values: Mapping[str, str], viewer: Person, now: datetime) -> Asked:
    """The question of ``values``; ``Http404`` for what there is not or may not be seen."""
    view = scope.of(viewer)
    if not view:
        raise Http404
    sort = values.get("sort") or SORTS[0]
    if sort not in SORTS:
        raise Http404
    asked = Asked(_period(values, now), sort, view, None, now)
    number = values.get("department", "")
    if not number:
        return asked
    if not number.isdecimal() or len(number) > 9 or not view.holds(int(number)):  # noqa: PLR2004 - fits an integer
        raise Http404
    return asked.within(Department.objects.get(pk=int(number)), own=values.get("own", "") == "1")


def _period(values: Mapping[str, str], now: datetime) -> Period:
    first, last = values.get("first", ""), values.get("last", "")
    try:
        if first and last:
            return periods.between(date.fromisoformat(first), date.fromisoformat(last))
        named = values.get("period", "")
        return periods.parse(named) if named else periods.of("quarter", reading.today_of(now))
    except ValueError as error:
        raise Http404 from error
