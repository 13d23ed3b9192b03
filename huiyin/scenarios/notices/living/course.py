"""What happened to the audience after the publishing, for the notice's course and its record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.scenarios.notices.living.models import Change

_NAMED = 3

_WHY: dict[int | None, str | Promise] = {
    None: _("无法触达"),
    Change.LEFT: _("已调离范围"),
    Change.GONE: _("已离职"),
}


def why(went: int | None) -> str:
    """Why nothing is asked of somebody any more: how they went, or that nobody could reach them."""
    return str(_WHY[went])


@dataclass(frozen=True, slots=True)
class Moved:
    """``people`` came or went at once; ``names`` are the first of them by pinyin."""

    at: datetime
    change: Change
    people: int
    names: list[str]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.people - len(self.names)


def changes(notice_id: UUID) -> list[Moved]:
    """Every change of the audience of a notice, the earliest first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"notice": notice_id, "named": _NAMED})
        return [Moved(at, Change(change), n, names) for at, change, n, names in cursor.fetchall()]


_CHANGES = """
SELECT g.at, g.change, g.people,
       array(SELECT p.name FROM notices_audience_change x
               JOIN directory_person p ON p.id = x.person_id
              WHERE x.notice_id = %(notice)s AND x.number = g.number AND x.change = g.change
              ORDER BY p.sort_key, p.id LIMIT %(named)s)
  FROM (SELECT number, change, min(at) AS at, count(*)::int AS people
          FROM notices_audience_change WHERE notice_id = %(notice)s GROUP BY 1, 2) g
 ORDER BY g.number, g.change DESC
"""
