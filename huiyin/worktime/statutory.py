"""Statutory days off and make-up workdays 调休: from the library ``holidays`` or supplied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

from huiyin.core.calendar import Day
from huiyin.worktime.models import SuppliedYear

OFF, WORK = "off", "work"


@dataclass(frozen=True, slots=True)
class Year:
    """One year's statutory days with their names; ``published`` when they are more than a guess."""

    days: Mapping[date, Day]
    titles: Mapping[date, str]
    published: bool
    supplied: bool = False


@lru_cache(maxsize=64)
def from_library(year: int) -> Year:
    """The mainland's days as the library knows them.

    A year counts as published when its make-up workdays are known: the State Council announces
    them every autumn, the library answers for any year but has none before that.
    """
    known = holidays.country_holidays("CN", years=year, language="zh_CN")
    made_up = {day for day in known.weekend_workdays if day.year == year}
    days: dict[date, Day] = {day: "holiday" for day in known if day.year == year}
    titles = {day: _plain(str(known[day])) for day in days}
    days.update(dict.fromkeys(made_up, "workday"))
    titles.update(dict.fromkeys(made_up, "调休"))
    return Year(days, titles, bool(made_up))


def supplied() -> dict[int, Year]:
    """Every year that somebody gave."""
    return {row.year: _read(row) for row in SuppliedYear.objects.all()}


def _read(row: SuppliedYear) -> Year:
    days: dict[date, Day] = {}
    titles = {}
    for text, kind, title in row.days:
        day = date.fromisoformat(text)
        days[day] = "workday" if kind == WORK else "holiday"
        titles[day] = "调休" if kind == WORK else title
    return Year(days, titles, published=True, supplied=True)


def _plain(name: str) -> str:
    """``国庆节`` for ``国庆节（补假）``; a day off that is worked for elsewhere is named after that."""
    plain = name.partition("（")[0]
    return "调休放假" if plain == "休息日" else plain
