"""Working time: which days and hours count, and what lies so much of it away (Z07, design 4).

Pure: the days come from outside (``huiyin.worktime.calendars``). Instants in and out are aware;
results are in UTC. Clock times are those of the calendar's zone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

Interval = tuple[time, time]
Hours = tuple[Interval, ...]
Day = Literal["holiday", "workday"] | Hours
"""A day that differs from its weekday: off, worked as usual, or worked in these hours."""

_HOURS = 24
_DAY = 86_400_000_000
_LAST_YEAR = 9998


class Moment(NamedTuple):
    """An instant, and whether a year without a published calendar was crossed to reach it.

    ``counted_from`` is the working moment (local) from which was counted, when the given instant
    lay outside working time.
    """

    at: datetime
    provisional: bool
    counted_from: datetime | None = None


class _Place(NamedTuple):
    """A working day of some year by its position, and microseconds since its midnight."""

    year: int
    nth: int
    clock: int


@dataclass(frozen=True, slots=True)
class _Year:
    """The working days of one year: ordinals, their hours, working microseconds before each."""

    days: list[int]
    hours: list[tuple[tuple[int, int], ...]]
    before: list[int]
    total: int


class WorkingCalendar:
    """Working days and hours in one time zone.

    ``hours`` gives each weekday's intervals (0 = Monday; missing = free), ascending, the end not
    included. ``days`` holds what differs: a make-up ``"workday"`` on a free weekday has the hours
    of the first weekday that has any. ``published`` are the years whose holidays are known;
    results that touch another year are provisional; ``titles`` names days. Raises ``ValueError`` for hours that overlap
    or are missing altogether.
    """

    def __init__(
        self,
        zone: str,
        hours: Mapping[int, Hours],
        days: Mapping[date, Day],
        published: Iterable[int],
        titles: Mapping[date, str] | None = None,
    ) -> None:
        self.zone = ZoneInfo(zone)
        self.published = frozenset(published)
        self.titles = dict(titles or {})
        self._hours = dict(hours)
        self._week = [_spans(hours.get(weekday, ())) for weekday in range(7)]
        if not any(self._week):
            raise ValueError("a working calendar needs working hours on some weekday")
        self._usual = next(spans for spans in self._week if spans)
        self._days = dict(days)
        self._years: dict[int, _Year] = {}

    def altered(
        self, days: Mapping[date, Day], titles: Mapping[date, str] | None = None
    ) -> "WorkingCalendar":
        """The same calendar but for ``days``: a roster, a leave."""
        return WorkingCalendar(
            self.zone.key,
            self._hours,
            {**self._days, **days},
            self.published,
            {**self.titles, **(titles or {})},
        )

    def is_working_day(self, day: date) -> bool:
        """Whether any hour of ``day`` is worked."""
        return bool(self._spans_of(day))

    def hours_on(self, day: date) -> Hours:
        """The intervals that are worked on ``day``, ascending; an end at midnight is 00:00."""
        return tuple((_time_of(begin), _time_of(end)) for begin, end in self._spans_of(day))

    def usual_on(self, day: date) -> Hours:
        """What is worked on such a weekday when nothing differs."""
        return self._hours.get(day.weekday(), ())

    def add_working_days(self, start: datetime, days: int) -> Moment:
        """The same clock time ``days`` working days later.

        A start outside working time counts from the next working moment: Saturday 10:00 plus two
        is Wednesday 09:00.
        """
        local = start.astimezone(self.zone)
        place = self._next_place(local)
        year, index = self._seek(place.year, place.nth + days)
        return self._moment(local, place, year, index, place.clock)

    def add_working_time(self, start: datetime, amount: timedelta) -> Moment:
        """When ``amount`` of working time has passed; the end of a day comes before the next."""
        local = start.astimezone(self.zone)
        place = self._next_place(local)
        table = self._year(place.year)
        target = self._worked(table, place) + amount // timedelta(microseconds=1)
        year = place.year
        while target > table.total:
            target -= table.total
            year = _checked(year + 1)
            table = self._year(year)
        index = bisect_left(table.before, target) - 1
        rest = target - table.before[index]
        for begin, end in table.hours[index]:  # pragma: no branch - the day holds the rest
            if rest <= end - begin:
                break
            rest -= end - begin
        return self._moment(local, place, year, index, begin + rest)

    def take_working_days(self, end: datetime, days: int) -> Moment:
        """The same clock time ``days`` working days earlier.

        An end outside working time counts from the last working moment before it.
        """
        local = end.astimezone(self.zone)
        place = self._last_place(local)
        year, index = self._seek(place.year, place.nth - days)
        return self._moment(local, place, year, index, place.clock)

    def take_working_time(self, end: datetime, amount: timedelta) -> Moment:
        """The last instant with ``amount`` of working time left before ``end``."""
        local = end.astimezone(self.zone)
        place = self._last_place(local)
        table = self._year(place.year)
        target = self._worked(table, place) - amount // timedelta(microseconds=1)
        year = place.year
        while target < 0:
            year = _checked(year - 1)
            table = self._year(year)
            target += table.total
        index = bisect_right(table.before, target) - 1
        rest = target - table.before[index]
        for begin, finish in table.hours[index]:  # pragma: no branch - the day holds the rest
            if rest < finish - begin:
                break
            rest -= finish - begin
        return self._moment(local, place, year, index, begin + rest)

    def _moment(self, local: datetime, counted: _Place, year: int, nth: int, clock: int) -> Moment:
        at = self._local(year, nth, clock).astimezone(UTC)
        start = None
        day = self._year(counted.year).days[counted.nth]
        if counted.clock != _clock(local) or day != local.toordinal():
            start = self._local(counted.year, counted.nth, counted.clock)
        if local.year == year:
            return Moment(at, year not in self.published, start)
        first, last = min(local.year, year), max(local.year, year)
        return Moment(at, not self.published.issuperset(range(first, last + 1)), start)

    def _local(self, year: int, nth: int, clock: int) -> datetime:
        day = date.fromordinal(self._year(year).days[nth])
        seconds, microsecond = divmod(clock, 1_000_000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        if hour == _HOURS:
            day, hour = date.fromordinal(day.toordinal() + 1), 0
        return datetime(day.year, day.month, day.day, hour, minute, second, microsecond, self.zone)

    def _next_place(self, local: datetime) -> _Place:
        """``local`` itself when it is working time, else the next moment that is."""
        table = self._year(local.year)
        ordinal = local.toordinal()
        index = bisect_left(table.days, ordinal)
        if index < len(table.days) and table.days[index] == ordinal:
            clock = _clock(local)
            for begin, end in table.hours[index]:
                if clock < end:
                    return _Place(local.year, index, max(begin, clock))
            index += 1
        year, index = self._seek(local.year, index)
        return _Place(year, index, self._year(year).hours[index][0][0])

    def _last_place(self, local: datetime) -> _Place:
        """``local`` itself when work ends or goes on there, else the last moment when it did."""
        table = self._year(local.year)
        ordinal = local.toordinal()
        index = bisect_left(table.days, ordinal)
        if index < len(table.days) and table.days[index] == ordinal:
            clock = _clock(local)
            for begin, end in reversed(table.hours[index]):
                if clock > begin:
                    return _Place(local.year, index, min(end, clock))
        year, index = self._seek(local.year, index - 1)
        return _Place(year, index, self._year(year).hours[index][-1][1])

    def _seek(self, year: int, index: int) -> tuple[int, int]:
        """The working day at ``index`` of ``year``, which may lie in another year."""
        while index < 0:
            year = _checked(year - 1)
            index += len(self._year(year).days)
        while index >= (length := len(self._year(year).days)):
            index -= length
            year = _checked(year + 1)
        return year, index

    def _worked(self, table: _Year, place: _Place) -> int:
        done = table.before[place.nth]
        for begin, end in table.hours[place.nth]:
            done += max(0, min(place.clock, end) - begin)
        return done

    def _year(self, year: int) -> _Year:
        table = self._years.get(year)
        if table is None:
            table = self._years[year] = self._build(year)
        return table

    def _build(self, year: int) -> _Year:
        first = date(year, 1, 1).toordinal()
        table = _Year([], [], [], 0)
        total = 0
        for ordinal in range(first, date(year + 1, 1, 1).toordinal()):
            spans = self._spans_of(date.fromordinal(ordinal))
            if spans:
                table.days.append(ordinal)
                table.hours.append(spans)
                table.before.append(total)
                total += sum(end - begin for begin, end in spans)
        return replace(table, total=total)

    def _spans_of(self, day: date) -> tuple[tuple[int, int], ...]:
        special = self._days.get(day)
        usual = self._week[day.weekday()]
        if special is None:
            return usual
        if special == "holiday":
            return ()
        return usual or self._usual if special == "workday" else _spans(special)


def _checked(year: int) -> int:
    if not 1 <= year <= _LAST_YEAR:
        raise ValueError("the calendar ends before so much working time")
    return year


def _clock(local: datetime) -> int:
    seconds = (local.hour * 60 + local.minute) * 60 + local.second
    return seconds * 1_000_000 + local.microsecond


def _time_of(clock: int) -> time:
    seconds, microsecond = divmod(clock % _DAY, 1_000_000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, microsecond)


def _spans(hours: Hours) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for begin, end in hours:
        start, stop = (_clock(datetime.combine(date.min, each)) for each in (begin, end))
        if start >= (stop or _DAY) or (spans and start < spans[-1][1]):
            raise ValueError(f"working hours out of order: {begin:%H:%M}-{end:%H:%M}")
        spans.append((start, stop or _DAY))
    return tuple(spans)
