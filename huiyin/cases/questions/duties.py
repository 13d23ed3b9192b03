"""What the clauses made people owe about questions: the rows of obligations, by question."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from huiyin.cases.questions import events
from huiyin.cases.questions.models import Question
from huiyin.obligations.models import Bearer, Obligation


def answering(case_id: UUID, person_id: int) -> set[str]:
    """The parts whose answer somebody owes, stands in for, or was told to see to (a rung)."""
    values: dict[str, Any] = {"case": case_id, "person": person_id, "verb": events.ANSWER}
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERING, values)
        return {row[0] for row in cursor.fetchall()}


def reading(case_id: UUID, person_id: int) -> set[str]:
    """The parts whose answer somebody still owes to read."""
    rows = Bearer.objects.filter(person_id=person_id, state=0).values("obligation_id")
    owed = Obligation.objects.filter(subject=case_id, verb=events.READ_ANSWER, pk__in=rows)
    return set(owed.values_list("part", flat=True))


def owes_reading(question: Question, person_id: int) -> bool:
    """Whether ``person_id`` still owes to read the answer."""
    return _readers(question).filter(person_id=person_id, state=0).exists()


def stands_in(question: Question, deputy_id: int, person_id: int) -> bool:
    """Whether ``deputy_id`` reads for ``person_id``, who is away."""
    return _readers(question).filter(person_id=person_id, delegate_id=deputy_id).exists()


def of_answers(case_id: UUID) -> dict[str, Obligation]:
    """The duty to answer, by part."""
    rows = Obligation.objects.filter(subject=case_id, verb=events.ANSWER, parent=None)
    return {row.part: row for row in rows}


def _readers(question: Question) -> QuerySet[Bearer]:
    owed = Obligation.objects.filter(
        subject=question.case_id, verb=events.READ_ANSWER, part=question.part
    )
    return Bearer.objects.filter(obligation_id__in=owed.values("pk"))


_ANSWERING = """
SELECT DISTINCT o.part FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
 WHERE o.subject = %(case)s AND (b.person_id = %(person)s OR b.delegate_id = %(person)s)
   AND (o.verb = %(verb)s AND o.parent IS NULL
        OR EXISTS (SELECT 1 FROM obligation up WHERE up.id = o.parent AND up.verb = %(verb)s))
   AND o.part <> ''
"""
