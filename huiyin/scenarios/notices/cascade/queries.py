"""Reads of a cascade: who passed it on, where it got stuck, and what was lost on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.core.evidence import Evidence
from huiyin.kit import clock
from huiyin.scenarios.notices.cascade.actions import RELAY
from huiyin.scenarios.notices.cascade.models import Relay, Stop
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.words import CONFIRM


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody with a team: how their own relay stands, and how far their team is."""

    person_id: int
    name: str
    department: str
    department_id: int
    sender_id: int | None
    hop: int
    received_at: datetime | None
    team: int
    reached: int
    confirmed: int
    due_at: datetime | None
    relayed_at: datetime | None
    words: str
    flat: int

    @property
    def state(self) -> str:
        """``done`` passed on · ``flat`` went past them · ``late`` · ``wait`` · ``ahead``: not here."""
        if self.relayed_at is not None:
            return "done"
        if self.flat:
            return "flat"
        if self.received_at is None:
            return "ahead"
        late = self.due_at is not None and self.due_at < clock.now()
        return "late" if late else "wait"


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with the nodes below it, for a tree on a page."""

    node: Node
    below: "tuple[Branch, ...]"


@dataclass(frozen=True, slots=True)
class Island:
    """A branch that nobody passed it on to in time: ``people`` are without the text."""

    person_id: int
    name: str
    department: str
    department_id: int
    due_at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Hop:
    """What is left of the text after so many relays."""

    hop: int
    people: int
    reached: int
    confirmed: int
    understood: int
    seconds: float | None

    @property
    def reached_pct(self) -> int:
        """In percent of those meant at this distance."""
        return _percent(self.reached, self.people)

    @property
    def confirmed_pct(self) -> int:
        """In percent of those meant at this distance."""
        return _percent(self.confirmed, self.people)

    @property
    def understood_pct(self) -> int:
        """In percent of those meant at this distance."""
        return _percent(self.understood, self.people)

    @property
    def took(self) -> timedelta | None:
        """Half of them had it after this time."""
        return None if self.seconds is None else timedelta(seconds=round(self.seconds))


def tree(notice: Notice) -> list[Branch]:
    """Everybody with a team, the topmost first, each with those below."""
    rows = [Node(*row) for row in _all(_NODES, _parameters(notice))]
    below: dict[int | None, list[Node]] = {}
    known = {node.person_id for node in rows}
    for node in rows:
        above = node.sender_id if node.sender_id in known else None
        below.setdefault(above, []).append(node)
    return list(_branches(None, below))


def islands(notice: Notice, at: datetime) -> list[Island]:
    """The branches that are still without the text after their head's time, the largest first."""
    rows = _all(_ISLANDS, _parameters(notice) | {"at": at})
    return [Island(*row) for row in rows]


def loss(notice: Notice) -> list[Hop]:
    """Hop by hop: how many were meant, reached, confirmed, understood, and when."""
    return [Hop(*row) for row in _all(_LOSS, _parameters(notice))]


def hop_of(notice_id: UUID, person_id: int) -> int:
    """How many relays lay between the author and a reader; 0 when it came directly."""
    row = Stop.objects.filter(notice_id=notice_id, person_id=person_id).first()
    return 0 if row is None or row.way == "flat" else row.hop


def passed_on_to(notice: Notice, person_id: int) -> list[Relay]:
    """The relays by which a reader got it, the nearest first: each with its own words."""
    keys = [row[0] for row in _all(_PATH, {"subject": notice.pk, "person": person_id})]
    rows = {row.pk: row for row in Relay.objects.select_related("person").filter(pk__in=keys)}
    return [rows[key] for key in keys]


def team_of(notice: Notice, person_id: int) -> list[str]:
    """The names of those to whom ``person_id`` passes it on."""
    return [row[0] for row in _all(_TEAM, {"subject": notice.pk, "person": person_id})]


def _branches(above: int | None, below: dict[int | None, list[Node]]) -> Sequence[Branch]:
    return tuple(
        Branch(node, tuple(_branches(node.person_id, below))) for node in below.get(above, [])
    )


def _parameters(notice: Notice) -> dict[str, Any]:
    return {
        "subject": notice.pk,
        "relay": RELAY,
        "confirm": CONFIRM,
        "understood": int(Evidence.UNDERSTOOD),
        "published": notice.published_at,
    }


def _percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 0


