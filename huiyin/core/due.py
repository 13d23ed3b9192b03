"""Deadlines: what a clause says about time, and the instant that follows from it.

The grammar is closed (design 4): ``1h 30min 2d 2wd 4wh`` · ``3d before starts_at`` · ``2h after
occurred_at`` · ``by 17:00`` ·
``by fri 17:00`` · ``by reply_by`` · ``every 30min until incidents.resolved``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from huiyin.core.calendar import Moment, WorkingCalendar
from huiyin.core.event import Fact
from huiyin.core.why import DAYS, crossed, say_day


class Unit(StrEnum):
    """Elapsed units (``min h d``) and working ones (``wd wh``): they never mix (design 4)."""

    MINUTE = "min"
    HOUR = "h"
    DAY = "d"
    WORKING_DAY = "wd"
    WORKING_HOUR = "wh"


@dataclass(frozen=True, slots=True)
class Duration:
    """``2h``, ``30min``, ``2wd``: a positive amount of one unit."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Within:
    """``2h``: so long after the event; the last second still counts."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class Before:
    """``3d before starts_at``: a lead time before the instant in a fact."""

    duration: Duration
    fact: str


@dataclass(frozen=True, slots=True)
class After:
    """``2h after occurred_at``: so long after the instant in a fact, whenever it was recorded."""

    duration: Duration
    fact: str


@dataclass(frozen=True, slots=True)
class By:
    """``by 17:00``, ``by fri 17:00`` (``weekday`` 0 = Monday): the next such wall-clock time."""

    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class At:
    """``by reply_by``: the instant that a fact of the event holds."""

    fact: str


@dataclass(frozen=True, slots=True)
class Every:
    """``every 30min until incidents.resolved``: a rhythm with an end."""

    duration: Duration
    until: str


Term = Within | Before | After | By | At | Every


@dataclass(frozen=True, slots=True)
class Due:
    """A derived deadline.

    ``at`` is the last instant that is still in time. ``provisional`` says that a calendar year was
    not published yet. ``why`` lists the steps of the derivation, oldest first. ``counted`` is the
    instant that was counted from, so that another calendar can be asked (``again``).
    """

    at: datetime
    provisional: bool
    why: tuple[str, ...]
    counted: datetime | None = None


class TermError(ValueError):
    """A term that the grammar does not know, or a fact it needs and does not find."""


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DURATION = re.compile(r"([0-9]{1,4})(min|h|d|wd|wh)")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KIND = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_ELAPSED = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
}
_WORDS = {
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.DAY: "天",
    Unit.WORKING_DAY: "个工作日",
    Unit.WORKING_HOUR: "个工作小时",
}
_ONE_HOUR = timedelta(hours=1)


def parse_duration(text: str, *, zero: bool = False) -> Duration:
    """``30min 2h 2d 2wd 4wh`` as a value; ``TermError`` names what is wrong.

    ``0min`` (at once) passes only with ``zero``.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise TermError(f"“{text}”不是时长：应为数字加 min、h、d、wd 或 wh，如 30min、2wd")
    amount = int(match[1])
    if amount == 0 and not zero:
        raise TermError(f"“{text}”：时长必须大于零")
    return Duration(amount, Unit(match[2]))


def parse_term(text: str) -> Term:
    """Any term of the grammar as a value; ``TermError`` names what is wrong."""
    words = text.split()
    match words:
        case [duration]:
            return Within(parse_duration(duration))
        case [duration, "before" | "after" as side, fact]:
            kind = Before if side == "before" else After
            return kind(parse_duration(duration), _named(_NAME, fact, "事实名", "starts_at"))
        case ["by", *moment] if len(moment) in {1, 2}:
            return _by(moment)
        case ["every", duration, "until", kind]:
            until = _named(_KIND, kind, "事件名", "incidents.resolved")
            return Every(parse_duration(duration), until)
        case _:
            raise TermError(
                f"“{text}”不是期限：应为 2wd、3d before starts_at、2h after occurred_at、"
                "by 17:00、by fri 17:00、by reply_by 或 every 30min until incidents.resolved"
            )


def _by(words: list[str]) -> By | At:
    if len(words) == 2:  # noqa: PLR2004 - a weekday and a time
        weekday, clock = words
        if weekday not in WEEKDAYS:
            raise TermError(f"“{weekday}”不是星期：应为 {' '.join(WEEKDAYS)} 之一")
        return By(_clock_time(clock), WEEKDAYS.index(weekday))
    if words[0][:1].isdigit():
        return By(_clock_time(words[0]))
    return At(_named(_NAME, words[0], "事实名", "reply_by"))


def after(start: datetime, duration: Duration, calendar: WorkingCalendar) -> Moment:
    """``duration`` after ``start``, in UTC."""
    if duration.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(start, duration.amount)
    if duration.unit is Unit.WORKING_HOUR:
        return calendar.add_working_time(start, duration.amount * _ONE_HOUR)
    return _certain(start.astimezone(UTC) + duration.amount * _ELAPSED[duration.unit])


