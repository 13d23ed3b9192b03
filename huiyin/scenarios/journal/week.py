"""What a head must pass on this week, with its evidence: read from obligations of all scenarios."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from huiyin.directory.heads import head_of_sql
from huiyin.directory.models import Person
from huiyin.obligations.models import Bearer, Obligation
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.journal import events
from huiyin.scenarios.journal.item import Item
from huiyin.scenarios.journal.models import Week

RELAY = "relay"
"""Verbs that begin so are the head's own duty to pass something on."""

OTHERS = ("recorder", "team_heads", "answerer", "initiator", "head")
"""Roles whose duties are nothing that reached a team."""

MOST = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one head is with the week's list."""

    name: str
    department: str
    state: int
    closed_at: datetime | None


def items(week: Week, head: Person) -> list[Item]:
    """The matters that reached the team of ``head`` this week or are still open there."""
    start, end = span(week)
    values = {
        "head": head.pk,
        "week": week.pk,
        "start": start,
        "end": end,
        "relay": f"{RELAY}%",
        "not_theirs": list(OTHERS),
        "limit": MOST,
    }
    return [Item(*row) for row in _all(_ITEMS.replace("/*heads*/", head_of_sql()), values)]


def span(week: Week) -> tuple[datetime, datetime]:
    """The first instant of the week and the first after it, in the company's zone."""
    zone = timezone.get_default_timezone()
    start = datetime.combine(week.monday, datetime.min.time(), zone)
    return start, start + timedelta(days=7)


def share(week: Week, head_id: int) -> Bearer | None:
    """What ``head_id`` owes (or owed) for the week; ``None`` for who heads nobody."""
    cohorts = Obligation.objects.filter(subject=week.pk, verb=events.TEAM_LIST, parent=None)
    rows = Bearer.objects.filter(obligation_id__in=cohorts.values("pk"), person_id=head_id)
    return rows.first()


def duty(week: Week) -> Obligation | None:
    """The cohort of all heads."""
    return Obligation.objects.filter(subject=week.pk, verb=events.TEAM_LIST, parent=None).first()


def standings(week: Week) -> list[Standing]:
    """Every head and how far they are, those who still owe first."""
    return [Standing(*row) for row in _all(_STANDINGS, [week.pk, events.TEAM_LIST])]


def waiting_heads(week: Week) -> list[Person]:
    """The heads who still owe the week's list."""
    cohorts = Obligation.objects.filter(subject=week.pk, verb=events.TEAM_LIST, parent=None)
    open_ = Bearer.objects.filter(obligation_id__in=cohorts.values("pk"), state=0)
    return list(Person.objects.filter(pk__in=open_.values("person_id")).order_by("pk"))


def team_heads() -> PeopleSql:
    """Everybody who is somebody's head."""
    return _TEAM_HEADS.replace("/*heads*/", head_of_sql()), []


def _all(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


_TEAM_HEADS = """
SELECT p.id AS person_id, p.department_id FROM directory_person p
 WHERE p.active AND p.id IN (SELECT h.head_id FROM (/*heads*/) h
                               JOIN directory_person m ON m.id = h.person_id AND m.active)
"""

_ITEMS = """
WITH team AS MATERIALIZED (
  SELECT h.person_id FROM (/*heads*/) h JOIN directory_person p ON p.id = h.person_id AND p.active
   WHERE h.head_id = %(head)s),
matter AS (
  SELECT o.id, o.subject, o.born_at FROM obligation o JOIN cases_case k ON k.id = o.subject
   WHERE o.parent IS NULL AND starts_with(o.met_by, k.scenario || '.')
     AND NOT o.bearer_role = ANY(%(not_theirs)s) AND o.verb NOT LIKE %(relay)s
     AND o.born_at < %(end)s),
relays AS MATERIALIZED (
  SELECT o.subject, bool_or(b.state = 0) AS open, min(o.born_at) AS born_at
    FROM obligation_bearer b JOIN obligation o ON o.id = b.obligation_id
   WHERE b.person_id = %(head)s AND o.parent IS NULL AND o.verb LIKE %(relay)s
     AND o.born_at < %(end)s AND (b.state = 0 OR b.closed_at >= %(start)s)
   GROUP BY o.subject),
touched AS MATERIALIZED (
  SELECT m.subject FROM obligation_bearer b JOIN matter m ON m.id = b.obligation_id
   WHERE b.person_id IN (SELECT person_id FROM team) AND b.state = 0
  UNION
  SELECT m.subject FROM obligation_bearer b JOIN matter m ON m.id = b.obligation_id
   WHERE b.person_id IN (SELECT person_id FROM team) AND b.state <> 0 AND b.closed_at >= %(start)s
  UNION SELECT subject FROM relays),
each AS (
  SELECT m.subject, b.person_id, bool_or(b.state = 0) AS open, min(m.born_at) AS born_at
    FROM touched t JOIN matter m ON m.subject = t.subject
    JOIN obligation_bearer b ON b.obligation_id = m.id
    JOIN team ON team.person_id = b.person_id
   GROUP BY m.subject, b.person_id),
counts AS (
  SELECT subject, count(*)::int AS total, count(*) FILTER (WHERE NOT open)::int AS aware,
         min(born_at) AS born_at FROM each GROUP BY subject),
doubts AS (
  SELECT q.case_id, count(DISTINCT q.id)::int AS open FROM questions_question q
    JOIN questions_doubt d ON d.question_id = q.id JOIN team ON team.person_id = d.person_id
   WHERE q.answered_at IS NULL AND q.withdrawn_at IS NULL GROUP BY q.case_id)
SELECT c.id, c.scenario, c.number, c.title, c.urgency, c.classification,
       coalesce(n.born_at, r.born_at), coalesce(n.total, 0), coalesce(n.aware, 0),
       coalesce(r.open, false), r.subject IS NOT NULL AND NOT r.open, coalesce(u.open, 0),
       coalesce(x.text, '')
  FROM touched t JOIN cases_case c ON c.id = t.subject AND c.initiator_id <> %(head)s
  LEFT JOIN counts n ON n.subject = c.id LEFT JOIN relays r ON r.subject = c.id
  LEFT JOIN doubts u ON u.case_id = c.id
  LEFT JOIN journal_explanation x
    ON x.case_id = c.id AND x.week_id = %(week)s AND x.head_id = %(head)s
 ORDER BY (coalesce(n.total, 0) = coalesce(n.aware, 0) AND NOT coalesce(r.open, false)),
       (x.text IS NOT NULL), 7, c.id LIMIT %(limit)s
"""

_STANDINGS = """
SELECT p.name, d.name, b.state, b.closed_at
  FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
  JOIN directory_person p ON p.id = b.person_id
  JOIN directory_department d ON d.id = b.department_id
 WHERE o.subject = %s AND o.verb = %s AND o.parent IS NULL
 ORDER BY (b.state <> 0), d.sort_key, p.sort_key, p.id
"""
