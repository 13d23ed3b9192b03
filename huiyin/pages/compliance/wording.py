"""Spans of days in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiyin.insight.compliance.periods import Period

SUMMER = 6
"""June ends the first half of a year."""


def period_words(period: Period) -> str:
    """``2026 年第 4 季度``."""
    first = period.first
    values = {
        "year": first.year,
        "month": first.month,
        "quarter": (first.month + 2) // 3,
        "week": first.isocalendar().week,
        "span": f"{day_words(first)}–{day_words(period.last)}",
    }
    if period.kind == "half":
        form = _("%(year)d 年上半年") if first.month <= SUMMER else _("%(year)d 年下半年")
    else:
        form = {
            "week": _("第 %(week)d 周，%(span)s"),
            "month": _("%(year)d 年 %(month)d 月"),
            "quarter": _("%(year)d 年第 %(quarter)d 季度"),
            "year": _("%(year)d 年"),
        }.get(period.kind, "%(span)s")
    return form % values


def kinds() -> dict[str, str]:
    """The kinds of periods to choose from."""
    return {
        "week": _("周"),
        "month": _("月"),
        "quarter": _("季"),
        "half": _("半年"),
        "year": _("年"),
    }


def day_words(day: date) -> str:
    """``11 月 22 日``."""
    return date_format(day, _("n 月 j 日"))
