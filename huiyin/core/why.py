"""What lies on the way of a deadline, in words: days off, make-up workdays, shortened days (Z07)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby

from huiyin.core.calendar import WorkingCalendar
from huiyin.core.terms import END, EVERY_MONTH, FIRST_OF_QUARTER, LAST_OF_QUARTER, By, On

DAYS = "一二三四五六日"
MANY = 4
"""Up to so many stretches are named one by one; more are counted."""

NAMES = 2
FARTHEST = 3 * 366
OFF, MADE_UP = "休息", "调休上班"
SWAPPED, SWAPPED_OFF = "调休", "调休放假"
"""What calendars call a make-up workday, and a day off that is worked for elsewhere."""


def crossed(calendar: WorkingCalendar, first: date, last: date) -> list[str]:
    """Stretches of days from ``first`` to ``last`` that are not plainly worked, oldest first.

    ``11 月 21 日 周六 至 22 日 周日 休息``, ``10 月 10 日 周六 调休上班``; counted when they are many.
    """
    words = {day: word for day in _days(first, last) if (word := _differs(calendar, day))}
    runs = [[day for day, _ in run] for _, run in groupby(_numbered(words), key=lambda one: one[1])]
    if len(runs) <= MANY:
        return [f"{_stretch(run)} {_named(calendar, run, words[run[0]])}" for run in runs]
    off = sum(word == OFF for word in words.values())
    made_up = sum(word == MADE_UP for word in words.values())
    rest = len(words) - off - made_up
    counts = ((off, "天休息"), (made_up, "天调休上班"), (rest, "天工时不同"))
    return ["、".join(f"{number} {word}" for number, word in counts if number)]


def free(calendar: WorkingCalendar, day: date) -> list[str]:
    """Says of a day that is off that it stays the due day; nothing for a worked one."""
    off = _differs(calendar, day) == OFF
    return [f"{_stretch([day])} {_named(calendar, [day], OFF)}，不顺延"] if off else []


def say_moment(moment: By | On) -> str:
    """``周五 17:00``, ``每月 5 日 18:00``, ``每月第 3 个工作日 18:00``, ``6、12 月最后一天 18:00``."""
    if isinstance(moment, On):
        return f"{_months(moment)}{_nth(moment)} {moment.at:%H:%M}"
    day = "" if moment.weekday is None else f"周{DAYS[moment.weekday]} "
    return f"{day}{moment.at:%H:%M}"


def _months(on: On) -> str:
    if on.months == EVERY_MONTH:
        return "每月"
    if on.months == (LAST_OF_QUARTER if on.day == END else FIRST_OF_QUARTER):
        return "每季度" if on.working or on.day == END else "每季度首月"
    return f"{'、'.join(map(str, on.months))} 月"


def _nth(on: On) -> str:
    if on.day == END:
        return "最后一个工作日" if on.working else "最后一天"
    return f"第 {on.day} 个工作日" if on.working else f" {on.day} 日"


def _days(first: date, last: date) -> Iterator[date]:
    count = min((last - first).days, FARTHEST)
    return (first + timedelta(days=n) for n in range(count + 1))


def _numbered(words: Mapping[date, str]) -> Iterator[tuple[date, tuple[str, int]]]:
    """Each day with what is the same for all days of its stretch."""
    for place, (day, word) in enumerate(words.items()):
        yield day, (word, day.toordinal() - place)


def _differs(calendar: WorkingCalendar, day: date) -> str:
    """What is special about ``day``; empty when it is worked as usual."""
    hours = calendar.hours_on(day)
    if not hours:
        return OFF
    if hours == calendar.usual_on(day):
        return ""
    title = calendar.titles.get(day, "")
    if title == SWAPPED:
        return MADE_UP
    spans = "、".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in hours)
    return f"{title} {spans} 上班".strip()


def _named(calendar: WorkingCalendar, run: list[date], word: str) -> str:
    """``国庆节 休息``: a stretch off is called by the names of its days."""
    if word != OFF:
        return word
    titles = dict.fromkeys(calendar.titles.get(day, "") for day in run)
    names = [title for title in titles if title not in {"", OFF, SWAPPED_OFF}]
    return f"{'、'.join(names[:NAMES])} {OFF}" if names else OFF


def _stretch(run: list[date]) -> str:
    first, last = run[0], run[-1]
    begin = say_day(first)
    if first == last:
        return begin
    return f"{begin} 至 {say_day(last)}"


def say_day(day: date) -> str:
    """``11 月 20 日 周五``."""
    return f"{day.month} 月 {day.day} 日 周{DAYS[day.weekday()]}"
