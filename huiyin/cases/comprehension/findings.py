"""What came of it, thing by thing and person by person, for those who may look."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from huiyin.cases.comprehension import queries
from huiyin.cases.comprehension.models import Assertion, Decider, Verdict
from huiyin.cases.comprehension.wording import reasons_words

MOST = 20


@dataclass(frozen=True, slots=True)
class ThingCount:
    """How one key point or question was answered at first."""

    about: str
    order: int
    text: str
    right: int
    wrong: int
    missing: int

    @property
    def answered(self) -> int:
        """Those who said anything about it."""
        return self.right + self.wrong


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said wrongly at first, or what was judged anew."""

    row: Assertion
    proposal: Assertion | None

    @property
    def why(self) -> str:
        """The reasons of the comparison, in words."""
        return reasons_words(self.row.reason) if self.row.reason else ""

    @property
    def proposed(self) -> str:
        """What a model proposes instead, in words; empty when it agrees or was not asked."""
        if self.proposal is None or self.proposal.verdict == self.row.counts:
            return ""
        why = reasons_words(self.proposal.reason)
        return (
            f"{self.proposal.get_verdict_display()}：{why}"
            if why
            else (str(self.proposal.get_verdict_display()))
        )


def things(case_id: UUID, revision: int) -> list[ThingCount]:
    """Every key point and question that was answered, in their order, points first."""
    with connection.cursor() as cursor:
        cursor.execute(_THINGS, {"case": case_id, "revision": revision})
        return [ThingCount(*row) for row in cursor.fetchall()]


def said_wrongly(
    case_id: UUID, revision: int, *, department_ids: Sequence[int] | None = None, limit: int = MOST
) -> list[Said]:
    """First assertions that were wrong, or that a person judged; the newest first."""
    rows = (
        Assertion.objects.filter(
            attempt__case_id=case_id, attempt__revision=revision, attempt__number=1
        )
        .exclude(decided_by=Decider.MODEL)
        .filter(Q(verdict=Verdict.WRONG) | ~Q(overruled=""))
        .select_related("attempt__person__department", "key_point", "question", "overruled_by")
    )
    if department_ids is not None:
        rows = rows.filter(attempt__department_id__in=department_ids)
    found = list(rows.order_by("-attempt__at", "pk")[:limit])
    beside = queries.proposals(found)
    return [Said(row, beside.get(row.pk)) for row in found]


_THINGS = """
SELECT a.about, coalesce(k."order", q."order"), coalesce(k.text, q.text),
       count(*) FILTER (WHERE v.verdict = 'right'), count(*) FILTER (WHERE v.verdict = 'wrong'),
       count(*) FILTER (WHERE v.verdict = 'missing')
  FROM comprehension_attempt a
  JOIN comprehension_assertion s ON s.attempt_id = a.id AND s.decided_by <> 'model'
 CROSS JOIN LATERAL (SELECT coalesce(nullif(s.overruled, ''), s.verdict) AS verdict) v
  LEFT JOIN comprehension_point k ON k.id = s.key_point_id
  LEFT JOIN comprehension_question q ON q.id = s.question_id
 WHERE a.number = 1 AND a.case_id = %(case)s AND a.revision = %(revision)s
 GROUP BY 1, 2, 3 ORDER BY 1, 2
"""
