"""Which working time people keep: their department's calendar, but for shifts and leave (Z07).

People are SQL that selects ``person_id, department_id``. Those with the same calendar, shifts and
leave are one group; its key is ``""`` (everybody's calendar), ``c3`` (a team's) or ``p17`` (as
person 17, who has shifts or leave). Leave with a delegate changes nothing: somebody else answers.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from huiyin.core.calendar import Hours, WorkingCalendar
from huiyin.core.person_time import Span, of_person
from huiyin.core.timing import Kept
from huiyin.worktime.calendars import Calendars
from huiyin.worktime.hours import as_hours

TABLE = "working_people"
"""The temporary table of ``sort_out``: ``person_id, department_id, key`` and the caller's columns."""

PERSON, TEAM = "p", "c"

_BACK = timedelta(days=366)
"""Shifts and leave so long before the first day are not looked at: no term reaches so far back."""


def differ(first: datetime, last: datetime) -> bool:
    """Whether anybody may keep another calendar than everybody's between the two instants."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFER, {"first": first, "last": last})
        return bool(cursor.fetchone()[0])


def sort_out(people: str, params: Sequence[Any], first: datetime, last: datetime) -> None:
    """Put ``people`` into the table ``TABLE``, each with the key of the working time they keep.

    Shifts and leave count for those who have any between ``first`` and ``last``. The table lives
    as long as the transaction; a second call replaces it.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(_SORT_OUT.replace("/*people*/", people), list(params))
        cursor.execute(_PERSONAL, {"first": first, "last": last, "back": first - _BACK})


def kept(calendars: Calendars, where: str = "true") -> list[Kept]:
    """The groups of ``TABLE`` (those rows where fixed SQL holds), with their calendars."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, count(*) FROM {TABLE} WHERE {where} GROUP BY key ORDER BY key"  # noqa: S608 - fixed text
        )
        rows = cursor.fetchall()
    found = by_key([key for key, _ in rows], calendars)
    return [Kept(key, found[key], size) for key, size in rows]


def by_key(keys: Sequence[str], calendars: Calendars) -> dict[str, WorkingCalendar]:
    """The calendars behind keys, whatever has changed since they were given."""
    persons = [int(key[1:]) for key in keys if key.startswith(PERSON)]
    own = _of_persons(persons, calendars) if persons else {}
    return {
        key: own[int(key[1:])] if key.startswith(PERSON) else calendars.of(int(key[1:] or 0))
        for key in keys
    }


def _of_persons(persons: list[int], calendars: Calendars) -> dict[int, WorkingCalendar]:
    shifts: dict[int, dict[date, Hours]] = {person: {} for person in persons}
    leave: dict[int, list[Span]] = {person: [] for person in persons}
    with connection.cursor() as cursor:
        cursor.execute(_SHIFTS, [persons])
        for person, day, hours in cursor.fetchall():
            shifts[person][day] = as_hours(json.loads(hours))
        cursor.execute(_LEAVE, [persons])
        for person, begin, end in cursor.fetchall():
            leave[person].append((begin, end))
        cursor.execute(_TEAM_OF, [persons])
        teams: Mapping[int, int | None] = dict(cursor.fetchall())
    return {
        person: of_person(calendars.of(teams.get(person)), shifts[person], leave[person])
        for person in persons
    }


_TEAMS = """
SELECT DISTINCT ON (d.id) d.id AS department_id, t.calendar_id
  FROM worktime_team t JOIN directory_department a ON a.id = t.department_id
  JOIN directory_department d ON starts_with(d.path, a.path)
 ORDER BY d.id, length(a.path) DESC
"""

_DIFFER = """
SELECT EXISTS (SELECT 1 FROM worktime_team)
    OR EXISTS (SELECT 1 FROM worktime_shift
                WHERE day BETWEEN %(first)s::timestamptz::date - 1 AND %(last)s::timestamptz::date + 1)
    OR EXISTS (SELECT 1 FROM directory_absence
                WHERE delegate_id IS NULL AND starts_at < %(last)s AND ends_at > %(first)s)
"""

_SORT_OUT = f"""
CREATE TEMP TABLE {TABLE} ON COMMIT DROP AS
SELECT s.*, coalesce('c' || t.calendar_id, '') AS key
  FROM (/*people*/) s LEFT JOIN ({_TEAMS}) t ON t.department_id = s.department_id
"""  # noqa: S608 - fixed text

_PERSONAL = f"""
WITH differing AS (
  SELECT person_id FROM worktime_shift
   WHERE day BETWEEN %(first)s::timestamptz::date - 1 AND %(last)s::timestamptz::date + 1
  UNION
  SELECT person_id FROM directory_absence
   WHERE delegate_id IS NULL AND starts_at < %(last)s AND ends_at > %(first)s),
mine AS (SELECT DISTINCT w.person_id, w.key FROM {TABLE} w JOIN differing USING (person_id)),
what AS (
  SELECT m.person_id, 's' || x.day || x.hours::text AS word
    FROM mine m JOIN worktime_shift x USING (person_id) WHERE x.day >= %(back)s::timestamptz::date
  UNION ALL
  SELECT m.person_id, 'l' || extract(epoch FROM a.starts_at) || '-' || extract(epoch FROM a.ends_at)
    FROM mine m JOIN directory_absence a USING (person_id)
   WHERE a.delegate_id IS NULL AND a.ends_at >= %(back)s),
signed AS (
  SELECT m.person_id, m.key, string_agg(word, ';' ORDER BY word) AS signature
    FROM mine m JOIN what USING (person_id) GROUP BY 1, 2),
named AS (
  SELECT person_id, key AS base, 'p' || min(person_id) OVER (PARTITION BY key, signature) AS key
    FROM signed)
UPDATE {TABLE} w SET key = n.key FROM named n
 WHERE n.person_id = w.person_id AND n.base = w.key
"""  # noqa: S608 - fixed text

_SHIFTS = "SELECT person_id, day, hours FROM worktime_shift WHERE person_id = ANY(%s)"

_LEAVE = """
SELECT person_id, starts_at, ends_at FROM directory_absence
 WHERE person_id = ANY(%s) AND delegate_id IS NULL ORDER BY starts_at, id
"""

_TEAM_OF = f"""
SELECT p.id, t.calendar_id FROM directory_person p
  LEFT JOIN ({_TEAMS}) t ON t.department_id = p.department_id WHERE p.id = ANY(%s)
"""  # noqa: S608 - fixed text
