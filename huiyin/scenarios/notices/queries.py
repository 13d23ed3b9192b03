"""Reads of notices: the lists, one recipient's view, and what the publisher needs beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.cases.attachments import of_case
from huiyin.cases.models import Attachment
from huiyin.core.evidence import Evidence
from huiyin.core.obligation import State
from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.models import Obligation
from huiyin.obligations.queries import BearerRow
from huiyin.policies import in_force
from huiyin.scenarios.notices import answers, words
from huiyin.scenarios.notices.gist import gist_of
from huiyin.scenarios.notices.models import Notice, NoticeState, Reply
from huiyin.scenarios.notices.revisions.readers import SINCE
from huiyin.ui.clocks import ClockFace, face

PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a list; the last five fields say how far it got, for me or for all."""

    id: UUID
    number: str
    title: str
    urgency: str
    classification: str
    author: str
    department: str
    at: datetime
    state: str
    open: bool
    opened: bool
    due_at: datetime | None
    total: int
    met: int

    @property
    def pct(self) -> int:
        """Confirmed among all, in percent."""
        return self.met * 100 // self.total if self.total else 0

    @property
    def glyph(self) -> str:
        """The state of the 回 for a recipient."""
        if not self.open:
            return "done"
        if self.due_at is not None and self.due_at < clock.now():
            return "late"
        return "read" if self.opened else "sent"


@dataclass(frozen=True, slots=True)
class Duty:
    """What one recipient owes (or owed) about a notice: ``acting`` when it is somebody else's."""

    verb: str
    share: BearerRow
    face: ClockFace
    due_at: datetime | None
    clause: str
    clause_text: str
    derivation: list[str]
    acting_for: Person | None
    needs: int = 0

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.share.state == State.OPEN

    @property
    def proof(self) -> str:
        """How it was answered, in words."""
        return str(words.PROOFS.get(self.share.proof or 0, ""))

    @property
    def done_word(self) -> str:
        """The state in words once it is closed."""
        return str(words.STATES[self.share.state])


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the reader's page shows."""

    notice: Notice
    gist: str
    attachments: list[Attachment]
    duties: list[Duty]
    reply: Reply | None

    @property
    def confirm(self) -> Duty | None:
        """The duty to confirm: one's own before a colleague's, open before done."""
        return _first(self.duties, words.CONFIRM)

    @property
    def answer(self) -> Duty | None:
        """The duty to reply, when the notice asks for one."""
        return _first(self.duties, words.REPLY)


def received(actor: Person, *, waiting: bool, limit: int = PAGE) -> list[Line]:
    """Notices that reached ``actor`` (or whom they stand in for), the newest first."""
    sql = _WAITING if waiting else _RECEIVED
    return _lines(sql, {"me": actor.pk, "limit": limit, "opened": int(Evidence.OPENED)})


