"""A notice much like this one that its people had in the last days: say it once, not twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.cases.models import Classification
from huiyin.core.likeness import ranked
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices.gist import gist_of
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.subject import unmarked

RECENT = timedelta(days=14)
"""Older ones are forgotten."""

MOST_COMPARED = 300
MOST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Similar:
    """``title`` and ``number`` are empty when the author may not see that notice."""

    id: UUID
    number: str
    title: str
    department: str
    published_at: datetime
    likeness: float
    shared: int

    @property
    def percent(self) -> int:
        """The likeness in percent."""
        return round(self.likeness * 100)


def similar(notice: Notice, people: PeopleSql, *, by: Person) -> list[Similar]:
    """The recent notices most like ``notice`` that some of ``people`` had, at most two.

    Confidential ones that ``by`` may not see do not exist here.
    """
    found = _alike(notice)
    if not found:
        return []
    shared = _shared([other.pk for _, other in found], people)
    shown: list[Similar] = []
    for degree, other in found:
        if other.pk not in shared or len(shown) == MOST_SHOWN:
            continue
        seen = may(by, Action.SEE, other)
        if seen or other.classification != Classification.CONFIDENTIAL:
            shown.append(_similar(other, degree, shared[other.pk], seen=seen))
    return shown


def _alike(notice: Notice) -> list[tuple[float, Notice]]:
    """Recent notices that are alike, the most alike first; what this one follows is not counted."""
    others = ((_said(other), other) for other in _recent(notice))
    return ranked(_said(notice), others, limit=2 * MOST_SHOWN)


def _recent(notice: Notice) -> Iterable[Notice]:
    rows = Notice.objects.filter(published_at__gt=clock.now() - RECENT).exclude(pk=notice.pk)
    if notice.origin is not None:
        rows = rows.exclude(pk=notice.origin)
    return rows.select_related("department").order_by("-published_at")[:MOST_COMPARED]


def _said(notice: Notice) -> str:
    return f"{unmarked(notice.title)} {gist_of(notice)}"


def _similar(other: Notice, degree: float, shared: int, *, seen: bool) -> Similar:
    at = other.published_at or clock.now()
    number, title = (other.number, other.title) if seen else ("", "")
    return Similar(other.pk, number, title, other.department.name, at, degree, shared)


def _shared(cases: list[UUID], people: PeopleSql) -> dict[UUID, int]:
    sql, params = people
    values: list[Any] = [*params, cases]
    with connection.cursor() as cursor:
        cursor.execute(_SHARED.replace("/*people*/", sql), values)
        return dict(cursor.fetchall())


_SHARED = """
WITH meant AS MATERIALIZED (SELECT person_id FROM (/*people*/) m),
had AS (
  SELECT DISTINCT o.subject, b.person_id FROM obligation o
    JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE o.subject = ANY(%s) AND o.parent IS NULL)
SELECT subject, count(*) FROM had JOIN meant USING (person_id) GROUP BY subject
"""
