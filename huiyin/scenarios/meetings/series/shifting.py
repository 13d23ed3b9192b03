"""A series at other times: its rule, and where each of its times goes (RFC 5545, 3.3.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.scenarios.meetings import rules
from huiyin.scenarios.meetings.models import Series
from huiyin.scenarios.meetings.plan import PlanRefused

_COUNT = "COUNT"


@dataclass(frozen=True, slots=True)
class Shifted:
    """A series from one of its times on: ``places`` are the new starts of its old ones.

    What the new rule does not reach any more has no place.
    """

    rule: str
    first_start: datetime
    until: datetime | None
    places: Mapping[datetime, datetime]
    exdates: list[str]
    rdates: list[str]


def shifted(series: Series, since: datetime, by: timedelta) -> Shifted:
    """``series`` from its time ``since`` on, moved ``by`` so much on the clock on the wall.

    ``PlanRefused`` for ``starts_at`` when a rule of one's own would need another day.
    """
    until = moved(series.until, by) if series.until is not None else None
    before = rules.times(series.rrule, series.first_start, until=series.until)
    old = [at for at in before if at >= since] or [since]
    first = moved(old[0], by)
    rule = _counted(_rule(series.rrule, old[0], first), len(old))
    new = list(rules.times(rule, first, until=until)) if by else old
    places = dict(zip(old, new, strict=False))
    besides = [at for at in _instants(series.rdates) if at >= since]
    places |= {at: moved(at, by) for at in besides}
    without = [places.get(at) for at in _instants(series.exdates) if at >= since]
    return Shifted(
        rule=rule,
        first_start=first,
        until=until,
        places=places,
        exdates=sorted(at.astimezone(UTC).isoformat() for at in without if at is not None),
        rdates=sorted(moved(at, by).astimezone(UTC).isoformat() for at in besides),
    )


def wall_delta(old: datetime, new: datetime) -> timedelta:
    """How far ``new`` is from ``old`` on the organisation's clock on the wall."""
    return _wall(new) - _wall(old)


def moved(at: datetime, by: timedelta) -> datetime:
    """The instant so much later on the wall's clock."""
    return timezone.make_aware(_wall(at) + by, timezone.get_default_timezone())


def _rule(rule: str, old: datetime, new: datetime) -> str:
    if _wall(old).date() == _wall(new).date() or rule == rules.workdays():
        return rule
    for make in _USUAL:
        if rule == make(old):
            return make(new)
    words = _("自己写的重复规则只能改时刻；要换日子，请结束这个例会再约一个")
    raise PlanRefused({"starts_at": words})


def _counted(rule: str, left: int) -> str:
    """A rule that counts its times counts those that are left."""
    parts = [part for part in rule.split(";") if not part.startswith(f"{_COUNT}=")]
    return ";".join([*parts, f"{_COUNT}={left}"]) if f"{_COUNT}=" in rule else rule


def _instants(days: Sequence[str]) -> list[datetime]:
    return [datetime.fromisoformat(day) for day in days]


def _wall(at: datetime) -> datetime:
    return timezone.localtime(at, timezone.get_default_timezone()).replace(tzinfo=None)


_USUAL = (
    rules.weekly,
    lambda at: rules.weekly(at, 2),
    rules.monthly_day,
    rules.monthly_weekday,
)
"""The rules that the form makes of a first time."""
