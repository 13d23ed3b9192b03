"""What the core's tests share: a plain calendar, instants in words, a policy from a few lines."""

from datetime import date, datetime, time

from huiyin.core.calendar import Day, Hours, WorkingCalendar
from huiyin.core.event import Event, Fact
from huiyin.core.load import read_policy
from huiyin.core.policy import Policy

OFFICE: Hours = ((time(9), time(12)), (time(13), time(18)))
WEEK = dict.fromkeys(range(5), OFFICE)

# The mainland's spring and autumn of 2026 as the State Council announced them.
OFF = [
    *(date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)),
    *(date(2026, 10, day) for day in (1, 2, 5, 6, 7)),
]
MADE_UP = [date(2026, 2, 14), date(2026, 2, 28), date(2026, 9, 20), date(2026, 10, 10)]
DAYS: dict[date, Day] = {
    **dict.fromkeys(OFF, "holiday"),
    **dict.fromkeys(MADE_UP, "workday"),
    date(2026, 12, 24): ((time(9), time(12)),),
}

CALENDAR = WorkingCalendar("Asia/Shanghai", WEEK, DAYS, [2025, 2026])


def at(words: str, calendar: WorkingCalendar = CALENDAR) -> datetime:
    """``2026-11-23 09:00[:00]`` in the calendar's zone."""
    return datetime.fromisoformat(words).replace(tzinfo=calendar.zone)


def said(moment: datetime | None, calendar: WorkingCalendar = CALENDAR) -> str:
    """The way back, to the second."""
    return f"{moment.astimezone(calendar.zone):%Y-%m-%d %H:%M:%S}" if moment else "-"


def policy(rules: str, version: int = 1) -> Policy:
    """A policy of one clause, ``1``, with ``rules`` in TOML."""
    head = '[[clause]]\nid = "1"\ntext = "条款"\nkind = "executable"\n'
    return read_policy(version, {"test": head + rules})


def event(kind: str, when: str, actor: str | None = None, **facts: Fact) -> Event:
    """An event about ``case:1`` on Monday 2026-11-23, or on the day that ``when`` names."""
    moment = when if "-" in when else f"2026-11-23 {when}"
    return Event(kind, "case:1", at(moment), actor, facts)
