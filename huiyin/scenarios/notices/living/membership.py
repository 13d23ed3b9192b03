"""Who belongs to a published notice, who should, and the difference: sets of people in SQL."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from huiyin.obligations.record import freeze
from huiyin.obligations.roles import NOBODY, PeopleSql
from huiyin.scenarios.notices import published
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.words import CONFIRM, REPLY

JOINING = ("joiners", "joiners_to_reply")
ROLES = ("recipients", "key_people", "team", "affected", *JOINING)
"""The roles of the clauses in which a notice addresses somebody."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Who came and who went, each set resolved once: ``coming`` is everybody of the joiners."""

    joiners: PeopleSql
    joiners_to_reply: PeopleSql
    coming: PeopleSql
    leaving: PeopleSql
    gone: PeopleSql


def difference(notice: Notice, *, replies: bool) -> Difference:
    """What has changed since the last look; ``replies`` says that answers are still wanted.

    Somebody named as unreachable stays what they are. Who met a duty is not asked for it again.
    """
    reading = only_read(notice)
    _lay_out(notice, copies=reading)
    joiners = to_reply = NOBODY
    if follows(notice) and reading:
        joiners = freeze((_UNREAD, [notice.pk]), "audience_joiners")
    elif follows(notice):
        if _asked(notice.pk, CONFIRM):
            joiners = _missing(notice.pk, CONFIRM, "audience_joiners")
        if replies and _asked(notice.pk, REPLY):
            to_reply = _missing(notice.pk, REPLY, "audience_repliers")
    both = f"{joiners[0]} UNION {to_reply[0]}"
    inside = _READING if reading else _OWING
    left = _LEFT.replace("/*inside*/", inside)
    case = [notice.pk] if reading else []
    return Difference(
        joiners,
        to_reply,
        coming=freeze((both, []), "audience_coming"),
        leaving=freeze((left, [*case, True]), "audience_leaving"),
        gone=freeze((left, [*case, False]), "audience_gone"),
    )


def follows(notice: Notice) -> bool:
    """Whether joiners are asked too. In a cascade it is their head who passes it on to them."""
    return notice.follow and not notice.cascade


def only_read(notice: Notice) -> bool:
    """Whether the clauses ask nothing of those addressed: it is there to be read."""
    asks = _asked(notice.pk, CONFIRM) or _asked(notice.pk, REPLY)
    return not notice.cascade and not asks


def _asked(notice_id: UUID, verb: str) -> bool:
    """Whether the notice ever asked its addressees for ``verb``."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [notice_id, verb, list(ROLES)])
        return cursor.fetchone() is not None


def size(people: PeopleSql) -> int:
    """How many people a set has."""
    sql, params = people
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) s", params)  # noqa: S608 - SQL of our own
        return int(cursor.fetchone()[0])


def _lay_out(notice: Notice, *, copies: bool) -> None:
    """Two tables of this transaction: who is meant now, and how what each was asked stands."""
    meant: PeopleSql = (_EVERYBODY, [])
    if follows(notice):
        meant = published.audience_of(notice).select_sql()
        if copies:
            more = published.read(notice.copies).select_sql()
            meant = f"{meant[0]} UNION {more[0]}", [*meant[1], *more[1]]
    freeze(meant, "audience_meant")
    freeze((_BOUND, [notice.pk, list(ROLES)]), "audience_bound")


def _missing(notice_id: UUID, verb: str, name: str) -> PeopleSql:
    return freeze((_MISSING, [verb, notice_id]), name)


_EVERYBODY = "SELECT id AS person_id, department_id FROM directory_person WHERE active"
"""Of a fixed audience everybody stays who is still in the company."""

_ASKED = """
SELECT 1 FROM obligation
 WHERE subject = %s AND verb = %s AND parent IS NULL AND bearer_role = ANY(%s) LIMIT 1
"""

_BOUND = """
SELECT b.person_id, min(b.department_id) AS department_id, o.verb, bool_or(b.state = 0) AS open,
       bool_or(b.state <> 4) AS holds
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %s AND o.parent IS NULL AND o.bearer_role = ANY(%s)
 GROUP BY b.person_id, o.verb
"""

_MISSING = """
SELECT m.person_id, m.department_id
  FROM audience_meant m
  LEFT JOIN audience_bound b ON b.person_id = m.person_id AND b.verb = %s
  LEFT JOIN (SELECT DISTINCT ON (person_id) person_id, change FROM notices_audience_change
              WHERE notice_id = %s ORDER BY person_id, number DESC) l ON l.person_id = m.person_id
 WHERE NOT coalesce(b.holds, false)
   AND (b.person_id IS NULL AND l.change IS DISTINCT FROM 1 OR l.change IN (2, 3))
"""
"""Never asked, or excused because they went; who was excused for another reason stays excused."""

_UNREAD = """
SELECT m.person_id, m.department_id FROM audience_meant m
 WHERE m.person_id NOT IN (SELECT r.person_id FROM cases_reader r WHERE r.case_id = %s)
"""

_LEFT = """
SELECT p.id AS person_id, p.department_id FROM directory_person p JOIN (/*inside*/) h
    ON h.person_id = p.id
 WHERE p.active = %s AND p.id NOT IN (SELECT m.person_id FROM audience_meant m)
"""

_READING = "SELECT person_id FROM cases_reader WHERE case_id = %s"
_OWING = "SELECT DISTINCT person_id FROM audience_bound WHERE open"
