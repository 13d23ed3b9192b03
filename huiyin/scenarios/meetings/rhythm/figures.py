"""Figures of communication between two days, for a department's review and a quarter's evaluation.

Asked of the obligations, the deliveries and the answers of understanding; never of people's names.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from huiyin.directory.models import Department, Person

MAIL = 2
MOST = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one span. Shares are 0 to 1, ``None`` where nothing was asked."""

    due: int
    late: int
    never: int
    mailed: int
    mail_answered: int
    answered: int
    wrong: int
    questions: int
    objections: int

    @property
    def overdue(self) -> float | None:
        """Which share of duties was late or is still open."""
        return _share(self.late + self.never, self.due)

    @property
    def mail_response(self) -> float | None:
        """Which share of what was asked by mail was answered."""
        return _share(self.mail_answered, self.mailed)

    @property
    def misinformed(self) -> float | None:
        """Which share of first assertions was wrong."""
        return _share(self.wrong, self.answered)

    def frozen(self) -> dict[str, int]:
        """As JSON, for an evaluation that stays as it was read."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Slip:
    """A case about which people were late, or asked, or got it wrong: how many."""

    case_id: UUID
    title: str
    number: str
    classification: str
    count: int


def of(begins: date, ends: date, departments: list[int] | None = None) -> Figures:
    """The figures of a span; ``departments`` limits whose duties and answers count."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, values(begins, ends, departments))
        return Figures(*cursor.fetchone())


def read(kept: Mapping[str, int]) -> Figures | None:
    """Figures that were frozen; ``None`` when there are none."""
    return Figures(**kept) if kept else None


def omissions(begins: date, ends: date, departments: list[int]) -> list[Slip]:
    """Cases whose duties were late or left, those of most people first."""
    return _slips(_OMISSIONS, values(begins, ends, departments))


def misunderstandings(begins: date, ends: date, departments: list[int]) -> list[Slip]:
    """Cases that people asked about, got wrong or objected to, those of most people first."""
    return _slips(_MISUNDERSTOOD, values(begins, ends, departments))


def below(head: Person) -> list[int]:
    """The departments that ``head`` looks after, those below them included."""
    paths = Department.objects.filter(head=head, active=True).values_list("path", flat=True)
    found: set[int] = set()
    for path in paths:
        found.update(Department.objects.filter(path__startswith=path).values_list("pk", flat=True))
    return sorted(found)


def percent(share: float | None) -> str:
    """A share as people read it: ``12.5%``; a dash where nothing was asked."""
    return "—" if share is None else f"{100 * share:.1f}%"


def values(begins: date, ends: date, departments: list[int] | None) -> dict[str, Any]:
    """What the statements need; days begin in the organisation's zone."""
    zone = timezone.get_default_timezone()
    return {
        "begins": datetime.combine(begins, time.min, zone),
        "ends": datetime.combine(ends, time.min, zone),
        "departments": departments,
        "mail": MAIL,
        "most": MOST,
    }


def _slips(sql: str, asked: dict[str, Any]) -> list[Slip]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return [Slip(*row) for row in cursor.fetchall()]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


_THEIRS = "(%(departments)s::int[] IS NULL OR {}.department_id = ANY(%(departments)s::int[]))"

_DUE = f"""
SELECT o.id, o.subject, b.person_id, b.state FROM obligation o
  JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.parent IS NULL AND o.due_at >= %(begins)s AND o.due_at < %(ends)s AND b.state <> 4
   AND {_THEIRS.format("b")}"""  # noqa: S608 - constant text

_SAID = f"""
SELECT a.case_id, v.verdict FROM comprehension_attempt a
  JOIN comprehension_assertion s ON s.attempt_id = a.id AND s.decided_by <> 'model'
 CROSS JOIN LATERAL (SELECT coalesce(nullif(s.overruled, ''), s.verdict) AS verdict) v
 WHERE a.number = 1 AND a.at >= %(begins)s AND a.at < %(ends)s
   AND v.verdict IN ('right', 'wrong') AND {_THEIRS.format("a")}"""  # noqa: S608 - constant text

_ASKED = f"""
SELECT q.case_id FROM questions_question q JOIN directory_person p ON p.id = q.asker_id
 WHERE q.withdrawn_at IS NULL AND q.asked_at >= %(begins)s AND q.asked_at < %(ends)s
   AND {_THEIRS.format("p")}"""  # noqa: S608 - constant text

_OBJECTED = f"""
SELECT r.meeting_id AS case_id FROM meetings_understanding u
  JOIN meetings_resolution r ON r.id = u.resolution_id
  JOIN directory_person p ON p.id = u.person_id
 WHERE u.words <> '' AND u.at >= %(begins)s AND u.at < %(ends)s AND {_THEIRS.format("p")}"""  # noqa: S608 - constant text

_FIGURES = f"""
WITH due AS MATERIALIZED ({_DUE}), said AS MATERIALIZED ({_SAID}), mailed AS MATERIALIZED (
  SELECT DISTINCT d.id, d.person_id, d.state FROM due d
    JOIN obligation_notification n ON n.obligation_id = d.id
    JOIN delivery v ON v.notification_id = n.id AND v.person_id = d.person_id
     AND v.channel = %(mail)s AND v.state IN (2, 3))
SELECT (SELECT count(*) FROM due)::int, (SELECT count(*) FROM due WHERE state = 2)::int,
       (SELECT count(*) FROM due WHERE state = 0)::int, (SELECT count(*) FROM mailed)::int,
       (SELECT count(*) FROM mailed WHERE state IN (1, 2))::int, (SELECT count(*) FROM said)::int,
       (SELECT count(*) FROM said WHERE verdict = 'wrong')::int,
       (SELECT count(*) FROM ({_ASKED}) q)::int, (SELECT count(*) FROM ({_OBJECTED}) j)::int
"""  # noqa: S608 - constant text

_NAMED = """
SELECT c.id, c.title, c.number, c.classification, n.number::int
  FROM numbers n JOIN cases_case c ON c.id = n.case_id
 ORDER BY n.number DESC, c.created_at DESC, c.id LIMIT %(most)s"""

_OMISSIONS = f"""
WITH due AS ({_DUE}), numbers AS (
  SELECT subject AS case_id, count(DISTINCT person_id) AS number FROM due
   WHERE state IN (0, 2) GROUP BY subject) {_NAMED}"""  # noqa: S608 - constant text

_MISUNDERSTOOD = f"""
WITH said AS ({_SAID}), every AS (
  SELECT case_id FROM said WHERE verdict = 'wrong'
  UNION ALL ({_ASKED}) UNION ALL ({_OBJECTED})), numbers AS (
  SELECT case_id, count(*) AS number FROM every GROUP BY case_id) {_NAMED}"""  # noqa: S608 - constant text
