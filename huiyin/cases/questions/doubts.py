"""Who is unclear about a case, and to whom an answer goes: sets of people in SQL."""

from uuid import UUID

from django.db import connection

from huiyin.cases.questions.models import Question
from huiyin.directory.models import Person
from huiyin.obligations.roles import PeopleSql

HAS_OPEN_QUESTION = """EXISTS (
  SELECT 1 FROM questions_question q JOIN questions_doubt d ON d.question_id = q.id
   WHERE q.case_id = %(subject)s::uuid AND d.person_id = p.id
     AND q.answered_at IS NULL AND q.withdrawn_at IS NULL)"""
"""Who presses has a question on the case that has no answer yet; see ``confirm.unless``."""


def unclear(case_id: UUID, person_id: int | None = None) -> set[int]:
    """Who has a doubt about the case (all of them, or ``person_id`` alone).

    A doubt ends when its person reads the answer, or answers for the matter itself afterwards (a
    confirmation is such an answer).
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNCLEAR, {"case": case_id, "person": person_id})
        return {row[0] for row in cursor.fetchall()}


def may_share(question: Question, *, shared: bool, by: Person) -> PeopleSql:
    """Whom the answer to ``question`` concerns, ``by`` who gives it left out.

    Who asked or asks too; of a ``shared`` answer also everybody who is still open or unclear.
    """
    values = {"question": question.pk, "case": question.case_id, "by": by.pk}
    sql = _SHARED if shared else _OWN
    return sql, [values[name] for name in (_IN_SHARED if shared else _IN_OWN)]


_UNCLEAR = """
SELECT DISTINCT d.person_id
  FROM questions_question q JOIN questions_doubt d ON d.question_id = q.id
  JOIN cases_case c ON c.id = q.case_id
 WHERE q.case_id = %(case)s AND q.withdrawn_at IS NULL AND d.read_at IS NULL
   AND (%(person)s::bigint IS NULL OR d.person_id = %(person)s)
   AND NOT EXISTS (
     SELECT 1 FROM obligation o JOIN obligation_bearer b
         ON b.obligation_id = o.id AND b.person_id = d.person_id
      WHERE o.subject = q.case_id AND o.parent IS NULL AND b.state IN (1, 2, 3)
        AND b.closed_at > d.since
        AND (o.part = 'q' || q.id AND o.met_by = 'questions.read'
             OR starts_with(o.met_by, c.scenario || '.')))
"""

_OWN = """
SELECT p.id AS person_id, p.department_id FROM directory_person p
  JOIN questions_doubt d ON d.person_id = p.id AND d.question_id = %s
 WHERE p.active AND p.id <> %s
"""
_IN_OWN = ("question", "by")

_SHARED = """
SELECT p.id AS person_id, p.department_id FROM directory_person p
 WHERE p.active AND p.id <> %s AND p.id IN (
   SELECT d.person_id FROM questions_doubt d WHERE d.question_id = %s
   UNION
   SELECT d.person_id FROM questions_doubt d JOIN questions_question q ON q.id = d.question_id
    WHERE q.case_id = %s AND q.withdrawn_at IS NULL AND d.read_at IS NULL
   UNION
   SELECT b.person_id FROM obligation o JOIN cases_case c ON c.id = o.subject
     JOIN obligation_bearer b ON b.obligation_id = o.id
    WHERE o.subject = %s AND o.parent IS NULL AND b.state = 0
      AND starts_with(o.met_by, c.scenario || '.'))
"""
_IN_SHARED = ("by", "question", "case", "case")
