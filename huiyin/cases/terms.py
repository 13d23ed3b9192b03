"""Times and conditions of the regulation in people's words."""

from collections.abc import Mapping
from datetime import time

from django.utils.translation import gettext as _

from huiyin.cases.naming import word
from huiyin.core.due import After, At, Before, By, Duration, Every, Term, Unit, Within


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
        case By(at, weekday):
            return _clock(at, weekday)
        case At(fact):
            return _("%(fact)s前") % {"fact": word(fact)}
        case Every(duration, until):
            return _("每 %(span)s一次，直到%(until)s") % {
                "span": span(duration),
                "until": word(until),
            }


def span(duration: Duration) -> str:
    """A length of time in the reader's words: ``2 个工作日``."""
    return {
        Unit.MINUTE: _("%(count)d 分钟"),
        Unit.HOUR: _("%(count)d 小时"),
        Unit.DAY: _("%(count)d 天"),
        Unit.WORKING_DAY: _("%(count)d 个工作日"),
        Unit.WORKING_HOUR: _("%(count)d 个工作小时"),
    }[duration.unit] % {"count": duration.amount}


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