def waiting_count(actor: Person) -> tuple[int, bool]:
    """How many notices wait for an answer of ``actor``, and whether one of them is overdue."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"me": actor.pk, "now": clock.now()})
        count, late = cursor.fetchone()
    return int(count), bool(late)


def issued(actor: Person, *, limit: int = PAGE) -> list[Line]:
    """What ``actor`` published, the newest first, each with its coverage."""
    return _covered(_ids(Notice.objects.filter(initiator=actor), limit))


def drafts(actor: Person) -> list[Notice]:
    """What ``actor`` has begun and not published."""
    mine = Notice.objects.filter(initiator=actor, state=NoticeState.DRAFT)
    return list(mine.order_by("-saved_at", "-created_at")[:100])


def all_visible(actor: Person, *, limit: int = PAGE) -> list[Line]:
    """Whatever ``actor`` may see, with coverage, the newest first."""
    return _covered(_ids(Notice.objects.visible_to(actor), limit))


def visible(actor: Person, notice_id: UUID) -> Notice | None:
    """One notice with its author and department, ``None`` when it does not exist for ``actor``."""
    rows = Notice.objects.select_related("initiator", "department")
    notice = rows.filter(pk=notice_id).first()
    return notice if notice is not None and may(actor, Action.SEE, notice) else None


def reading(notice: Notice, person: Person) -> Reading:
    """A notice as ``person`` reads it, with what they owe for themselves and for others."""
    return Reading(
        notice=notice,
        gist=gist_of(notice),
        attachments=of_case(notice),
        duties=_duties(notice, person),
        reply=Reply.objects.filter(notice=notice, person=person).first(),
    )


def replies(notice: Notice) -> list[Reply]:
    """What people answered, the newest first."""
    rows = Reply.objects.filter(notice=notice).select_related("person__department")
    return list(rows.prefetch_related("files").order_by("-replied_at")[:200])


def _duties(notice: Notice, person: Person) -> list[Duty]:
    found = answers.shares(notice, person.pk)
    others = {share.person_id for _verb, share in found if share.person_id != person.pk}
    people = Person.objects.in_bulk(list(others))
    cohorts = Obligation.objects.in_bulk([share.obligation_id for _verb, share in found])
    return [
        _duty(verb, share, cohorts[share.obligation_id], people.get(share.person_id))
        for verb, share in found
    ]


def _duty(verb: str, share: BearerRow, row: Obligation, acting_for: Person | None) -> Duty:
    try:
        text = in_force.version(row.policy_version).clause(row.clause).text
    except KeyError:
        text = ""
    shown = face(row.due_at, row.born_at, clock.now(), done_at=share.closed_at)
    return Duty(
        verb,
        share,
        shown,
        row.due_at,
        row.clause,
        text,
        row.derivation,
        acting_for,
        row.needs,
    )


def _first(duties: list[Duty], verb: str) -> Duty | None:
    fitting = [duty for duty in duties if duty.verb == verb]
    fitting.sort(key=lambda duty: (not duty.open, duty.acting_for is not None))
    return fitting[0] if fitting else None


def _ids(rows: Any, limit: int) -> list[UUID]:
    published = rows.exclude(published_at=None).order_by("-published_at", "-pk")
    return list(published.values_list("pk", flat=True)[:limit])


def _covered(ids: list[UUID]) -> list[Line]:
    return _lines(_COVERED, {"ids": ids, "verb": words.CONFIRM})


def _lines(sql: str, parameters: dict[str, Any]) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Line(*row) for row in cursor.fetchall()]


_HEAD = """c.id, c.number, c.title, c.urgency, c.classification, p.name, d.name,
       n.published_at, n.state"""

_JOINS = """
  JOIN cases_case c ON c.id = n.case_ptr_id
  JOIN directory_person p ON p.id = c.initiator_id
  JOIN directory_department d ON d.id = c.department_id"""

_WAITING = f"""
WITH mine AS (
  SELECT obligation_id, evidence FROM obligation_bearer WHERE person_id = %(me)s AND state = 0
  UNION ALL
  SELECT obligation_id, evidence FROM obligation_bearer WHERE delegate_id = %(me)s AND state = 0),
owed AS (
  SELECT o.subject, min(o.due_at) AS due_at, bool_and(m.evidence >= %(opened)s) AS opened
    FROM mine m JOIN obligation o ON o.id = m.obligation_id
   WHERE o.parent IS NULL AND o.bearer_role <> 'signers' GROUP BY o.subject)
SELECT {_HEAD}, true, w.opened, w.due_at, 0, 0
  FROM owed w JOIN notices_notice n ON n.case_ptr_id = w.subject {_JOINS}
 WHERE n.published_at IS NOT NULL
 ORDER BY w.due_at NULLS LAST, n.published_at DESC LIMIT %(limit)s
"""  # noqa: S608 - fixed text

_RECEIVED = f"""
SELECT {_HEAD}, w.open, w.opened, w.due_at, 0, 0
  FROM notices_notice n {_JOINS}
  JOIN LATERAL (
    SELECT count(*) AS n, bool_or(b.state = 0) AS open,
           bool_and(b.evidence >= %(opened)s) AS opened,
           min(o.due_at) FILTER (WHERE b.state = 0) AS due_at
      FROM obligation o JOIN obligation_bearer b
        ON b.obligation_id = o.id AND b.person_id = %(me)s
     WHERE o.subject = c.id AND o.parent IS NULL AND o.bearer_role <> 'signers') w ON w.n > 0
 WHERE n.published_at IS NOT NULL ORDER BY n.published_at DESC LIMIT %(limit)s
"""  # noqa: S608 - fixed text

_COVERED = f"""
SELECT {_HEAD}, false, true, w.due_at, coalesce(k.total, 0)::int, coalesce(k.met, 0)::int
  FROM notices_notice n {_JOINS}
  LEFT JOIN LATERAL (
    SELECT array_agg(o.id) AS ids, min(o.due_at) AS due_at FROM obligation o
     WHERE o.subject = c.id AND o.verb = %(verb)s AND {SINCE}) w ON true
  LEFT JOIN LATERAL (
    SELECT sum(x.total) AS total, sum(x.met) AS met FROM (
      SELECT total, met FROM obligation_coverage WHERE obligation_id = ANY(w.ids)
      UNION ALL
      SELECT 0, met FROM obligation_coverage_delta WHERE obligation_id = ANY(w.ids)) x) k ON true
 WHERE c.id = ANY(%(ids)s) ORDER BY n.published_at DESC
"""  # noqa: S608 - fixed text

_COUNT = """
SELECT count(DISTINCT o.subject), coalesce(bool_or(o.due_at < %(now)s), false)
  FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
  JOIN notices_notice n ON n.case_ptr_id = o.subject
 WHERE b.person_id = %(me)s AND b.state = 0 AND o.parent IS NULL
   AND n.published_at IS NOT NULL
"""
