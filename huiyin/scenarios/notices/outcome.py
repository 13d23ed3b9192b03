"""What came of a notice, against the effect that was expected of it (N01, closing)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from huiyin.cases.comprehension import rate
from huiyin.core.evidence import Evidence
from huiyin.core.measure import Target, judge
from huiyin.core.measure import Verdict as Judged
from huiyin.kit import clock
from huiyin.policies import in_force
from huiyin.scenarios.notices import words
from huiyin.scenarios.notices.effect import Measure, percent
from huiyin.scenarios.notices.effect_form import effect_of
from huiyin.scenarios.notices.models import Notice
from huiyin.ui import zh


class Verdict(StrEnum):
    """Whether the expected effect came about."""

    MET = "met"
    NOT_MET = "not_met"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``count`` of ``total`` against ``target``; ``why`` says what the verdict rests on."""

    verdict: Verdict
    measure: str
    sentence: str
    target: float
    count: int
    total: int
    why: str

    @property
    def share(self) -> str:
        """The result in percent; empty while there is none."""
        return percent(self.count / self.total) if self.total else ""

    @property
    def word(self) -> str:
        """The verdict in words."""
        return {
            Verdict.MET: _("达到"),
            Verdict.NOT_MET: _("没有达到"),
            Verdict.UNDECIDED: _("还不能判定"),
        }[self.verdict]


def of(notice: Notice, audience: str = "") -> Outcome | None:
    """The expected effect against the result; ``None`` when none was set."""
    effect = effect_of(notice)
    if not effect.measurable or effect.target is None or notice.published_at is None:
        return None
    until = min(effect.by or clock.now(), notice.closed_at or clock.now(), clock.now())
    final = notice.closed_at is not None or (effect.by is not None and effect.by <= clock.now())
    if effect.measure == Measure.MISINFORMATION:
        judged = _misinformation(notice, effect.target, final=final)
    else:
        judged = _counted(notice, effect.measure, effect.target, until, final=final)
    verdict, count, total, why = judged
    return Outcome(
        verdict, effect.measure, effect.sentence(audience), effect.target, count, total, why
    )


def _counted(
    notice: Notice, measure: str, target: float, until: datetime, *, final: bool
) -> tuple[Verdict, int, int, str]:
    count, total = _count(notice, measure, until)
    if not total:
        return Verdict.UNDECIDED, 0, 0, _("没有人欠这一项，无从衡量")
    if count >= target * total:
        return Verdict.MET, count, total, _("%(total)d 人中 %(count)d 人") % _of(count, total)
    if final:
        return Verdict.NOT_MET, count, total, _("%(total)d 人中 %(count)d 人") % _of(count, total)
    effect = effect_of(notice)
    when = zh.moment(effect.by) if effect.by else _("闭环")
    why = _("%(total)d 人中 %(count)d 人，到%(when)s再判定") % (_of(count, total) | {"when": when})
    return Verdict.UNDECIDED, count, total, why


def _misinformation(notice: Notice, target: float, *, final: bool) -> tuple[Verdict, int, int, str]:
    found = rate.whole(in_force.current(), notice.pk)
    if not found.answered:
        return Verdict.UNDECIDED, 0, 0, _("还没有复述或小测，无从衡量")
    low, high = found.span
    told = {**_of(found.wrong, found.answered), "low": low, "high": high}
    why = _("%(total)d 个回答中 %(count)d 个有误，区间 %(low)s 至 %(high)s") % told
    if not 0 < target < 1:
        met = found.wrong <= target * found.answered
        verdict = Verdict.MET if met else Verdict.NOT_MET
    else:
        verdict = _JUDGED[judge(found.interval, Target(at_most=target))]
    if verdict is Verdict.MET and not final:
        verdict = Verdict.UNDECIDED
    return verdict, found.wrong, found.answered, why


def _count(notice: Notice, measure: str, until: datetime) -> tuple[int, int]:
    parameters: dict[str, Any] = {
        "subject": notice.pk,
        "verb": words.REPLY if measure == Measure.REPLIED else words.CONFIRM,
        "until": until,
        "understood": int(Evidence.UNDERSTOOD),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, parameters)
        total, met, in_time, understood, waiting = cursor.fetchone()
    count = {Measure.ON_TIME: in_time, Measure.UNDERSTOOD: understood}.get(Measure(measure), met)
    return int(count), int(total + waiting)


def _of(count: int, total: int) -> dict[str, Any]:
    return {"count": count, "total": total}


_JUDGED = {
    Judged.PASS: Verdict.MET,
    Judged.FAIL: Verdict.NOT_MET,
    Judged.UNDECIDED: Verdict.UNDECIDED,
}

_COUNT = """
WITH people AS (
  SELECT b.person_id,
         bool_or(b.state IN (1, 2) AND b.closed_at <= %(until)s) AS met,
         bool_or(b.state = 1 AND b.closed_at <= %(until)s) AS in_time,
         bool_or(b.evidence >= %(understood)s AND b.evidence_at <= %(until)s) AS understood
    FROM obligation o JOIN obligation_bearer b ON b.obligation_id = o.id
   WHERE o.subject = %(subject)s AND o.verb = %(verb)s GROUP BY b.person_id)
SELECT count(*), count(*) FILTER (WHERE met), count(*) FILTER (WHERE in_time),
       count(*) FILTER (WHERE understood),
       (SELECT count(*) FROM notices_stop s
         WHERE s.notice_id = %(subject)s AND s.received_at IS NULL)
  FROM people
"""
"""Whoever a cascade has not reached yet owes nothing so far, and counts all the same."""
