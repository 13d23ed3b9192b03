"""Calendars as they are kept: own days, teams, years, hours in words; and who keeps which."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from huiyin.directory.models import Absence
from huiyin.directory.tests.factories import make_company
from huiyin.kit import clock
from huiyin.worktime import calendars, people
from huiyin.worktime.hours import HoursError, as_hours, parse, say
from huiyin.worktime.models import Edition, OwnDay, Shift, SuppliedYear, Team, WorkCalendar

pytestmark = [pytest.mark.req("Z07"), pytest.mark.django_db]
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAILY = {str(day): [["10:00", "20:00"]] for day in range(7)}
NEW_YEAR = date(2026, 1, 1)
DAY = date(2026, 12, 24)


def test_hours_in_words() -> None:
    assert parse("9:00-12:00、13：00～18:00") == [["09:00", "12:00"], ["13:00", "18:00"]]
    assert parse("20:00-24:00") == [["20:00", "24:00"]]
    assert parse("休") == parse(" ") == []
    assert as_hours([["20:00", "24:00"]]) == ((time(20), time(0)),)
    assert say([["09:00", "12:00"], ["13:00", "18:00"]]) == "09:00-12:00 13:00-18:00"
    for wrong in ("九点", "09:00", "12:00-09:00", "09:00-12:00 11:00-13:00", "20:00-24:30"):
        with pytest.raises(HoursError):
            parse(wrong)


def test_teams_follow_the_company_or_do_not() -> None:
    with clock.frozen(NOON):
        main = WorkCalendar.objects.create(
            name="公司", main=True, hours={"0": [["09:00", "12:00"]], "3": [["09:00", "12:00"]]}
        )
        follows = WorkCalendar.objects.create(name="客服", hours=DAILY)
        free = WorkCalendar.objects.create(name="机房", hours=DAILY, follows=False)
        OwnDay.objects.create(calendar=main, day=DAY, hours=[], title="停", set_at=NOON)
        OwnDay.objects.create(calendar=free, day=DAY + timedelta(1), title="满", set_at=NOON)
        SuppliedYear.objects.create(year=2027, days=[["2027-01-04", "off", "元旦"]], set_at=NOON)
        Edition.objects.create(at=NOON)
        known = calendars.calendars()
        company, team, room = known.organisation, known.of(follows.pk), known.of(free.pk)
        assert [each.is_working_day(DAY) for each in (company, team, room)] == [False, False, True]
        assert [each.is_working_day(NEW_YEAR) for each in (company, team, room)] == [
            False,
            False,
            True,
        ]
        assert not company.is_working_day(date(2027, 1, 4))
        assert 2027 in company.published
        assert 2028 in room.published  # nothing that could still be announced matters to it
        assert 2028 not in team.published
        assert known.of(None) is known.of(99) is company
        assert calendars.held() is calendars.calendars()
        rows = (main, OwnDay.objects.first(), SuppliedYear.objects.get(), Edition.objects.get())
        assert [bool(str(row)) for row in rows] == [True] * 4


def test_who_keeps_which() -> None:
    with clock.frozen(NOON):
        company = make_company()
        team = WorkCalendar.objects.create(name="客服", hours=DAILY)
        mine = Team.objects.create(calendar=team, department_id=company["顾北辰"].department_id)
        off = [Shift(person_id=company[name].pk, day=DAY, hours=[]) for name in ("秦朗", "白露")]
        Shift.objects.bulk_create(off)
        Absence.objects.create(
            person=company["陈屿"], starts_at=NOON, ends_at=NOON + timedelta(days=2)
        )
        Edition.objects.create(at=NOON)
        everybody = "SELECT id AS person_id, department_id FROM directory_person"
        later = NOON + timedelta(days=60)
        assert people.differ(NOON, later)
        people.sort_out(everybody, [], NOON, later)
        known = calendars.calendars()
        kept = {one.key: one for one in people.kept(known)}
        alike = f"p{min(company['秦朗'].pk, company['白露'].pk)}"
        assert kept[alike].size == 2
        assert not kept[alike].calendar.is_working_day(DAY)
        assert kept[f"c{team.pk}"].calendar is known.of(team.pk)
        away = kept[f"p{company['陈屿'].pk}"].calendar
        assert away.hours_on(date(2026, 11, 20)) == ((time(9), time(12)),)
        people.sort_out(everybody, [], NOON - timedelta(days=9), NOON - timedelta(days=8))
        assert {one.key for one in people.kept(known)} == {"", f"c{team.pk}"}
        assert str(mine)
        assert str(off[0])
