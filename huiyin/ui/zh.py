"""Words for time: durations, days and moments, Chinese first, through gettext."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def duration(span: timedelta) -> str:
    """``span`` in at most two units, rounded down to minutes: ``1 小时 22 分``, ``3 天 4 小时``."""
    seconds = int(abs(span).total_seconds())
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if days:
        parts = [_days(days), _hours(hours) if hours else ""]
    elif hours:
        parts = [_hours(hours), _minutes(minutes) if minutes else ""]
    else:
        parts = [_minutes(minutes)] if minutes else [_("不到 1 分")]
    return " ".join(part for part in parts if part)


def left(due_at: datetime, now: datetime) -> str:
    """What is left until ``due_at``: ``剩 38 分``, once past ``逾期 1 小时 22 分``.

    The second ``due_at`` itself is still in time.
    """
    if now <= due_at:
        return _("剩 %(span)s") % {"span": duration(due_at - now)}
    return _("逾期 %(span)s") % {"span": duration(now - due_at)}


def day(at: datetime) -> str:
    """``11 月 30 日`` in the viewer's zone."""
    local = timezone.localtime(at)
    return _("%(month)d 月 %(day)d 日") % _names(local)


def moment(at: datetime) -> str:
    """``11 月 30 日 18:00`` in the viewer's zone."""
    return f"{day(at)} {clock_time(at)}"


def full_moment(at: datetime) -> str:
    """``2026 年 11 月 25 日 周三 14:22`` in the viewer's zone."""
    local = timezone.localtime(at)
    date = _("%(year)d 年 %(month)d 月 %(day)d 日 %(weekday)s") % _names(local)
    return f"{date} {clock_time(at)}"


def clock_time(at: datetime) -> str:
    """``18:00`` in the viewer's zone."""
    return timezone.localtime(at).strftime("%H:%M")


def near_moment(at: datetime, now: datetime) -> str:
    """The shortest clear name: ``15:00`` today, ``明日 09:30``, ``周五 17:00`` this week."""
    local, today = timezone.localtime(at), timezone.localtime(now)
    days = (local.date() - today.date()).days
    if days == 0:
        return clock_time(at)
    if days in {-1, 1}:
        name = _("明日") if days == 1 else _("昨日")
    elif local.isocalendar()[:2] == today.isocalendar()[:2]:
        name = weekday(local)
    elif local.year == today.year:
        name = day(at)
    else:
        name = _("%(year)d 年 %(month)d 月 %(day)d 日") % _names(local)
    return f"{name} {clock_time(at)}"


def weekday(local: datetime) -> str:
    """``周三``."""
    return [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")][
        local.weekday()
    ]


def _days(count: int) -> str:
    return _("%(count)d 天") % {"count": count}


def _hours(count: int) -> str:
    return _("%(count)d 小时") % {"count": count}


def _minutes(count: int) -> str:
    return _("%(count)d 分") % {"count": count}


def _names(local: datetime) -> dict[str, object]:
    return {
        "year": local.year,
        "month": local.month,
        "month_name": local.strftime("%b"),
        "day": local.day,
        "weekday": weekday(local),
    }