def before(end: datetime, duration: Duration, calendar: WorkingCalendar) -> Moment:
    """``duration`` before ``end``, in UTC."""
    if duration.unit is Unit.WORKING_DAY:
        return calendar.take_working_days(end, duration.amount)
    if duration.unit is Unit.WORKING_HOUR:
        return calendar.take_working_time(end, duration.amount * _ONE_HOUR)
    return _certain(end.astimezone(UTC) - duration.amount * _ELAPSED[duration.unit])


def derive(
    term: Term, born_at: datetime, facts: Mapping[str, Fact], calendar: WorkingCalendar
) -> Due:
    """The deadline that ``term`` gives a duty born at ``born_at``.

    ``Every`` gives the first beat. Raises ``TermError`` when a fact is missing or holds no instant.
    """
    counted = born_at
    if isinstance(term, Before | After | At):
        counted = _instant(facts, term.fact)
    return again(term, counted, calendar)


def again(term: Term, counted: datetime, calendar: WorkingCalendar) -> Due:
    """The deadline that ``term`` gives by ``calendar``, counted from the instant ``counted``."""
    moment = _derived(term, counted, calendar)
    why = [_rule_in_words(term, counted, calendar)]
    if moment.counted_from is not None:
        side = "前推" if isinstance(term, Before) else "起算"
        why.append(f"不在工作时间，自 {say(moment.counted_from, calendar)} {side}")
    why += _on_the_way(term, counted, moment, calendar)
    why.append(f"截止 {say(moment.at, calendar)}")
    if moment.provisional:
        why.append("途经的年份尚未公布放假安排，日期暂定")
    return Due(moment.at, moment.provisional, tuple(why), counted)


def is_working(duration: Duration) -> bool:
    """Whether ``duration`` counts working time, so that calendars matter to it."""
    return duration.unit in {Unit.WORKING_DAY, Unit.WORKING_HOUR}


def by_calendar(term: Term | None) -> bool:
    """Whether the deadline of ``term`` may differ from calendar to calendar."""
    match term:
        case Within(duration) | Before(duration, _) | After(duration, _) | Every(duration, _):
            return is_working(duration)
        case By():
            return True
        case _:
            return False


def _derived(term: Term, counted: datetime, calendar: WorkingCalendar) -> Moment:
    match term:
        case Within(duration) | Every(duration) | After(duration):
            return after(counted, duration, calendar)
        case Before(duration):
            return before(counted, duration, calendar)
        case By(clock, weekday):
            return _certain(_next_clock(counted, clock, weekday, calendar))
        case _:
            return _certain(counted.astimezone(UTC))


def _on_the_way(
    term: Term, counted: datetime, moment: Moment, calendar: WorkingCalendar
) -> list[str]:
    """The days that made the difference, in one line; nothing when elapsed time was counted."""
    if isinstance(term, By | At) or not is_working(term.duration):
        return []
    ends = sorted(at.astimezone(calendar.zone).date() for at in (counted, moment.at))
    found = crossed(calendar, *ends)
    return [f"其间 {'；'.join(found)}"] if found else []


def _rule_in_words(term: Term, born_at: datetime, calendar: WorkingCalendar) -> str:
    match term:
        case Within(duration) | Every(duration):
            return f"{say(born_at, calendar)} 起 {say_duration(duration)}"
        case Before(duration, fact):
            return f"{fact} 之前 {say_duration(duration)}"
        case After(duration, fact):
            return f"{fact} 起 {say_duration(duration)}"
        case By(clock, weekday):
            day = "" if weekday is None else f"周{DAYS[weekday]} "
            return f"{say(born_at, calendar)} 之后的下一个 {day}{clock:%H:%M}"
        case _:
            return f"事件写明的时间（{term.fact}）"


def say(at: datetime, calendar: WorkingCalendar) -> str:
    """An instant in words, in the calendar's zone: ``11 月 20 日 周五 17:20``."""
    local = at.astimezone(calendar.zone)
    return f"{say_day(local.date())} {local.hour:02}:{local.minute:02}"


def say_duration(duration: Duration) -> str:
    """A duration in words: ``2 个工作日``."""
    return f"{duration.amount} {_WORDS[duration.unit]}"


def _certain(at: datetime) -> Moment:
    return Moment(at, provisional=False)


def _next_clock(
    start: datetime, clock: time, weekday: int | None, calendar: WorkingCalendar
) -> datetime:
    local = start.astimezone(calendar.zone)
    ahead = 0 if weekday is None else (weekday - local.weekday()) % 7
    day = local.date() + timedelta(days=ahead)
    at = datetime.combine(day, clock, calendar.zone)
    if at <= local:
        step = timedelta(days=1 if weekday is None else 7)
        at = datetime.combine(day + step, clock, calendar.zone)
    return at.astimezone(UTC)


def _instant(facts: Mapping[str, Fact], name: str) -> datetime:
    value = facts.get(name)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise TermError(f"事实 {name}：“{value}”不是时间") from None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TermError(f"事实 {name} 必须是带时区的时间")
    return value.astimezone(UTC)


def _named(pattern: re.Pattern[str], text: str, what: str, example: str) -> str:
    if pattern.fullmatch(text) is None:
        raise TermError(f"“{text}”不是{what}：应如 {example}")
    return text


def _clock_time(text: str) -> time:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise TermError(f"“{text}”不是钟点：应如 17:00")
    return time(int(match[1]), int(match[2]))
