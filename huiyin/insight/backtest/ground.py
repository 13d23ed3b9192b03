"""What a backtest stands on beside the ledger: versions, calendar, directory, channels."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from huiyin.core.keeping import Working
from huiyin.core.load import read_policy
from huiyin.core.overlay import Own, compose
from huiyin.core.policy import Policy
from huiyin.core.replay.world import DRAFT, World
from huiyin.delivery.registry import channels
from huiyin.directory import places
from huiyin.directory.heads import head_of_sql
from huiyin.directory.models import Department
from huiyin.insight.backtest.models import Run
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion
from huiyin.worktime import calendars
from huiyin.worktime.models import Edition
from huiyin.worktime.people import by_key


def world_of(run: Run) -> World:
    """The world that ``run`` asks about; ``PolicyError`` for a draft that cannot be read."""
    starts = tuple(
        PolicyVersion.objects.filter(in_force_from__lte=run.until)
        .order_by("in_force_from", "id")
        .values_list("in_force_from", "id")
    )
    numbers = {number for _at, number in starts} | {run.base_id}
    return World(
        draft=draft_of(run.source, run.base, run.binds),
        versions={number: in_force.version(number) for number in sorted(numbers)},
        starts=starts,
        first=beginning(run.first),
        until=run.until,
        calendar=calendars.current(),
        heads=_pairs(head_of_sql()),
        departments=_pairs("SELECT id, department_id FROM directory_person"),
        tree=_tree(),
        working=_working(),
        recounted=Edition.objects.aggregate(at=Max("at"))["at"],
        pushing=frozenset(each.name for each in channels() if each.pushes),
    )


def draft_of(source: str, base: PolicyVersion, binds: int | None = None) -> Policy:
    """The regulation as it would be with ``source``: the company's, or a department's own rules."""
    told = read_policy(DRAFT, in_force.texts(source))
    owns = [
        Own(each.department_id, read_policy(DRAFT, in_force.texts(each.source)))
        for each in in_force.overlays_of(base)
        if each.department_id != binds
    ]
    if binds is None:
        return compose(told, owns)
    company = read_policy(DRAFT, in_force.texts(base.source))
    own = sorted([*owns, Own(binds, told)], key=lambda each: each.department)
    return compose(company, own)


def beginning(day: date) -> datetime:
    """The first instant of a day in the organisation's zone, in UTC."""
    return datetime.combine(day, time.min, timezone.get_default_timezone()).astimezone(UTC)


def end(day: date) -> datetime:
    """The last instant of a day in the organisation's zone, in UTC."""
    return beginning(day + timedelta(days=1)) - timedelta(microseconds=1)


def _pairs(sql: str) -> Mapping[Any, Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())


def _tree() -> Mapping[int, Sequence[int]]:
    """The departments from the root down to each."""
    paths = Department.objects.values_list("pk", "path")
    return {number: places.split(path) for number, path in paths}


def _working() -> Working:
    """Whoever keeps another calendar than everybody's: a team's, or one with shifts and leave."""
    keys = {person: f"c{calendar}" for person, calendar in _pairs(_TEAMS).items()}
    keys |= {person: f"p{person}" for person in _pairs(_PERSONAL)}
    found = by_key(sorted(set(keys.values())), calendars.calendars()) if keys else {}
    return {person: (key, found[key]) for person, key in keys.items()}


_TEAMS = """
SELECT DISTINCT ON (p.id) p.id, t.calendar_id
  FROM worktime_team t JOIN directory_department a ON a.id = t.department_id
  JOIN directory_department d ON starts_with(d.path, a.path)
  JOIN directory_person p ON p.department_id = d.id
 ORDER BY p.id, length(a.path) DESC
"""

_PERSONAL = """
SELECT person_id, 1 FROM worktime_shift
 UNION SELECT person_id, 1 FROM directory_absence WHERE delegate_id IS NULL
"""
