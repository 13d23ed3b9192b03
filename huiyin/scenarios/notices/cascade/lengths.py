"""How long the way from the author to the reader is, and whether levels pay (N27, Z14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from huiyin.core.evidence import Evidence
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.words import CONFIRM

LOOK_BACK = timedelta(days=365)
"""Older notices say little about how the organisation works today."""


@dataclass(frozen=True, slots=True)
class Length:
    """One notice: who stood between the author and its readers, and the time it took.

    ``signatures`` before it went out, ``hops`` on average after; ``before`` from the first word to
    publishing, ``after`` until half of the readers had it, ``answered`` until half confirmed.
    """

    signatures: int
    hops: float
    most_hops: int
    before: timedelta
    after: timedelta | None
    answered: timedelta | None

    @property
    def people_between(self) -> float:
        """Everybody through whose hands it went on the way to an average reader."""
        return self.signatures + self.hops


@dataclass(frozen=True, slots=True)
class Way:
    """What became of all notices that went one way, flat or level by level."""

    cascade: bool
    notices: int
    people: int
    reached: int
    confirmed: int
    in_time: int
    understood: int
    seconds: float | None

    @property
    def reached_pct(self) -> int:
        """In percent of those meant."""
        return _percent(self.reached, self.people)

    @property
    def in_time_pct(self) -> int:
        """Confirmed in their own time, in percent of those meant."""
        return _percent(self.in_time, self.people)

    @property
    def understood_pct(self) -> int:
        """Showed that they understood, in percent of those meant."""
        return _percent(self.understood, self.people)

    @property
    def took(self) -> timedelta | None:
        """Half of the answers came no later after publishing."""
        return None if self.seconds is None else timedelta(seconds=round(self.seconds))


def length_of(notice: Notice) -> Length:
    """The way of one published notice."""
    parameters = {"subject": notice.pk, "confirm": CONFIRM}
    signatures, hops, most, after, answered = _all(_LENGTH, parameters)[0]
    published = notice.published_at or notice.created_at
    return Length(
        signatures=signatures,
        hops=float(hops or 0),
        most_hops=most or 0,
        before=published - notice.created_at,
        after=_span(after),
        answered=_span(answered),
    )


def comparison(until: datetime) -> list[Way]:
    """Flat against level by level, over what was published in the year before ``until``."""
    parameters = {
        "confirm": CONFIRM,
        "since": until - LOOK_BACK,
        "until": until,
        "understood": int(Evidence.UNDERSTOOD),
    }
    return [Way(*row) for row in _all(_COMPARISON, parameters)]


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=round(seconds))


def _percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 0


def _all(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


_LENGTH = """
SELECT (SELECT count(*)::int FROM signoff_seat WHERE case_id = %(subject)s AND outcome = 'approved'),
       (SELECT avg(hop) FROM notices_stop WHERE notice_id = %(subject)s),
       (SELECT max(hop) FROM notices_stop WHERE notice_id = %(subject)s),
       (SELECT percentile_cont(0.5) WITHIN GROUP (
                 ORDER BY extract(epoch FROM s.received_at - n.published_at))
          FROM notices_stop s WHERE s.notice_id = n.case_ptr_id),
       (SELECT percentile_cont(0.5) WITHIN GROUP (
                 ORDER BY extract(epoch FROM b.closed_at - n.published_at))
          FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
         WHERE o.subject = n.case_ptr_id AND o.verb = %(confirm)s AND b.state IN (1, 2))
  FROM notices_notice n WHERE n.case_ptr_id = %(subject)s
"""

_COMPARISON = """
WITH sent AS MATERIALIZED (
  SELECT case_ptr_id AS id, cascade, published_at FROM notices_notice
   WHERE published_at > %(since)s AND published_at <= %(until)s),
answers AS MATERIALIZED (
  SELECT n.id, n.cascade, b.person_id, max(b.evidence) AS evidence,
         bool_or(b.state IN (1, 2)) AS confirmed, bool_or(b.state = 1) AS in_time,
         min(extract(epoch FROM b.closed_at - n.published_at))
           FILTER (WHERE b.state IN (1, 2)) AS seconds
    FROM sent n JOIN obligation o ON o.subject = n.id AND o.verb = %(confirm)s
    JOIN obligation_bearer b ON b.obligation_id = o.id
   GROUP BY n.id, n.cascade, b.person_id),
unreached AS (
  SELECT count(*) AS people FROM notices_stop s JOIN sent n ON n.id = s.notice_id
   WHERE s.received_at IS NULL)
SELECT a.cascade, count(DISTINCT a.id)::int,
       (count(*) + CASE WHEN a.cascade THEN (SELECT people FROM unreached) ELSE 0 END)::int,
       count(*)::int, count(*) FILTER (WHERE a.confirmed)::int,
       count(*) FILTER (WHERE a.in_time)::int,
       count(*) FILTER (WHERE a.evidence >= %(understood)s)::int,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY a.seconds)
  FROM answers a GROUP BY a.cascade ORDER BY a.cascade
"""
