"""Times and conditions of the regulation in people's words."""

from collections.abc import Mapping
from datetime import time

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.cases.naming import word
from huiyin.core.terms import (
    END,
    EVERY_MONTH,
    FIRST_OF_QUARTER,
    LAST_OF_QUARTER,
    After,
    At,
    Beat,
    Before,
    By,
    Duration,
    Every,
    Later,
    On,
    Term,
    Unit,
    Within,
)


def term(value: Term | None) -> str:  # noqa: PLR0911 - one answer per kind of term
    """A deadline in words."""
    match value:
        case None:
            return _("无期限")
        case Within(duration):
            return _("%(span)s内") % {"span": span(duration)}
        case Before(duration, fact):
            return _("%(fact)s前 %(span)s") % {"fact": word(fact), "span": span(duration)}
        case After(duration, fact):
            return _("%(fact)s后 %(span)s") % {"fact": word(fact), "span": span(duration)}
        case At(fact):
            return _("%(fact)s前") % {"fact": word(fact)}
        case Every(beat, until):
            return _every(beat, word(until))
        case By() | Later() | On():
            return _moment(value)


def _every(beat: Beat, until: str) -> str:
    if isinstance(beat, Duration):
        return _("每 %(span)s一次，直到%(until)s") % {"span": span(beat), "until": until}
    return _("每逢%(moment)s，直到%(until)s") % {"moment": _moment(beat), "until": until}


def span(duration: Duration) -> str:
    """A length of time in the reader's words: ``2 个工作日``."""
    return {
        Unit.MINUTE: _("%(count)d 分钟"),
        Unit.HOUR: _("%(count)d 小时"),
        Unit.DAY: _("%(count)d 天"),
        Unit.WORKING_DAY: _("%(count)d 个工作日"),
        Unit.WORKING_HOUR: _("%(count)d 个工作小时"),
        Unit.MONTH: _("%(count)d 个月"),
    }[duration.unit] % {"count": duration.amount}


def _moment(value: By | Later | On) -> str:
    """A moment that something is due by."""
    clock = value.at.strftime("%H:%M")
    match value:
        case By(_at, weekday):
            return _clock(value.at, weekday)
        case Later(_at, Duration(1, unit)):
            next_day = unit is Unit.DAY
            said = _("次日 %(time)s 前") if next_day else _("下一个工作日 %(time)s 前")
            return said % {"time": clock}
        case Later(_at, days):
            return _("%(days)s后的 %(time)s 前") % {"days": span(days), "time": clock}
        case On():
            return _("%(months)s%(day)s %(time)s 前") % {
                "months": _months(value),
                "day": _day(value),
                "time": clock,
            }


def _months(on: On) -> str:
    if on.months == EVERY_MONTH:
        return pgettext("term", "每月")
    if on.months == (LAST_OF_QUARTER if on.day == END else FIRST_OF_QUARTER):
        ends = on.working or on.day == END
        return pgettext("term", "每季度") if ends else pgettext("term", "每季度首月")
    return pgettext("term", "、").join(str(MONTHS[month]) for month in on.months)


def _day(on: On) -> str:
    if on.day == END:
        return pgettext("term", "最后一个工作日") if on.working else pgettext("term", "最后一天")
    if on.working:
        return pgettext("term", "第 %(day)d 个工作日") % {"day": on.day}
    return pgettext("term", " %(day)d 日") % {"day": on.day}


def _clock(at: time, weekday: int | None) -> str:
    if weekday is None:
        return _("当日 %(time)s 前") % {"time": at.strftime("%H:%M")}
    days = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    return _("%(day)s %(time)s 前") % {"day": days[weekday], "time": at.strftime("%H:%M")}


def conditions(when: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What must fit, one after another: ``紧急程度：重要或紧急``."""
    return tuple(
        f"{word(name)}：{_('或').join(word(value) for value in values)}"
        for name, values in when.items()
    )
