"""Rules of repetition (RFC 5545 3.3.10): read, checked, said in words, and counted out.

Times are counted on the organisation's clock on the wall, so that a meeting stays at half past nine
whatever a zone does.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from dateutil.rrule import rruleset, rrulestr  # type: ignore[import-untyped]  # dateutil ships no types
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.ui import zh

MOST = 500
"""No series has more times than this; longer ones are renewed."""

LONGEST = 300
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH", "WKST",
}  # fmt: skip
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class BadRule(ValueError):
    """A rule that cannot be; the words say why."""


def checked(text: str) -> str:
    """``text`` in capitals and without blanks; ``BadRule`` when it is no rule that we keep."""
    plain = "".join(text.upper().split()).removeprefix("RRULE:")
    if len(plain) > LONGEST:
        raise BadRule(_("重复规则太长"))
    parts = dict(part.partition("=")[::2] for part in plain.split(";"))
    if set(parts) - _PARTS or parts.get("FREQ") not in _FREQUENCIES:
        raise BadRule(_("看不懂这条重复规则"))
    try:
        rrulestr(plain, dtstart=datetime(2026, 1, 5), ignoretz=True)  # noqa: DTZ001 - wall time
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BadRule(_("看不懂这条重复规则")) from fault
    return plain


def times(
    rule: str,
    first: datetime,
    *,
    without: Sequence[str] = (),
    besides: Sequence[str] = (),
    until: datetime | None = None,
) -> Iterator[datetime]:
    """The starts from ``first`` on, in order: by ``rule``, ``besides`` it, and ``without`` some.

    ``without`` and ``besides`` are ISO instants. The first one counts even where the rule does not
    fall on it (RFC 5545 3.8.5.3).
    """
    start = _wall(first)
    given: rruleset = rrulestr(rule, dtstart=start, ignoretz=True, forceset=True)
    given.rdate(start)
    for day in besides:
        given.rdate(_wall(datetime.fromisoformat(day)))
    for day in without:
        given.exdate(_wall(datetime.fromisoformat(day)))
    last = _wall(until) if until is not None else None
    for wall in islice(given, MOST):
        if last is not None and wall > last:
            return
        yield timezone.make_aware(wall, timezone.get_default_timezone())


def between(found: Iterator[datetime], start: datetime, end: datetime) -> list[datetime]:
    """Those of ``found`` (in order) from ``start`` until before ``end``."""
    kept: list[datetime] = []
    for at in found:
        if at >= end:
            break
        if at >= start:
            kept.append(at)
    return kept


def weekly(first: datetime, interval: int = 1) -> str:
    """Each week, or every second one, on the weekday of ``first``."""
    rule = f"FREQ=WEEKLY;BYDAY={_DAYS[_wall(first).weekday()]}"
    return rule if interval == 1 else f"{rule};INTERVAL={interval}"


def workdays() -> str:
    """Monday to Friday."""
    return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def monthly_day(first: datetime) -> str:
    """Each month on the same day of it."""
    return f"FREQ=MONTHLY;BYMONTHDAY={_wall(first).day}"


def monthly_weekday(first: datetime) -> str:
    """Each month on the same weekday of it (the second Tuesday)."""
    wall = _wall(first)
    nth = (wall.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{_DAYS[wall.weekday()]}"  # noqa: PLR2004 - the fifth is the last


def said(rule: str, first: datetime) -> str:
    """The rule in words; one that is not among the usual ones stands as it is."""
    local = timezone.localtime(first, timezone.get_default_timezone())
    wall = _wall(first)
    nth = (wall.day - 1) // 7 + 1
    words = {
        workdays(): _("每个周一至周五"),
        weekly(first): _("每周%(day)s") % {"day": zh.weekday(local).removeprefix("周")},
        weekly(first, 2): _("每两周的%(day)s") % {"day": zh.weekday(local)},
        monthly_day(first): _("每月 %(day)d 日") % {"day": wall.day},
        monthly_weekday(first): (
            _("每月第 %(n)d 个%(day)s") if nth < 5 else _("每月最后一个%(day)s")  # noqa: PLR2004 - as above
        ) % {"n": nth, "day": zh.weekday(local)},
    }  # fmt: skip
    return f"{words.get(rule, rule)} {zh.clock_time(first)}"


def _wall(at: datetime) -> datetime:
    """The organisation's wall time of an instant, without a zone."""
    if timezone.is_naive(at):
        return at
    return timezone.localtime(at, timezone.get_default_timezone()).replace(tzinfo=None)
