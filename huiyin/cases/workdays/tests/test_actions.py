"""Verbs of the working calendar: what they change, what they refuse, what they move."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.workdays import actions, events, queries
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company
from huiyin.ledger.models import Entry
from huiyin.obligations.models import Obligation
from huiyin.obligations.tests.conftest import Matter
from huiyin.obligations.tests.test_moving import dues, healthy
from huiyin.worktime import calendars
from huiyin.worktime.models import OwnDay, WorkCalendar

pytestmark = pytest.mark.req("Z07")
MONDAY = date(2026, 11, 23)
HALF = [["09:00", "12:00"]]


def test_a_day_off_moves_what_is_open_and_can_be_undone(published: Matter, keeper: Person) -> None:
    del published
    look = queries.look(
        actions.looked_at(lambda: actions.set_day(None, MONDAY, [], "停电", by=keeper))
    )
    assert (look.duties, sorted(look.names)) == (2, ["秦朗", "陈屿"])
    assert not OwnDay.objects.exists()
    assert set(dues()) == {"11-24 17:20"}
    assert not Entry.objects.filter(kind=events.DAY_SET).exists()
    moves = actions.set_day(None, MONDAY, [], "停电", by=keeper)
    assert moves.duties == 2
    assert set(dues()) == {"11-25 17:20"}
    assert not calendars.current().is_working_day(MONDAY)
    assert actions.set_day(None, MONDAY, [], "停电", by=keeper).duties == 0
    assert Entry.objects.filter(kind=events.DAY_SET).count() == 1
    assert Entry.objects.filter(kind="obligations.moved").count() == 1
    main = WorkCalendar.objects.get(main=True)
    assert actions.remove_day(main.pk, MONDAY, by=keeper).duties == 2
    assert set(dues()) == {"11-24 17:20"}
    with pytest.raises(actions.CalendarRefused) as refused:
        actions.remove_day(main.pk, MONDAY, by=keeper)
    assert refused.value.field == "day"
    healthy()


def test_half_days_lunch_and_a_worked_weekend(published: Matter, keeper: Person) -> None:
    del published
    saturday = date(2026, 11, 21)
    assert actions.set_day(None, saturday, None, "补班", by=keeper).duties == 2
    assert set(dues()) == {"11-23 17:20"}
    actions.set_day(None, saturday, HALF, "半天", by=keeper)
    assert set(dues()) == {"11-23 17:20"}
    assert "半天 09:00–12:00 上班" in "".join(Obligation.objects.get(parent=None).derivation)


def test_a_team_keeps_its_own_week(company: Company, published: Matter, keeper: Person) -> None:
    del published
    week = {str(day): [["10:00", "20:00"]] for day in range(7)}
    department = company["秦朗"].department_id
    moves = actions.set_calendar(
        None, name="轮班", hours=week, follows=True, departments=[department], by=keeper
    )
    assert moves.duties == len(dues()["11-22 17:20"])
    assert "秦朗" in dues()["11-22 17:20"]
    row = WorkCalendar.objects.get(name="轮班")
    for wrong, field in (
        ({"name": " "}, "name"),
        ({"hours": {"0": []}}, "hours"),
        ({"departments": []}, "departments"),
    ):
        values = {
            "name": "别的",
            "hours": week,
            "departments": [company["唐果"].department_id],
            **wrong,
        }
        with pytest.raises(actions.CalendarRefused) as refused:
            actions.set_calendar(None, follows=True, by=keeper, **values)  # type: ignore[arg-type]  # drawn
        assert refused.value.field == field
    with pytest.raises(actions.CalendarRefused):
        actions.set_calendar(
            None, name="又一个", hours=week, follows=True, departments=[department], by=keeper
        )
    actions.remove_calendar(row.pk, by=keeper)
    assert set(dues()) == {"11-24 17:20"}
    with pytest.raises(actions.CalendarRefused):
        actions.remove_calendar(actions.main_calendar().pk, by=keeper)
    healthy()


def test_the_organisations_week_has_other_hours(published: Matter, keeper: Person) -> None:
    del published
    main = actions.main_calendar()
    week = {str(day): [["08:00", "12:00"], ["14:00", "17:00"]] for day in range(6)}
    actions.set_calendar(main.pk, name="公司", hours=week, follows=False, departments=[], by=keeper)
    assert WorkCalendar.objects.get(main=True).follows
    assert set(dues()) == {"11-24 08:00"}  # 17:20 lies after work: counted from Saturday 08:00


def test_a_year_is_supplied_and_published(company: Company, keeper: Person) -> None:
    del company
    with pytest.raises(actions.CalendarRefused):
        actions.publish(2027, by=keeper)
    with pytest.raises(actions.CalendarRefused):
        actions.supply_year(2027, [], by=keeper)
    actions.supply_year(
        2027, [(date(2027, 1, 1), "off", "元旦"), (date(2027, 1, 2), "work", "元旦")], by=keeper
    )
    assert 2027 in calendars.current().published
    assert calendars.current().is_working_day(date(2027, 1, 2))
    assert actions.publish(2027, by=None).duties == 0
    assert actions.follow_library().duties == 0


def test_only_its_keepers_set_the_calendar(company: Company) -> None:
    who = company["陈屿"]
    with pytest.raises(PermissionDenied):
        actions.set_day(None, MONDAY, [], "假", by=who)
    with pytest.raises(PermissionDenied):
        actions.set_roster([], by=who)
    with pytest.raises(PermissionDenied):
        actions.supply_year(2027, [], by=who)


def test_a_day_needs_a_title(keeper: Person) -> None:
    with pytest.raises(actions.CalendarRefused) as refused:
        actions.set_day(None, MONDAY, [], "  ", by=keeper)
    assert refused.value.field == "title"
