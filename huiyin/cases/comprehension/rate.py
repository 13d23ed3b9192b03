"""The misinformation rate (Z04): wrong first assertions among those that were answered.

Computed in SQL over sets. What was left out is counted beside and is not wrong; retries never
count; where a person overruled, the overruling verdict counts.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.core.measure import (
    Interval,
    Target,
    Verdict,
    answers_for_margin,
    answers_to_pass,
    judge,
    wilson,
)
from huiyin.core.policy import Policy

MEASURE = "misinformation"
MARGIN = 0.03


class By(StrEnum):
    """What the rate may be split by."""

    CASE = "case"
    DEPARTMENT = "department"
    CHANNEL = "channel"
    HOP = "hop"


@dataclass(frozen=True, slots=True)
class Rate:
    """Counts of first assertions; ``share`` is wrong / answered, ``None`` while nobody answered."""

    key: Any
    wrong: int
    answered: int
    missing: int
    people: int
    target: Target | None

    @property
    def share(self) -> float | None:
        """The rate, 0 to 1."""
        return self.wrong / self.answered if self.answered else None

    @property
    def percent(self) -> str:
        """The rate as people read it: ``5.3%``; empty while nobody answered."""
        return "" if self.share is None else f"{100 * self.share:.1f}%"

    @property
    def span(self) -> tuple[str, str]:
        """The interval as people read it."""
        return f"{100 * self.interval.low:.1f}%", f"{100 * self.interval.high:.1f}%"

    @property
    def interval(self) -> Interval:
        """Wilson's, two-sided, 95 %."""
        return wilson(self.wrong, self.answered)

    @property
    def verdict(self) -> Verdict | None:
        """Against the policy's target; ``None`` when it sets none."""
        return judge(self.interval, self.target) if self.target else None


@dataclass(frozen=True, slots=True)
class Sample:
    """What can be found out, shown before sending (all in answers, not people).

    ``possible`` is everybody times everything that is asked; ``to_pass`` how many faultless
    answers decide; ``with_one`` the same with one wrong; ``for_margin`` how many give the rate
    within three points on either side.
    """

    possible: int
    to_pass: int
    with_one: int
    for_margin: int
    target: Target

    @property
    def decides(self) -> bool:
        """Whether a faultless result of all could pass."""
        return self.possible >= self.to_pass


def target(policy: Policy) -> Target | None:
    """The target that the regulation sets for this measure."""
    found = policy.target(MEASURE)
    return found.limit if found else None


def whole(policy: Policy, case_id: UUID, revision: int | None = None) -> Rate:
    """The rate of one case, of all its revisions or of one."""
    rows = split(policy, By.CASE, case_id=case_id, revision=revision)
    return rows[0] if rows else Rate(case_id, 0, 0, 0, 0, target(policy))


def split(
    policy: Policy,
    by: By,
    *,
    case_id: UUID | None = None,
    revision: int | None = None,
    department_ids: list[int] | None = None,
) -> list[Rate]:
    """One row per case, department, channel or hop that has a first attempt, in their order."""
    limit = target(policy)
    parameters = {"case": case_id, "revision": revision, "departments": department_ids}
    with connection.cursor() as cursor:
        cursor.execute(_RATE[by], parameters)
        return [
            Rate(key, wrong, answered, missing, people, limit)
            for key, wrong, answered, missing, people in cursor.fetchall()
        ]


def sample(policy: Policy, people: int, things: int) -> Sample | None:
    """What ``people`` who each answer ``things`` points or questions can decide."""
    limit = target(policy)
    if limit is None:
        return None
    possible = people * things
    return Sample(
        possible=possible,
        to_pass=answers_to_pass(limit),
        with_one=answers_to_pass(limit, misses=1),
        for_margin=answers_for_margin(MARGIN, population=possible or None),
        target=limit,
    )


_COUNT = """
SELECT a./*key*/, count(*) FILTER (WHERE v.verdict = 'wrong'),
       count(*) FILTER (WHERE v.verdict IN ('right', 'wrong')),
       count(*) FILTER (WHERE v.verdict = 'missing'), count(DISTINCT a.person_id)
  FROM comprehension_attempt a
  JOIN comprehension_assertion s ON s.attempt_id = a.id AND s.decided_by <> 'model'
 CROSS JOIN LATERAL (SELECT coalesce(nullif(s.overruled, ''), s.verdict) AS verdict) v
 WHERE a.number = 1
   AND (%(case)s::uuid IS NULL OR a.case_id = %(case)s)
   AND (%(revision)s::int IS NULL OR a.revision = %(revision)s)
   AND (%(departments)s::int[] IS NULL OR a.department_id = ANY(%(departments)s::int[]))
 GROUP BY 1 ORDER BY 1
"""

_RATE = {
    By.CASE: _COUNT.replace("/*key*/", "case_id"),
    By.DEPARTMENT: _COUNT.replace("/*key*/", "department_id"),
    By.CHANNEL: _COUNT.replace("/*key*/", "channel"),
    By.HOP: _COUNT.replace("/*key*/", "hop"),
}
