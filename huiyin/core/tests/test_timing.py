"""Times asked of any calendar, who is due together, what lies on the way, and where shares go."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from huiyin.core.calendar import Hours, WorkingCalendar
from huiyin.core.due import derive
from huiyin.core.moving import Place, Standing, places
from huiyin.core.person_time import of_person
from huiyin.core.terms import parse_term
from huiyin.core.tests.world import CALENDAR, OFFICE, WEEK, at, policy, said
from huiyin.core.timing import Kept, Share, Timing, shares
from huiyin.core.why import crossed

pytestmark = pytest.mark.req("Z07")
DAILY = WorkingCalendar("Asia/Shanghai", dict.fromkeys(range(7), OFFICE), {}, [2026])
RULE = policy(
    '[[clause.rule]]\non = "a.b"\nbearer = "recipients"\nowes = "x"\nwithin = "{within}"\n'
    'met_by = "a.c"\nladder = [{{ after = "1wd", who = "bearer", do = "remind" }}]\n'.format(
        within="2h"
    )
).rules()
FRIDAY = at("2026-11-20 17:20")


def test_rungs_alone_may_differ() -> None:
    rule = next(iter(RULE))
    timing = Timing(rule.within, FRIDAY, FRIDAY, CALENDAR, rule)
    assert timing.by_calendar()
    assert timing.matters()
    few, many = Kept("c2", DAILY, 1), Kept("", CALENDAR, 2)
    together = shares(timing, [few, many])
    assert [(share.key, share.kept, share.size) for share in together] == [("", (0, 1), 3)]
    first = shares(timing, [few, Kept("", CALENDAR, 1)])[0]
    assert first.key == "c2"  # equals: the earlier rungs


def test_who_is_due_together() -> None:
    timing = Timing(parse_term("1wd"), FRIDAY, FRIDAY, CALENDAR)
    found = shares(timing, [Kept("", CALENDAR, 1), Kept("c1", DAILY, 5), Kept("p9", DAILY, 1)])
    assert [(said(share.due_at), share.key, share.size) for share in found] == [
        ("2026-11-21 17:20:00", "c1", 6),
        ("2026-11-23 17:20:00", "", 1),
    ]
    assert timing.rungs(None, CALENDAR) == ()
    assert timing.next_look(None, CALENDAR, 0, FRIDAY) is None


@pytest.mark.parametrize(
    ("term", "may_differ", "matters"),
    [
        ("1h", False, False),
        ("1wh", True, True),
        ("1wd before starts_at", True, True),
        ("by 17:00", True, True),
        ("by starts_at", False, False),
        ("every 1wd until a.done", False, True),
        (None, False, False),
    ],
)
def test_what_depends_on_calendars(term: str | None, may_differ: bool, matters: bool) -> None:
    timing = Timing(parse_term(term) if term else None, FRIDAY, FRIDAY, CALENDAR)
    assert timing.by_calendar() is may_differ
    assert timing.matters() is matters
    assert (timing.due(CALENDAR) is None) is (term is None)


def test_leave_takes_hours_away_and_a_shift_replaces_them() -> None:
    shift: dict[date, Hours] = {date(2026, 11, 21): ((time(20), time(0)),)}
    leave = [(at("2026-11-21 22:00"), at("2026-11-24 10:30"))]
    mine = of_person(CALENDAR, shift, leave)
    hours = [mine.hours_on(date(2026, 11, day)) for day in range(20, 25)]
    assert hours == [
        OFFICE,
        ((time(20), time(22)),),
        (),
        (),
        ((time(10, 30), time(12)), (time(13), time(18))),
    ]
    assert of_person(CALENDAR, {}, []) is CALENDAR
    midday = of_person(CALENDAR, {}, [(at("2026-11-24 10:00"), at("2026-11-24 11:00"))])
    assert midday.hours_on(date(2026, 11, 24))[:2] == ((time(9), time(10)), (time(11), time(12)))


def test_days_on_the_way_are_named_or_counted() -> None:
    titles = {date(2026, 10, day): "国庆节" for day in (1, 2, 5)} | {date(2026, 10, 10): "调休"}
    named = CALENDAR.altered(
        {date(2026, 10, 9): ((time(9), time(12)),)}, titles | {date(2026, 10, 9): "半天"}
    )
    assert crossed(named, date(2026, 9, 30), date(2026, 10, 10)) == [
        "10 月 1 日 周四 至 10 月 7 日 周三 国庆节 休息",
        "10 月 9 日 周五 半天 09:00–12:00 上班",
        "10 月 10 日 周六 调休上班",
    ]
    assert crossed(named, date(2026, 9, 1), date(2026, 10, 31)) == [
        "20 天休息、1 天调休上班、2 天工时不同"
    ]
    assert crossed(named, date(2026, 10, 8), date(2026, 10, 8)) == []
    due = derive(
        parse_term("2wd before starts_at"), FRIDAY, {"starts_at": at("2026-11-22 10:00")}, CALENDAR
    )
    assert "前推" in due.why[1]


def share(hours: int, kept: int, size: int = 1) -> Share:
    timing = Timing(parse_term(f"{hours}h"), FRIDAY, FRIDAY, CALENDAR)
    return Share(timing.due(CALENDAR), "", CALENDAR, (kept,), size)


def due_in(hours: int) -> datetime:
    return (FRIDAY + timedelta(hours=hours)).astimezone(UTC)


def goes(found: list[Place]) -> list[tuple[int, int, int, bool]]:
    hours = [round((one.at - FRIDAY).total_seconds() / 3600) for one in found]
    return [(one.cohort, one.into, at_, one.kept) for one, at_ in zip(found, hours, strict=True)]


def test_shares_stay_move_part_and_join() -> None:
    stays = Standing(1, due_in(5), FRIDAY, (share(5, 0, 3), share(9, 1)))
    assert goes(places([stays], FRIDAY)) == [(1, 1, 5, False), (1, -2, 9, False)]
    moves = Standing(1, due_in(5), FRIDAY, (share(7, 0, 3), share(9, 1)))
    assert goes(places([moves], FRIDAY)) == [(1, 1, 7, False), (1, -2, 9, False)]
    sibling = Standing(2, due_in(7), FRIDAY, (share(7, 0),))
    assert goes(places([moves, sibling], FRIDAY)) == [
        (1, 2, 7, False),
        (1, 1, 9, False),
        (2, 2, 7, False),
    ]
    closed = Standing(2, due_in(7), FRIDAY)
    assert goes(places([moves, closed], FRIDAY))[0] == (1, 2, 7, False)
    chain = Standing(2, due_in(7), FRIDAY, (share(8, 0),))
    assert goes(places([moves, chain], FRIDAY))[0] == (1, 1, 7, False)


def test_what_may_not_be_stays() -> None:
    late = Standing(1, due_in(5), FRIDAY, (share(1, 0),))
    assert goes(places([late], due_in(2))) == [(1, 1, 5, True)]
    none = Standing(1, due_in(5), FRIDAY, (Share(None, "", CALENDAR, (0,), 1),))
    assert goes(places([none], FRIDAY)) == [(1, 1, 5, True)]
    asked = Standing(1, due_in(5), FRIDAY, (share(7, 0),))
    again = Standing(2, due_in(7), FRIDAY + timedelta(hours=1), (share(9, 0),))
    assert goes(places([asked, again], FRIDAY)) == [(1, 1, 5, True), (2, 2, 9, False)]
    both = Standing(2, due_in(6), FRIDAY + timedelta(hours=1), (share(7, 0),))
    assert goes(places([asked, both], FRIDAY)) == [(1, 1, 7, False), (2, 2, 6, True)]


def test_a_week_without_lunch_is_the_same() -> None:
    plain = WorkingCalendar("Asia/Shanghai", WEEK, {}, [2026])
    assert plain.usual_on(date(2026, 11, 21)) == ()
    assert plain.hours_on(date(2026, 11, 20)) == OFFICE
