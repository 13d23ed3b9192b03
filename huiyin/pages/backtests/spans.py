"""Spans of days to try a draft on: by name, or the viewer's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OWN = "own"
LABELS: dict[str, str | Promise] = {
    "month": gettext_lazy("上个月"),
    "quarter": gettext_lazy("上个季度"),
    "year": gettext_lazy("最近一年"),
    OWN: gettext_lazy("自选日期"),
}
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Both days are part of it."""

    first: date
    last: date


def preset(name: str, today: date) -> Span | None:
    """The span called ``name``; ``None`` for one that is the viewer's own."""
    if name == "month":
        last = today.replace(day=1) - timedelta(days=1)
        return Span(last.replace(day=1), last)
    if name == "quarter":
        begins = today.replace(month=(today.month - 1) // _QUARTER * _QUARTER + 1, day=1)
        last = begins - timedelta(days=1)
        return Span(last.replace(month=last.month - _QUARTER + 1, day=1), last)
    if name == "year":
        return Span(today - timedelta(days=364), today)
    return None


def read(posted: Mapping[str, str], today: date) -> Span:
    """What a form asked for; ``ValueError`` (for people) when that is no span."""
    found = preset(posted.get("span", ""), today)
    if found is not None:
        return found
    try:
        return Span(
            date.fromisoformat(posted.get("first", "")), date.fromisoformat(posted.get("last", ""))
        )
    except ValueError:
        raise ValueError(_("写明从哪天到哪天")) from None


def words(first: date, last: date) -> str:
    """``2026 年 8 月 1 日–8 月 31 日``."""
    begin = date_format(first, _("Y 年 n 月 j 日"))
    same = first.year == last.year
    return f"{begin}–{date_format(last, _('n 月 j 日') if same else _('Y 年 n 月 j 日'))}"
