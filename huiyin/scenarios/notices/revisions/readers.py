"""Who got a notice, and which revision each of them confirmed."""

from datetime import datetime

from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices import events
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions.models import Revision, RevisionKind

SINCE = """o.born_at >= coalesce((
     SELECT max(newest.born_at) FROM obligation newest
      WHERE newest.subject = o.subject AND newest.verb = o.verb AND newest.parent IS NULL
        AND newest.part ~ '^r[0-9]+$'), '-infinity'::timestamptz)"""
"""The cohorts ``o`` that were asked for the newest text that asks: older ones are history."""

CONFIRMED = """(
  SELECT max(r.number) FROM notices_revision r
   WHERE r.notice_id = o.subject AND r.at <= (
     SELECT max(done.closed_at) FROM obligation asked
       JOIN obligation_bearer done ON done.obligation_id = asked.id
      WHERE asked.subject = o.subject AND asked.verb = o.verb AND asked.parent IS NULL
        AND done.person_id = b.person_id AND done.state IN (1, 2)))"""
"""The number of the newest revision that bearer ``b`` of ``o`` confirmed; null for none."""


def asked_at(notice: Notice) -> datetime | None:
    """When the newest text that asks for an answer went out; ``None`` while it is the first."""
    rows = Revision.objects.filter(notice=notice, number__gt=1).exclude(kind=RevisionKind.MINOR)
    return rows.order_by("-number").values_list("at", flat=True).first()


def of(notice: Notice) -> PeopleSql:
    """Everybody active who was ever asked to confirm ``notice``."""
    return _EVERYBODY, [notice.pk, events.CONFIRMED]


_EVERYBODY = """
SELECT DISTINCT p.id AS person_id, p.department_id
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id AND p.active
 WHERE o.subject = %s AND o.parent IS NULL AND o.met_by = %s
"""
