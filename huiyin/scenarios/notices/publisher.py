"""What the publisher sees of a notice: how far its echo came, and who is still silent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.cases import visibility
from huiyin.core.evidence import Channel, Evidence
from huiyin.directory.access import Relation
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.obligations import queries as obligations
from huiyin.obligations.models import Obligation
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.scenarios.notices.revisions import readers
from huiyin.scenarios.notices.words import CONFIRM

PAGE = 10
MOST_DEPARTMENTS = 8


@dataclass(frozen=True, slots=True)
class Share:
    """Counts of one department, or of all; ``read`` are those who opened it and did no more."""

    name: str
    total: int
    met: int
    read: int
    unread: int
    late: int
    excused: int

    @property
    def met_pct(self) -> int:
        """Confirmed among all, rounded down so that 100 means everybody."""
        return self.met * 100 // self.total if self.total else 0

    @property
    def read_pct(self) -> int:
        """Confirmed or opened among all, in percent, for the ring's second arc."""
        return (self.met + self.read) * 100 // self.total if self.total else 0

    @property
    def read_only_pct(self) -> int:
        """The width of the opened part in a department's bar."""
        return self.read_pct - self.met_pct

    @property
    def open(self) -> int:
        """How many still owe their confirmation."""
        return self.read + self.unread


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody who has not confirmed yet, and what was tried."""

    person_id: int
    name: str
    department: str
    position: str
    extension: str
    mobile: str
    evidence: int
    delegate: str
    away_until: datetime | None
    outcome: str
    called_at: datetime | None
    again_at: datetime | None
    note: str
    channel: int | None
    delivery_state: int | None
    sent_at: datetime | None
    reason: str

    @property
    def number(self) -> str:
        """What to dial: the extension first, the mobile number otherwise."""
        return self.extension or self.mobile

    @property
    def opened(self) -> bool:
        """Whether the notice was at least opened."""
        return self.evidence >= Evidence.OPENED


@dataclass(frozen=True, slots=True)
class Handled:
    """Somebody who was reached by phone, answered by a delegate, or named as unreachable."""

    person_id: int
    name: str
    department: str
    outcome: str
    at: datetime
    by: str
    note: str


def share(notice: Notice) -> Share:
    """The whole of a notice, exact at this moment."""
    view = obligations.coverage(notice.pk, CONFIRM, since=readers.asked_at(notice))
    return _share("", view)


def by_department(notice: Notice) -> list[Share]:
    """The same by department, the largest first."""
    view = obligations.coverage(notice.pk, CONFIRM, since=readers.asked_at(notice))
    names = dict(
        Department.objects.filter(
            pk__in=[row.department_id for row in view.by_department]
        ).values_list("pk", "name")
    )
    shares = [_share(names.get(row.department_id, "—"), row) for row in view.by_department]
    return sorted(shares, key=lambda one: (-one.total, one.name))


def median_time(notice: Notice) -> timedelta | None:
    """Half of those who confirmed took no longer than this; ``None`` while nobody did."""
    seconds = _all(_MEDIAN, {"subject": notice.pk, "verb": CONFIRM})[0][0]
    return None if seconds is None else timedelta(seconds=round(seconds))


def reach(notice: Notice, actor: Person) -> list[int] | None:
    """The departments whose silent people ``actor`` may see by name; ``None`` for all of them.

    The author and who answers for the author's department see everybody, another head only the
    people of the trees below: a list of names is for those whose duty it is (design 5).
    """
    whole = {Relation.AUTHOR, Relation.DEPARTMENT_HEAD_OF_AUTHOR}
    if whole & notice.relations_of(actor):
        return None
    return list(visibility.below(actor).values_list("pk", flat=True))


def silent(
    notice: Notice,
    limit: int = PAGE,
    *,
    departments: list[int] | None = None,
    person_id: int | None = None,
    people: list[int] | None = None,
) -> list[Silent]:
    """Who has not confirmed, unread before merely opened, by department and name.

    Of ``departments`` or ``people`` only, if they are given.
    """
    parameters = {
        "subject": notice.pk,
        "verb": CONFIRM,
        "opened": int(Evidence.OPENED),
        "now": clock.now(),
        "limit": limit,
        "departments": departments,
        "people": people if person_id is None else [person_id],
    }
    return [Silent(*row) for row in _all(_SILENT, parameters)]


def handled(notice: Notice, limit: int = 5) -> list[Handled]:
    """The newest people who were reached by phone, by a delegate, or named as unreachable."""
    parameters = {
        "subject": notice.pk,
        "verb": CONFIRM,
        "understood": CallOutcome.UNDERSTOOD,
        "unreachable": CallOutcome.UNREACHABLE,
        "limit": limit,
    }
    return [Handled(*row) for row in _all(_HANDLED, parameters)]


def handled_count(notice: Notice) -> int:
    """How many people the publisher phoned with success or named as unreachable."""
    outcomes = [CallOutcome.UNDERSTOOD, CallOutcome.UNREACHABLE]
    return int(_all(_HANDLED_COUNT, [notice.pk, outcomes])[0][0])


def channels(notice: Notice) -> list[str]:
    """The channels the matrix gave when the notice went out."""
    rows = Obligation.objects.filter(subject=notice.pk, parent=None).order_by("pk")
    found = [name for names in rows.values_list("channels", flat=True) for name in names]
    return [name for name in dict.fromkeys(found) if name.upper() in Channel.__members__]


def waiting(subject: UUID) -> int:
    """How many people still owe anything of their own in this case, rungs not counted."""
    return int(_all(_WAITING, [subject])[0][0])


def _share(name: str, view: Any) -> Share:
    open_ = max(view.total - view.met - view.excused, 0)
    unread = min(max(view.total - view.opened - view.excused, 0), open_)
    return Share(name, view.total, view.met, open_ - unread, unread, view.late, view.excused)


def _all(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


_MEDIAN = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM b.closed_at - o.born_at))
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %(subject)s AND o.verb = %(verb)s
   AND /*newest*/ AND b.state IN (1, 2)
""".replace("/*newest*/", readers.SINCE)

