"""Open duties follow working time: apart by calendar, moved on change, told once, nobody lost."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.core.due import again
from huiyin.core.terms import parse_term
from huiyin.directory.models import Absence, Person
from huiyin.directory.tests.factories import Company
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.obligations import clock as ticking
from huiyin.obligations import coverage, doctor, moving
from huiyin.obligations.book import calendar_of
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.obligations.tests.conftest import Matter, install
from huiyin.worktime.models import Edition, OwnDay, Shift, SuppliedYear, Team, WorkCalendar

pytestmark = pytest.mark.req("Z07")

RULES = """
[[route]]
when = {}
channels = ["inbox"]
confirm = "acknowledge"

[[clause]]
id = "1"
text = "两个工作日内答复。"
kind = "executable"

[[clause.rule]]
on = "test.published"
bearer = "recipients"
owes = "answer"
within = "2wd"
met_by = "test.answered"
ladder = [
  { after = "1wd", who = "bearer", do = "remind" },
  { after_due = "1wd", who = "initiator", do = "phone_unread", within = "4wh" },
]

[[clause.story]]
title = "两个工作日"
events = ["09:00 test.published notice:1 by wang recipients=li initiator=wang"]
then = ["li owes answer"]
"""
WEEK = {str(day): [["09:00", "12:00"], ["13:00", "18:00"]] for day in range(5)}
EVERY_DAY = {str(day): [["10:00", "20:00"]] for day in range(7)}
FRIDAY = datetime(2026, 11, 20, 9, 20, tzinfo=UTC)  # 17:20 in Shanghai


@pytest.fixture
def company(company: Company, clock: Any) -> Any:
    install(RULES)
    clock.set(FRIDAY) if hasattr(clock, "set") else None
    return company


def changed() -> None:
    """Working time is another from now on."""
    Edition.objects.create(at=kit_clock.now())


def main() -> WorkCalendar:
    return WorkCalendar.objects.get_or_create(main=True, defaults={"name": "公司", "hours": WEEK})[
        0
    ]


def own_day(day: str, hours: list[list[str]] | None, title: str = "停产") -> None:
    OwnDay.objects.create(
        calendar=main(), day=date.fromisoformat(day), hours=hours, title=title, set_at=FRIDAY
    )
    changed()


def dues(**more: Any) -> dict[str, set[str]]:
    """Open duties: local due time -> who."""
    found: dict[str, set[str]] = {}
    names = dict(Person.objects.values_list("id", "name"))
    for row in Obligation.objects.filter(parent=None, closed_at=None, **more):
        at = timezone.localtime(row.due_at)
        people = Bearer.objects.filter(obligation_id=row.pk, state=0)
        found[f"{at:%m-%d %H:%M}"] = {names[each.person_id] for each in people}
    return found


def healthy() -> None:
    while coverage.fold():
        pass
    assert [line for line in doctor.findings() if not line.startswith(("I6", "I7", "I10"))] == []


def on_saturday(person: Person) -> None:
    Shift.objects.create(person_id=person.pk, day=date(2026, 11, 21), hours=[["09:00", "18:00"]])
    changed()


def publish(company: Company, *names: str) -> Matter:
    case = Matter(company["林若溪"])
    case.publish(*(company[name] for name in names))
    return case


def test_a_team_a_roster_and_a_leave_have_times_of_their_own(company: Company) -> None:
    with kit_clock.frozen(FRIDAY):
        team = WorkCalendar.objects.create(name="客服", hours=EVERY_DAY)
        Team.objects.create(calendar=team, department_id=company["顾北辰"].department_id)
        Shift.objects.create(
            person_id=company["秦朗"].pk, day=date(2026, 11, 21), hours=[["09:00", "18:00"]]
        )
        Absence.objects.create(
            person=company["白露"],
            starts_at=datetime(2026, 11, 23, 1, tzinfo=UTC),
            ends_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
        )
        Absence.objects.create(
            person=company["孟夏"],
            delegate=company["陈屿"],
            starts_at=datetime(2026, 11, 23, 1, tzinfo=UTC),
            ends_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
        )
        changed()
        publish(company, "陈屿", "秦朗", "白露", "孟夏", "顾北辰")
        assert dues() == {
            "11-24 17:20": {"陈屿", "孟夏"},
            "11-23 17:20": {"秦朗"},
            "11-25 17:20": {"白露"},
            "11-22 17:20": {"顾北辰"},
        }
        for row in Obligation.objects.filter(parent=None):
            assert again(parse_term("2wd"), FRIDAY, calendar_of(row)).at == row.due_at
        healthy()


def test_an_own_day_moves_what_is_open_once(company: Company) -> None:
    with kit_clock.frozen(FRIDAY):
        publish(company, "陈屿", "秦朗")
        own_day("2026-11-23", [])
        assert moving.move({"why": "own_day"}, company["叶蓁"].pk).duties == 2
        assert dues() == {"11-25 17:20": {"陈屿", "秦朗"}}
        row = Obligation.objects.get(parent=None)
        assert "停产" in "".join(row.derivation)
        assert timezone.localtime(row.next_at).day == 24
        said = json.loads(Entry.objects.get(kind="obligations.moved").body)
        assert said["facts"]["old_due_at"] != said["facts"]["due_at"]
        assert said["people"] == sorted([company["陈屿"].pk, company["秦朗"].pk])
        assert Notification.objects.filter(purpose="moved").values_list("total", flat=True)[0] == 2
        assert moving.move({"why": "own_day"}).duties == 0
        assert Notification.objects.filter(purpose="moved").count() == 1
        healthy()


def test_shares_part_and_join_again(company: Company) -> None:
    with kit_clock.frozen(FRIDAY):
        case = publish(company, "陈屿", "秦朗", "白露")
        shift = Shift.objects.create(
            person_id=company["秦朗"].pk, day=date(2026, 11, 21), hours=[["09:00", "18:00"]]
        )
        changed()
        assert moving.move({}).duties == 1
        assert dues() == {"11-24 17:20": {"陈屿", "白露"}, "11-23 17:20": {"秦朗"}}
        healthy()
        case.happens("test.answered", company["陈屿"], person=company["陈屿"].pk)
        shift.delete()
        changed()
        assert moving.move({}).duties == 1
        assert dues() == {"11-24 17:20": {"白露", "秦朗"}}
        assert Obligation.objects.get(closed_at__isnull=False).total == 0
        moved = Notification.objects.filter(purpose="moved").order_by("id")
        assert [(row.step, row.total) for row in moved] == [(1, 1), (1, 1)]
        healthy()


def test_nothing_moves_into_the_past_and_what_is_past_due_stays(company: Company) -> None:
    with kit_clock.frozen(FRIDAY):
        publish(company, "陈屿")
        own_day("2026-11-24", [["09:00", "12:00"]], "半天")
        own_day("2026-11-21", None, "补班")
    with kit_clock.frozen(FRIDAY + timedelta(days=3)):  # two working days were over at 17:20
        assert moving.move({}).duties == 0
        assert dues() == {"11-24 17:20": {"陈屿"}}
    OwnDay.objects.all().delete()
    with kit_clock.frozen(FRIDAY + timedelta(days=4, minutes=1)):
        own_day("2026-11-23", [])
        assert moving.move({}).duties == 0
        assert dues() == {"11-24 17:20": {"陈屿"}}


def test_a_supplied_year_settles_what_was_provisional(company: Company) -> None:
    with kit_clock.frozen(datetime(2026, 12, 30, 2, tzinfo=UTC)):
        publish(company, "陈屿")
        assert Obligation.objects.get(parent=None).provisional
        SuppliedYear.objects.create(
            year=2027,
            days=[["2027-01-01", "off", "元旦"], ["2027-01-02", "work", "元旦"]],
            set_at=kit_clock.now(),
        )
        changed()
        assert moving.move({"why": "year"}).duties == 1
        row = Obligation.objects.get(parent=None)
        assert not row.provisional
        assert dues() == {"01-02 10:00": {"陈屿"}}
        healthy()


def test_a_year_that_says_nothing_new_makes_the_due_time_certain(company: Company) -> None:
    with kit_clock.frozen(datetime(2026, 12, 30, 2, tzinfo=UTC)):
        publish(company, "陈屿", "秦朗")
        before = dues()
        days = [["2027-01-01", "off", "元旦"]]
        SuppliedYear.objects.create(year=2027, days=days, set_at=kit_clock.now())
        changed()
        found = moving.move({"why": "year"})
        assert (found.duties, found.settled, dues()) == (0, 2, before)
        assert not Obligation.objects.get(parent=None).provisional
        assert moving.move({"why": "year"}).settled == 0


def test_a_rung_in_working_time_follows_too(company: Company) -> None:
    with kit_clock.frozen(FRIDAY):
        publish(company, "陈屿")
    with kit_clock.frozen(FRIDAY + timedelta(days=5)):
        ticking.wake()
        rung = Obligation.objects.get(verb="phone_unread")
        assert f"{timezone.localtime(rung.due_at):%m-%d %H:%M}" == "11-26 13:20"
        own_day("2026-11-26", [])
        assert moving.move({"why": "own_day"}).duties == 1
        rung.refresh_from_db()
        assert f"{timezone.localtime(rung.due_at):%m-%d %H:%M}" == "11-27 13:20"
        healthy()


def test_who_joins_a_cohort_that_heads_look_after_is_looked_after(company: Company) -> None:
    rung = '{ after = "1wd", who = "bearer", do = "remind" }'
    install(RULES.replace(rung, '{ after = "1wd", who = "head_of(bearer)", do = "look_after" }'))
    with kit_clock.frozen(FRIDAY):
        on_saturday(company["陈屿"])
        publish(company, "陈屿", "白露")
    with kit_clock.frozen(FRIDAY + timedelta(days=2)):
        ticking.wake()
        assert Bearer.objects.get(person_id=company["白露"].pk).overseer_id is None
        on_saturday(company["白露"])
        assert moving.move({}).duties == 1
        assert dues() == {"11-23 17:20": {"陈屿", "白露"}}
        looked = Bearer.objects.filter(person_id__in=[company["陈屿"].pk, company["白露"].pk])
        assert dict(looked.values_list("person_id", "overseer_id")) == {
            company["陈屿"].pk: company["韩墨"].pk,
            company["白露"].pk: company["林若溪"].pk,
        }
        healthy()
