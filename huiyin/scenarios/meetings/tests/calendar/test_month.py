"""The month: whole weeks, what stands in each day, others only as busy."""

from datetime import date, timedelta

import pytest

from huiyin.directory.models import Absence, Person
from huiyin.scenarios.meetings.calendar import month as months
from huiyin.scenarios.meetings.tests.hall import FRIDAY, Hall

pytestmark = [pytest.mark.django_db, pytest.mark.req("M20")]

DAY = date(2026, 11, 27)


def cell(shown: months.Month, day: date) -> months.Cell:
    return next(one for week in shown.weeks for one in week if one.day == day)


def test_whole_weeks_with_the_days_of_the_month_inside(hall: Hall) -> None:
    shown = months.month(hall["孟夏"], date(2026, 11, 30))
    days = [one.day for week in shown.weeks for one in week]
    assert (days[0], days[-1]) == (date(2026, 10, 26), date(2026, 12, 6))
    assert {len(week) for week in shown.weeks} == {7}
    assert sum(one.inside for week in shown.weeks for one in week) == 30
    assert (shown.before, shown.after) == (date(2026, 10, 30), date(2026, 12, 30))
    assert shown.empty
    assert cell(shown, date(2026, 11, 23)).today
    assert not cell(shown, date(2026, 11, 28)).works


def test_a_month_begins_where_another_ends(hall: Hall) -> None:
    shown = months.month(hall["孟夏"], date(2027, 1, 31))
    assert shown.after == date(2027, 2, 28)
    assert shown.before == date(2026, 12, 31)


def test_a_day_shows_three_and_counts_the_rest(hall: Hall) -> None:
    for hour in range(5):
        hall.meeting(starts_at=FRIDAY + timedelta(hours=hour), title=f"会 {hour}")
    shown = months.month(hall["孟夏"], DAY)
    day = cell(shown, DAY)
    assert [block.title for block in day.shown] == ["会 0", "会 1", "会 2"]
    assert (day.more, len(day.dots), shown.empty) == (2, 4, False)
    page = hall.client("孟夏").get("/calendar?view=month&day=2026-11-27").content.decode()
    assert "还有 2 项" in page
    assert page.count("month-chosen") == 1
    assert "会 4" in page.split("month-chosen")[1]


def test_a_colleague_is_only_busy(hall: Hall) -> None:
    hall.meeting(title="裁员名单", people=("林若溪", "白露"))
    Absence.objects.create(
        person=hall["白露"],
        starts_at=FRIDAY + timedelta(days=1),
        ends_at=FRIDAY + timedelta(days=2),
    )
    browser = hall.client("孟夏")
    for view in ("month", "week"):
        page = browser.get(f"/calendar?view={view}&day=2026-11-27&with=白露").content.decode()
        assert "白露 忙" in page
        assert "裁员名单" not in page
    assert (
        "白露 不在" in browser.get("/calendar?view=month&day=2026-11-27&with=白露").content.decode()
    )
    assert "没有这位同事" in browser.get("/calendar?view=month&with=谁").content.decode()
    twin = Person.objects.get(name="白露")
    twin.pk, twin.employee_no = None, "D-9"
    twin.save()
    assert "没有这位同事" in browser.get("/calendar?view=month&with=白露").content.decode()


def test_an_empty_month_says_so(hall: Hall) -> None:
    page = hall.client("孟夏").get("/calendar?view=month&day=2026-11-27").content.decode()
    assert "这个月没有安排" in page
    assert 'data-keys="m"' in page
