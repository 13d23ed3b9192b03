"""Deadlines: the instant that follows from what a clause says about time (``core.terms``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from huiyin.core.calendar import Moment, WorkingCalendar
from huiyin.core.days import next_moment, shifted
from huiyin.core.event import Fact
from huiyin.core.phrase import phrase
from huiyin.core.terms import (
    After,
    At,
    Beat,
    Before,
    By,
    Duration,
    Every,
    Later,
    On,
    Term,
    TermError,
    Unit,
    Within,
)
from huiyin.core.why import crossed, free, say_day, say_moment


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
    Unit.MONTH: "个月",
}
_ONE_HOUR = timedelta(hours=1)


def after(start: datetime, duration: Duration, calendar: WorkingCalendar) -> Moment:
    """``duration`` after ``start``, in UTC."""
    if duration.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(start, duration.amount)
    if duration.unit is Unit.WORKING_HOUR:
        return calendar.add_working_time(start, duration.amount * _ONE_HOUR)
    if duration.unit is Unit.MONTH:
        return _certain(shifted(start, duration.amount, calendar))
    return _certain(start.astimezone(UTC) + duration.amount * _ELAPSED[duration.unit])


def before(end: datetime, duration: Duration, calendar: WorkingCalendar) -> Moment:
    """``duration`` before ``end``, in UTC."""
    if duration.unit is Unit.WORKING_DAY:
        return calendar.take_working_days(end, duration.amount)
    if duration.unit is Unit.WORKING_HOUR:
        return calendar.take_working_time(end, duration.amount * _ONE_HOUR)
    if duration.unit is Unit.MONTH:
        return _certain(shifted(end, -duration.amount, calendar))
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
    """Whether ``duration`` counts working time."""
    return duration.unit in {Unit.WORKING_DAY, Unit.WORKING_HOUR}


def reads_calendar(duration: Duration) -> bool:
    """Whether calendars matter to ``duration``: its working time, or which day it is there."""
    return is_working(duration) or duration.unit is Unit.MONTH


def by_calendar(term: Term | None) -> bool:
    """Whether the deadline of ``term`` may differ from calendar to calendar."""
    match term:
        case None | At():
            return False
        case Within(beat) | Before(beat) | After(beat) | Every(beat):
            return not isinstance(beat, Duration) or reads_calendar(beat)
        case By() | Later() | On():  # pragma: no branch - all kinds are named
            return True


def _derived(term: Term, counted: datetime, calendar: WorkingCalendar) -> Moment:
    match term:
        case At():
            return _certain(counted.astimezone(UTC))
        case Before(duration):
            return before(counted, duration, calendar)
        case (
            Within(beat) | After(beat) | Every(beat) | (By() | Later() | On() as beat)
        ):  # pragma: no branch - all kinds are named
            if isinstance(beat, Duration):
                return after(counted, beat, calendar)
            return next_moment(beat, counted, calendar)


def _on_the_way(
    term: Term, counted: datetime, moment: Moment, calendar: WorkingCalendar
) -> list[str]:
    """The days that made the difference, in one line; nothing when elapsed time was counted."""
    beat = term.beat if isinstance(term, Every) else term
    if isinstance(beat, On) and not beat.working:
        return free(calendar, moment.at.astimezone(calendar.zone).date())
    length = _counted(beat)
    if length is None or not is_working(length):
        return []
    ends = sorted(at.astimezone(calendar.zone).date() for at in (counted, moment.at))
    found = crossed(calendar, *ends)
    return [f"其间 {'；'.join(found)}"] if found else []


def _counted(beat: Term | Duration) -> Duration | None:
    """The length of time in ``beat``."""
    match beat:
        case Duration():
            return beat
        case Within(length) | Before(length) | After(length) | Later(_, length):
            return length
        case _:
            return None


def _rule_in_words(term: Term, born_at: datetime, calendar: WorkingCalendar) -> str:
    match term:
        case Before(duration, fact):
            return f"{fact} 之前 {say_duration(duration)}"
        case After(duration, fact):
            return f"{fact} 起 {say_duration(duration)}"
        case At(fact):
            return f"事件写明的时间（{fact}）"
        case (
            Within(beat) | Every(beat) | (By() | Later() | On() as beat)
        ):  # pragma: no branch - all kinds are named
            return f"{say(born_at, calendar)} {_beat_in_words(beat)}"


def _beat_in_words(beat: Beat) -> str:
    match beat:
        case Duration():
            return f"起 {say_duration(beat)}"
        case Later(clock, days):
            return f"之后第 {say_duration(days)} {clock:%H:%M}"
        case By() | On():  # pragma: no branch - all kinds are named
            return f"之后的下一个 {say_moment(beat)}"


def say(at: datetime, calendar: WorkingCalendar) -> str:
    """An instant in words, in the calendar's zone: ``11 月 20 日 周五 17:20``."""
    local = at.astimezone(calendar.zone)
    return f"{say_day(local.date())} {local.hour:02}:{local.minute:02}"


def say_duration(duration: Duration) -> str:
    """A duration in words: ``2 个工作日``."""
    return f"{duration.amount} {_WORDS[duration.unit]}"


def _certain(at: datetime) -> Moment:
    return Moment(at, provisional=False)


def _instant(facts: Mapping[str, Fact], name: str) -> datetime:
    value = facts.get(name)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise TermError(
                phrase("事实 %(name)s：“%(value)s”不是时间", name=name, value=value)
            ) from None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TermError(phrase("事实 %(name)s 必须是带时区的时间", name=name))
    return value.astimezone(UTC)
