"""What administrators paste: a year's statutory days, a roster. All of it, or errors by row and field."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from huiyin.directory.models import Person
from huiyin.worktime.hours import HoursError, parse
from huiyin.worktime.statutory import OFF, WORK

LONGEST = 400
"""Days of one line at most."""

MOST = 20_000
"""Rows of a roster at most."""

_RANGE = re.compile(r"\s*(?:~|～|至|—|–|\.\.)\s*")
_PARTS = re.compile(r"[,，\t;；]|\s{1,}")
_OFF_WORDS = {"休", "休息", "放假", "off", "holiday"}
_WORK_WORDS = {"班", "上班", "补班", "调休", "调休上班", "work", "workday"}
_HEADINGS = {"工号", "employee_no", "姓名", "name", "日期", "date", "day"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the row as spreadsheets count, the field, and what is wrong."""

    row: int
    field: str
    message: str


class PastedWrong(ValueError):
    """Nothing was taken over; ``problems`` says where the text is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("；".join(f"{one.row} {one.field}：{one.message}" for one in problems))
        self.problems = problems


def year_days(text: str, year: int) -> list[tuple[date, str, str]]:
    """``2027-10-01~2027-10-07 休 国庆节`` and ``2027-10-09 班 国庆节`` as days of ``year``.

    A day of another year is a problem, one given twice too.
    """
    found: dict[date, tuple[str, str]] = {}
    problems: list[Problem] = []
    for number, line in _lines(text):
        try:
            for day, kind, title in _statutory(line, year):
                _once(day in found, day)
                found[day] = (kind, title)
        except _Wrong as wrong:
            problems.append(Problem(number, wrong.field, wrong.message))
    if problems:
        raise PastedWrong(problems)
    return [(day, kind, title) for day, (kind, title) in sorted(found.items())]


def roster(text: str) -> list[tuple[int, date, list[list[str]]]]:
    """``工号,日期,时段`` per line as (person, day, hours); ``休`` is a day off."""
    people = dict(Person.objects.filter(active=True).values_list("employee_no", "pk"))
    found: dict[tuple[int, date], list[list[str]]] = {}
    problems: list[Problem] = []
    for number, cells in _rows(text):
        try:
            person, day, hours = _shift(cells, people)
            _once((person, day) in found, day)
            found[person, day] = hours
        except _Wrong as wrong:
            problems.append(Problem(number, wrong.field, wrong.message))
    if len(found) > MOST:
        problems = [Problem(MOST, _("整份"), _("一次最多 %(most)s 行") % {"most": MOST})]
    if problems:
        raise PastedWrong(problems)
    return [(person, day, hours) for (person, day), hours in found.items()]


class _Wrong(ValueError):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def _once(known: bool, day: date) -> None:
    if known:
        raise _Wrong(_("日期"), _("%(day)s 写了两次") % {"day": day.isoformat()})


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        first = _PARTS.split(line.strip(), maxsplit=1)[0]
        if first and first not in _HEADINGS and not first.startswith("#"):
            yield number, line.strip()


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in _lines(text):
        tab = "\t" if "\t" in line else ","
        yield (
            number,
            [cell.strip() for cell in next(csv.reader([line.replace("，", ",")], delimiter=tab))],
        )


def _statutory(line: str, year: int) -> Iterator[tuple[date, str, str]]:
    parts = [part for part in _PARTS.split(_RANGE.sub("~", line)) if part]
    span, kind, *title = parts if len(parts) > 1 else (parts[0], "")
    word = kind.lower()
    if word not in _OFF_WORDS | _WORK_WORDS:
        raise _Wrong(_("类型"), _("“%(word)s”应为“休”或“班”") % {"word": kind})
    begin, _tilde, end = span.partition("~")
    first = _day(begin)
    last = _day(end) if end else first
    if last < first or (last - first).days > LONGEST:
        raise _Wrong(_("日期"), _("“%(span)s”的结束早于开始") % {"span": span})
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day.year != year:
            raise _Wrong(_("日期"), _("%(day)s 不在 %(year)s 年") % {"day": day, "year": year})
        yield day, OFF if word in _OFF_WORDS else WORK, " ".join(title)[:30]


def _shift(cells: list[str], people: dict[str, int]) -> tuple[int, date, list[list[str]]]:
    if len(cells) < 3:  # noqa: PLR2004 - three columns
        raise _Wrong(_("整行"), _("应有三栏：工号、日期、时段"))
    number, day, hours = cells[0], cells[1], " ".join(cells[2:])
    if number not in people:
        raise _Wrong(_("工号"), _("没有工号为“%(number)s”的在职同事") % {"number": number})
    try:
        return people[number], _day(day), parse(hours)
    except HoursError as error:
        raise _Wrong(_("上班时段"), str(error)) from error


def _day(text: str) -> date:
    plain = text.strip().replace("/", "-").replace(".", "-")
    plain = plain.replace("年", "-").replace("月", "-").removesuffix("日")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError:
        words = _("“%(text)s”不是日期，应如 2027-02-06") % {"text": text}
        raise _Wrong(_("日期"), words) from None