def _all(sql: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


_ANSWERS = """
  SELECT b.person_id, min(b.closed_at) FILTER (WHERE b.state IN (1, 2)) AS confirmed_at,
         max(b.evidence) AS evidence
    FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE o.subject = %(subject)s AND o.verb = %(confirm)s GROUP BY b.person_id"""

_NODES = """
WITH answers AS MATERIALIZED (/*answers*/),
owed AS MATERIALIZED (
  SELECT b.person_id, min(o.due_at) AS due_at
    FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE o.subject = %(subject)s AND o.verb = %(relay)s GROUP BY b.person_id),
team AS MATERIALIZED (
  SELECT s.sender_id, count(*) AS people, count(s.received_at) AS reached,
         count(a.confirmed_at) AS confirmed, count(*) FILTER (WHERE s.way = 'flat') AS flat
    FROM notices_stop s LEFT JOIN answers a ON a.person_id = s.person_id
   WHERE s.notice_id = %(subject)s AND s.sender_id IS NOT NULL GROUP BY s.sender_id)
SELECT s.person_id, p.name, d.name, s.department_id, s.sender_id, s.hop, s.received_at, t.people::int,
       t.reached::int, t.confirmed::int, w.due_at, r.at, coalesce(r.words, ''), t.flat::int
  FROM team t
  JOIN notices_stop s ON s.notice_id = %(subject)s AND s.person_id = t.sender_id
  JOIN directory_person p ON p.id = s.person_id
  JOIN directory_department d ON d.id = s.department_id
  LEFT JOIN owed w ON w.person_id = s.person_id
  LEFT JOIN notices_relay r ON r.notice_id = %(subject)s AND r.person_id = s.person_id
 ORDER BY s.hop, d.sort_key, p.sort_key, p.id
""".replace("/*answers*/", _ANSWERS)

_ISLANDS = """
WITH RECURSIVE stuck AS (
  SELECT b.person_id, min(o.due_at) AS due_at
    FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE o.subject = %(subject)s AND o.verb = %(relay)s AND b.state = 0 AND o.due_at < %(at)s
   GROUP BY b.person_id),
below AS (
  SELECT k.person_id AS head, s.person_id FROM stuck k
    JOIN notices_stop s ON s.notice_id = %(subject)s AND s.sender_id = k.person_id
  UNION ALL
  SELECT b.head, s.person_id FROM below b
    JOIN notices_stop s ON s.notice_id = %(subject)s AND s.sender_id = b.person_id)
SELECT k.person_id, p.name, d.name, p.department_id, k.due_at, count(s.person_id)::int
  FROM stuck k
  JOIN below b ON b.head = k.person_id
  JOIN notices_stop s ON s.notice_id = %(subject)s AND s.person_id = b.person_id
   AND s.received_at IS NULL
  JOIN directory_person p ON p.id = k.person_id
  JOIN directory_department d ON d.id = p.department_id
 GROUP BY k.person_id, p.name, d.name, p.department_id, k.due_at, p.sort_key
 ORDER BY count(s.person_id) DESC, p.sort_key, k.person_id
"""

_LOSS = """
WITH answers AS MATERIALIZED (/*answers*/)
SELECT s.hop, count(*)::int, count(s.received_at)::int, count(a.confirmed_at)::int,
       count(*) FILTER (WHERE a.evidence >= %(understood)s)::int,
       percentile_cont(0.5) WITHIN GROUP (
         ORDER BY extract(epoch FROM s.received_at - %(published)s::timestamptz))
  FROM notices_stop s LEFT JOIN answers a ON a.person_id = s.person_id
 WHERE s.notice_id = %(subject)s GROUP BY s.hop ORDER BY s.hop
""".replace("/*answers*/", _ANSWERS)

_PATH = """
WITH RECURSIVE up AS (
  SELECT s.sender_id, 0 AS n FROM notices_stop s
   WHERE s.notice_id = %(subject)s AND s.person_id = %(person)s AND s.way = 'relay'
  UNION ALL
  SELECT s.sender_id, up.n + 1 FROM up
    JOIN notices_stop s ON s.notice_id = %(subject)s AND s.person_id = up.sender_id
     AND s.way = 'relay')
SELECT r.id FROM up
  JOIN notices_relay r ON r.notice_id = %(subject)s AND r.person_id = up.sender_id ORDER BY up.n
"""

_TEAM = """
SELECT p.name FROM notices_stop s JOIN directory_person p ON p.id = s.person_id
 WHERE s.notice_id = %(subject)s AND s.sender_id = %(person)s ORDER BY p.sort_key, p.id
"""
