"""The targets of the regulation against what was measured (G01, Reg 3.1)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.comprehension import rate
from huiyin.cases.naming import word
from huiyin.core.measure import Interval, Verdict, judge, wilson
from huiyin.core.policy import Aim, Policy


@dataclass(frozen=True, slots=True)
class Measured:
    """A target with its value; ``value`` is empty while nothing was measured."""

    clause: str
    name: str
    limit: str
    value: str
    detail: str
    verdict: str


def measured(policy: Policy) -> list[Measured]:
    """Every target of the regulation, those of scenarios to come too."""
    return [_judged(aim, policy) for aim in policy.awake().targets()]


def _judged(aim: Aim, policy: Policy) -> Measured:
    form = _("不高于 %(limit)s%%") if aim.limit.at_most is not None else _("不低于 %(limit)s%%")
    limit = form % {"limit": f"{100 * aim.limit.limit:g}"}
    counted = _COUNTS.get(aim.measure)
    count, total = counted(policy) if counted else (0, 0)
    if not total:
        return Measured(aim.clause, _name(aim.measure), limit, "", _("还没有可用的测量"), "")
    interval = wilson(count, total)
    detail = _("%(total)d 次作答，95%% 区间 %(low)s–%(high)s") % {
        "total": total,
        "low": f"{100 * interval.low:.1f}%",
        "high": f"{100 * interval.high:.1f}%",
    }
    value = f"{100 * count / total:.1f}"
    return Measured(aim.clause, _name(aim.measure), limit, value, detail, _verdict(interval, aim))


def _verdict(interval: Interval, aim: Aim) -> str:
    return {Verdict.PASS: "pass", Verdict.FAIL: "fail", Verdict.UNDECIDED: "undecided"}[
        judge(interval, aim.limit)
    ]


def _misinformation(policy: Policy) -> tuple[int, int]:
    rows = rate.split(policy, rate.By.CASE)
    return sum(row.wrong for row in rows), sum(row.answered for row in rows)


def _name(measure: str) -> str:
    return {"misinformation": _("误传率"), "awareness": _("重要决定知晓率")}.get(
        measure, word(measure)
    )


_COUNTS: dict[str, Callable[[Policy], tuple[int, int]]] = {rate.MEASURE: _misinformation}