_SILENT = """
SELECT b.person_id, p.name, d.name, p.position, p.extension, p.mobile, b.evidence,
       coalesce(dp.name, ''), a.ends_at, coalesce(c.outcome, ''), c.called_at, c.again_at,
       coalesce(c.note, ''), x.channel, x.state, coalesce(x.sent_at, o.born_at),
       coalesce(x.reason, '')
  FROM obligation o
  JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id
  JOIN directory_department d ON d.id = b.department_id
  LEFT JOIN directory_person dp ON dp.id = b.delegate_id
  LEFT JOIN LATERAL (
    SELECT max(ends_at) AS ends_at FROM directory_absence
     WHERE person_id = b.person_id AND starts_at <= %(now)s AND ends_at > %(now)s) a ON true
  LEFT JOIN LATERAL (
    SELECT outcome, called_at, again_at, note FROM notices_call
     WHERE notice_id = o.subject AND person_id = b.person_id
     ORDER BY called_at DESC, id DESC LIMIT 1) c ON true
  LEFT JOIN LATERAL (
    SELECT y.channel, y.state, y.sent_at, y.reason FROM obligation_notification n
      JOIN delivery y ON y.notification_id = n.id AND y.person_id = b.person_id
     WHERE n.obligation_id = o.id ORDER BY n.id DESC, y.channel LIMIT 1) x ON true
 WHERE o.subject = %(subject)s AND o.verb = %(verb)s
   AND /*newest*/ AND b.state = 0
   AND (%(departments)s::int[] IS NULL OR b.department_id = ANY(%(departments)s::int[]))
   AND (%(people)s::bigint[] IS NULL OR b.person_id = ANY(%(people)s::bigint[]))
 ORDER BY (b.evidence >= %(opened)s), d.sort_key, p.sort_key, b.person_id
 LIMIT %(limit)s
""".replace("/*newest*/", readers.SINCE)

_HANDLED = """
SELECT b.person_id, p.name, d.name, coalesce(c.outcome, 'delegate'), b.closed_at,
       coalesce(c.caller, dp.name, ''), coalesce(c.note, '')
  FROM obligation o
  JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id
  JOIN directory_department d ON d.id = b.department_id
  LEFT JOIN directory_person dp ON dp.id = b.delegate_id
  LEFT JOIN LATERAL (
    SELECT k.outcome, k.note, w.name AS caller FROM notices_call k
      JOIN directory_person w ON w.id = k.caller_id
     WHERE k.notice_id = o.subject AND k.person_id = b.person_id
       AND k.outcome IN (%(understood)s, %(unreachable)s)
     ORDER BY k.called_at DESC LIMIT 1) c ON true
 WHERE o.subject = %(subject)s AND o.verb = %(verb)s
   AND /*newest*/ AND b.closed_at IS NOT NULL
   AND (c.outcome IS NOT NULL OR b.delegate_id IS NOT NULL)
 ORDER BY b.closed_at DESC, b.person_id LIMIT %(limit)s
""".replace("/*newest*/", readers.SINCE)

_HANDLED_COUNT = """
SELECT count(DISTINCT person_id) FROM notices_call WHERE notice_id = %s AND outcome = ANY(%s)
"""

_WAITING = """
SELECT count(DISTINCT b.person_id) FROM obligation o
  JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.parent IS NULL AND b.state = 0
"""
