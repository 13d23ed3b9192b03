"""The confirmation record 通知确认记录表 (N16): who, when, through which channel, with what proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.core.evidence import Evidence
from huiyin.core.obligation import State
from huiyin.kit import clock
from huiyin.ledger.models import Checkpoint
from huiyin.scenarios.notices import events, words
from huiyin.scenarios.notices.living import course
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.scenarios.notices.revisions import readers

_FETCH = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One recipient's line; ``revision`` is the newest text that they confirmed."""

    employee_no: str
    name: str
    department: str
    position: str
    state: State
    evidence: Evidence
    due_at: datetime | None
    closed_at: datetime | None
    channel: int | None
    proof: int | None
    answered_by: str
    calls: int
    last_call: str
    last_call_at: datetime | None
    caller: str
    reason: str
    reply: str
    revision: int | None = None
    went: int | None = None
    """How they went from the audience, if that is why nothing is asked (``living.Change``)."""

    @property
    def confirmed_at(self) -> datetime | None:
        """When they confirmed: not when somebody named them unreachable."""
        return None if self.state == State.EXCUSED else self.closed_at

    @property
    def state_word(self) -> str:
        """Where they stand, in words."""
        if self.state == State.OPEN and self.evidence >= Evidence.OPENED:
            return str(words.EVIDENCE[Evidence.OPENED])
        if self.state == State.EXCUSED:
            return course.why(self.went)
        return str(words.STATES[self.state])

    @property
    def channel_word(self) -> str:
        """The channel of the best evidence."""
        return str(words.CHANNELS.get(self.channel or 0, ""))

    @property
    def proof_word(self) -> str:
        """What shows it."""
        return str(words.PROOFS.get(self.proof or 0, ""))

    @property
    def call_word(self) -> str:
        """The result of the last call."""
        return str(CallOutcome(self.last_call).label) if self.last_call else ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums at the head of the record."""

    total: int
    in_time: int
    late: int
    excused: int
    open: int

    @property
    def met(self) -> int:
        """All who confirmed."""
        return self.in_time + self.late


@dataclass(frozen=True, slots=True)
class Anchor:
    """The ledger's state when the record was made: what an auditor compares it with."""

    size: int
    root: str
    at: datetime | None


def rows(notice: Notice) -> Iterator[Row]:
    """Every recipient, by department and name; read in portions, so a hundred thousand fit."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            _ROWS, {"subject": notice.pk, "verb": words.CONFIRM, "kind": events.CONFIRMED}
        )
        while chunk := cursor.fetchmany(_FETCH):
            for row in chunk:
                yield _row(row)


def rows_after(notice: Notice, seen: int, limit: int) -> list[tuple[int, Row]]:
    """At most ``limit`` recipients with their person ids, by id behind ``seen``."""
    parameters: dict[str, Any] = {
        "subject": notice.pk,
        "verb": words.CONFIRM,
        "kind": events.CONFIRMED,
        "seen": seen,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, parameters)
        return [(row[0], _row(row[1:])) for row in cursor.fetchall()]


def figures(notice: Notice) -> Figures:
    """The sums, counted from the same rows that the record lists."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [notice.pk, words.CONFIRM])
        return Figures(*cursor.fetchone())


def anchor() -> Anchor:
    """Size and root (hex) of the newest checkpoint; size 0 while nothing is sealed."""
    newest = Checkpoint.objects.order_by("-size").first()
    if newest is None:
        return Anchor(0, "", None)
    return Anchor(newest.size, bytes(newest.root).hex(), newest.at)


def made_at() -> datetime:
    """When this record is made."""
    return clock.now()


def _row(row: tuple[Any, ...]) -> Row:
    values: list[Any] = [*row[:4], State(row[4]), Evidence(row[5]), *row[6:]]
    return Row(*values)


_LINES = """
SELECT p.employee_no, p.name, d.name, p.position, b.state, b.evidence, o.due_at, b.closed_at,
       b.channel, b.proof,
       coalesce((SELECT a.name FROM ledger_entry e
           JOIN directory_person a ON a.id = ((e.body::jsonb) ->> 'actor')::bigint
          WHERE b.delegate_id IS NOT NULL AND b.state IN (1, 2)
            AND e.subject = o.subject AND e.kind = %(kind)s
            AND ((e.body::jsonb) -> 'facts' ->> 'person')::bigint = b.person_id
            AND a.id = b.delegate_id
          ORDER BY e.id LIMIT 1), ''),
       coalesce(k.n, 0), coalesce(l.outcome, ''), l.called_at, coalesce(l.caller, ''),
       CASE WHEN b.state = 4 OR l.outcome = 'unreachable' THEN coalesce(l.note, '') ELSE '' END,
       coalesce(r.text, ''),
       CASE WHEN n.revision > 1 THEN /*confirmed*/ WHEN b.state IN (1, 2) THEN 1 END,
       CASE WHEN b.state = 4 THEN (SELECT x.change FROM notices_audience_change x
          WHERE x.notice_id = o.subject AND x.person_id = b.person_id AND x.change > 1
            AND x.at = b.closed_at) END
  FROM obligation o
  JOIN notices_notice n ON n.case_ptr_id = o.subject
  JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id
  JOIN directory_department d ON d.id = b.department_id
  LEFT JOIN (SELECT person_id, count(*) AS n FROM notices_call WHERE notice_id = %(subject)s
              GROUP BY person_id) k ON k.person_id = b.person_id
  LEFT JOIN (SELECT DISTINCT ON (c.person_id) c.person_id, c.outcome, c.called_at, c.note,
                    w.name AS caller
               FROM notices_call c JOIN directory_person w ON w.id = c.caller_id
              WHERE c.notice_id = %(subject)s
              ORDER BY c.person_id, c.called_at DESC, c.id DESC) l ON l.person_id = b.person_id
  LEFT JOIN notices_reply r ON r.notice_id = o.subject AND r.person_id = b.person_id
 WHERE o.subject = %(subject)s AND o.verb = %(verb)s AND /*newest*/
""".replace("/*confirmed*/", readers.CONFIRMED).replace("/*newest*/", readers.SINCE)

_ROWS = _LINES + " ORDER BY d.sort_key, d.id, p.sort_key, p.id"

_PAGE = (
    _LINES.replace("SELECT p.employee_no", "SELECT b.person_id, p.employee_no", 1)
    + " AND b.person_id > %(seen)s ORDER BY b.person_id LIMIT %(limit)s"
)

_FIGURES = """
SELECT count(*), count(*) FILTER (WHERE b.state IN (1, 3)), count(*) FILTER (WHERE b.state = 2),
       count(*) FILTER (WHERE b.state = 4), count(*) FILTER (WHERE b.state = 0)
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.verb = %s AND /*newest*/
""".replace("/*newest*/", readers.SINCE)
