"""Who asks for a case, what it is to them, and its version: one prepared statement.

For parts of pages that many ask for at once. The permission is judged anew for every request by the
table of ``directory.access``; what is drawn for all of them alike is kept by the version, which is
read in the same statement (``ui.shared``).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import Cursor

from huiyin.cases import visibility
from huiyin.directory.access import Relation
from huiyin.directory.models import Person
from huiyin.directory.roles import known
from huiyin.directory.sessions import simulated_may_sign_in
from huiyin.kit.live import VERSION_SQL


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as ``person`` stands to it (``Classified``: ``access.may`` and ``require`` judge it).

    ``owed`` are the verbs that they still owe here, for themselves or for somebody who is away.
    """

    person: Person
    case: UUID
    classification: str
    relations: frozenset[Relation]
    owed: frozenset[str]
    version: str

    def relations_of(self, actor: Person) -> frozenset[Relation]:
        """What the case is to ``person``; nothing is known of anybody else."""
        return self.relations if actor.pk == self.person.pk else frozenset()


def by_session(key: str, case: UUID) -> Seen | None:
    """As whoever is signed in with ``key`` sees it; ``None`` without them, or without the case."""
    demo = simulated_may_sign_in()
    return _read(_BY_SESSION, {"session": key, "case": case, "demo": demo})


def by_person(person: Person, case: UUID) -> Seen | None:
    """As ``person``, who is active, sees it; ``None`` without the case."""
    return _read(_BY_PERSON, {"person": person.pk, "case": case})


def _read(sql: str, values: dict[str, Any]) -> Seen | None:
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        values |= {"offices": list(visibility.OFFICES), "topic": f"case:{values['case']}"}
        row = cursor.execute(sql, values, prepare=True).fetchone()
    if row is None:
        return None
    who, party, granted, heads, classification, opened, owed, version, *answers = row
    return Seen(
        person=known(Person(pk=who, party=party, active=True), granted, heads=heads),
        case=values["case"],
        classification=classification,
        relations=visibility.judged(answers, opened=opened),
        owed=frozenset(owed),
        version=version,
    )


_SQL = """
WITH me AS MATERIALIZED (/*me*/), /*duties*/
SELECT p.id, p.party,
       ARRAY(SELECT g.role FROM directory_role_grant g WHERE g.person_id = p.id),
       EXISTS (SELECT 1 FROM directory_department d WHERE d.head_id = p.id AND d.active),
       c.classification, c.opened_at IS NOT NULL,
       ARRAY(SELECT DISTINCT d.verb
               FROM obligation d JOIN obligation_bearer b ON b.obligation_id = d.id
              WHERE d.subject = c.id AND b.state = 0 AND p.id IN (b.person_id, b.delegate_id)),
       (/*version*/ %(topic)s), /*relations*/
  FROM cases_case c, directory_person p
 WHERE c.id = %(case)s AND p.id = (SELECT id FROM me) AND p.active
"""

_OF_SESSION = """
SELECT a.person_id AS id FROM directory_sign_in s
  JOIN directory_account a ON a.id = s.account_id AND a.is_active
  JOIN directory_person w ON w.id = a.person_id AND (%(demo)s OR NOT w.simulated)
 WHERE s.session_key = %(session)s
   AND s.expire_date > clock_timestamp() /* sessions end in real time */"""


def _of(me: str) -> str:
    return (
        _SQL.replace("/*me*/", me)
        .replace("/*duties*/", visibility.DUTIES_SQL)
        .replace("/*version*/", VERSION_SQL)
        .replace("/*relations*/", visibility.RELATIONS_SQL)
        .replace("%(actor)s", "(SELECT id FROM me)")
    )


_BY_SESSION = _of(_OF_SESSION)
_BY_PERSON = _of("SELECT %(person)s::bigint AS id")
