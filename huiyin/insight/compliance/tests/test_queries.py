"""The table, the trend, one clause: whose figures, which days, the breaches of guards among them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from huiyin.cases.models import Case
from huiyin.core.event import Event
from huiyin.directory.models import Role, RoleGrant
from huiyin.directory.tests.factories import Company
from huiyin.insight.compliance import (
    breaches,
    drilling,
    periods,
    persons,
    queries,
    rebuilding,
    scope,
)
from huiyin.insight.compliance.figures import Figures
from huiyin.insight.compliance.models import Breach, DayCell, MonthCell
from huiyin.insight.compliance.reading import Wanted
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.obligations import clock as obligation_clock
from huiyin.obligations import coverage, doctor
from huiyin.obligations.guards import Refused
from huiyin.obligations.record import record
from huiyin.obligations.tests.conftest import people

SEPTEMBER = periods.parse("2026-09")
pytestmark = pytest.mark.req("G02")


def tell(company: Company, kind: str, *names: str, case: str = "", **facts: Any) -> str:
    """林若溪 opens a matter to ``names``; its id."""
    subject, author = case or str(new_id()), company["林若溪"]
    sets = {"recipients": people(*(company[name] for name in names))} if names else None
    event = Event(kind, subject, kit_clock.now(), author.pk, {"initiator": author.pk, **facts})
    record(event, sets=sets)
    return subject


def confirm(company: Company, subject: str, name: str) -> None:
    """``name`` confirms."""
    person = company[name].pk
    record(Event("t.confirmed", subject, kit_clock.now(), person, {"person": person}))


@pytest.fixture
def told(company: Company) -> str:
    """Three were told an hour and a minute ago: 陈屿 in time, 白露 late, 唐果 not at all."""
    subject = tell(company, "t.told", "陈屿", "白露", "唐果")
    confirm(company, subject, "陈屿")
    kit_clock.advance(timedelta(minutes=61))
    confirm(company, subject, "白露")
    return subject


def test_a_cell_is_a_clause_in_a_department_with_all_below_it(company: Company, told: str) -> None:
    del told
    table = queries.table(SEPTEMBER, scope.of(company["叶蓁"]))
    of = {name: company.department(name).pk for name in ("技术部", "运营部", "市场部")}
    assert table.cells["1", of["技术部"]] == Figures(owed=1, met=1), "后端组 hangs below"
    assert table.cells["1", of["运营部"]] == Figures(owed=1, late=1)
    assert table.cells["1", of["市场部"]] == Figures(owed=1, breach=1)
    assert table.clauses["1"] == Figures(owed=3, met=1, late=1, breach=1)
    assert table.clauses["2"] == Figures(owed=3, open=3), "three hours have not passed"
    assert table.whole == sum(table.departments.values(), Figures())


def test_time_alone_makes_a_breach_and_deeming_ends_it(company: Company, told: str) -> None:
    del told
    kit_clock.advance(timedelta(hours=2))
    obligation_clock.wake()
    table = queries.table(SEPTEMBER, scope.everything())
    assert table.clauses["2"] == Figures(owed=3, deemed=3)
    kit_clock.advance(timedelta(days=40))
    while coverage.fold():
        pass
    found = queries.table(SEPTEMBER, scope.everything()).clauses["1"]
    assert found == Figures(owed=3, met=1, late=1, breach=1), "a whole month that is past"
    assert (found.share, found.rate, found.few, found.due) == (1 / 3, 33, True, 3)


def test_who_sees_how_much(company: Company, told: str) -> None:
    del told
    assert queries.compliance_of(["1"], company["白露"]) == {}, "employees: nothing"
    head = queries.compliance_of(["1", "2"], company["秦朗"])
    assert head["1"] == Figures(owed=1, met=1), "技术部 and what is below"
    RoleGrant.objects.create(person=company["秦朗"], role=Role.COMPLIANCE)
    everything = queries.compliance_of(["1"], company["秦朗"])
    assert everything["1"].owed == 3
    assert queries.compliance_of([], company["叶蓁"]) == {}


def test_one_clause_from_day_to_day(company: Company, told: str) -> None:
    del told
    today = date(2026, 9, 7)
    assert queries.of_clause("1", today, today).owed == 3
    leaf = company["白露"].department_id
    assert queries.of_clause("1", today, today, [leaf]) == Figures(owed=1, late=1)
    assert queries.of_clause("1", date(2026, 9, 8), date(2026, 9, 30)).empty


def test_a_head_of_two_trees_sees_them_side_by_side(company: Company) -> None:
    market = company.department("市场部")
    market.head = company["秦朗"]
    market.save()
    view = scope.of(company["秦朗"])
    assert {one.name for one in scope.columns(view)} == {"技术部", "市场部"}
    whole = scope.of(company["叶蓁"])
    assert scope.columns(whole)[0].name == "云桥科技"
    below = scope.below(market, view)
    assert below.departments == {market.pk}


def test_a_trend_goes_by_months_or_by_weeks(company: Company, told: str) -> None:
    del told
    kit_clock.advance(timedelta(days=30))
    tell(company, "t.told", "陈屿")
    quarter = periods.parse("2026-Q4")
    by_month = queries.trend(quarter, scope.everything(), clauses=["1"])["1"]
    assert [start for start, _one in by_month] == [date(2026, 9, 1), date(2026, 10, 1)]
    assert [one.owed for _start, one in by_month] == [3, 1]
    week = periods.of("week", date(2026, 10, 7))
    by_week = queries.trend(week, scope.everything(), clauses=["1"])["1"]
    assert [start for start, _one in by_week] == [date(2026, 9, 7), date(2026, 10, 5)]


def test_a_breach_of_a_guard_is_counted_where_its_actor_is(company: Company) -> None:
    tell(company, "t.asked", "陈屿", strict=True)
    with pytest.raises(Refused):
        tell(company, "t.asked", "陈屿", strict="very")
    tell(company, "t.asked", "陈屿", strict="very", override=True)
    table = queries.table(SEPTEMBER, scope.everything())
    here = company["林若溪"].department_id
    assert table.cells["5", here] == Figures(breached=2)
    wanted = Wanted(SEPTEMBER, ("version",), None, ["5"])
    assert queries.figures(wanted) == {(None,): Figures(breached=2)}
    listed = breaches.listed(wanted)
    assert [one.overridden for one in listed] == [True, False]
    assert {one.actor_id for one in listed} == {company["林若溪"].pk}


def test_a_rebuild_puts_everything_right(company: Company, told: str) -> None:
    del told
    tell(company, "t.asked", "陈屿", strict=True)
    while coverage.fold():
        pass
    before = queries.table(SEPTEMBER, scope.everything()).cells
    with connection.cursor() as cursor:
        cursor.execute("UPDATE compliance_day SET met = met + 1")
        cursor.execute("DELETE FROM compliance_month WHERE clause = '2'")
        cursor.execute("DELETE FROM compliance_breach")
    named = {line[:2] for line in doctor.findings()} & {"C1", "C2", "C3"}
    assert named == {"C1", "C2", "C3"}
    assert rebuilding.rebuild() == DayCell.objects.count() > 0
    assert queries.table(SEPTEMBER, scope.everything()).cells == before
    assert not {line[:2] for line in doctor.findings()} & {"C1", "C2", "C3"}
    assert str(DayCell.objects.order_by("clause")[0]).startswith("1 on 2026-09-07")
    assert str(MonthCell.objects.order_by("clause")[0]).startswith("1 in 2026-09")
    assert str(Breach.objects.get()).startswith("5/")


def test_a_cell_leads_to_its_cases(company: Company, told: str) -> None:
    every = frozenset(one.pk for one in company.departments.values())
    now = kit_clock.now()
    found = drilling.cases("1", SEPTEMBER, every, company["叶蓁"], now)
    assert (found.matters, found.closed, found.hidden) == ([], [], 1), "this matter is no case"
    tech = frozenset({company["陈屿"].department_id})
    assert drilling.cases("1", SEPTEMBER, tech, company["叶蓁"], now, failed=True).total == 0
    assert told


def test_a_case_that_one_may_not_open_is_named_by_its_number(company: Company, told: str) -> None:
    author = company["林若溪"]
    Case.objects.create(
        pk=told,
        scenario="t",
        number="HY-TZ-2026-0007",
        title="调薪名单",
        initiator=author,
        department=author.department,
        classification="confidential",
        created_at=kit_clock.now(),
        opened_at=kit_clock.now(),
    )
    every = frozenset(one.pk for one in company.departments.values())
    found = drilling.cases("1", SEPTEMBER, every, company["何青"], kit_clock.now())
    assert (found.matters, found.hidden, found.total) == ([], 0, 1)
    [closed] = found.closed
    assert closed.number == "HY-TZ-2026-0007"
    assert closed.figures == Figures(owed=3, met=1, late=1, breach=1)
    assert "调薪" not in repr(found)
    own = drilling.cases("1", SEPTEMBER, every, author, kit_clock.now())
    assert ([one.case.title for one in own.matters], own.closed) == (["调薪名单"], [])


def test_ones_own_figures_and_what_a_department_has_overdue(company: Company, told: str) -> None:
    now = kit_clock.now()
    own = persons.own(company["白露"].pk, now - timedelta(days=90), now)
    assert (own["1"].late, own["1"].rate, own["2"].owes, own["2"].overdue) == (1, 0, 1, 0)
    assert persons.Own().rate is None
    missing = persons.own(company["唐果"].pk, now - timedelta(days=90), now)["1"]
    assert (missing.owes, missing.overdue) == (1, 1)
    market = frozenset({company["唐果"].department_id})
    late = persons.overdue(market, now)
    assert [(str(one.subject), one.clause, one.open) for one in late] == [(told, "1", 1)]
    assert persons.overdue(frozenset({company["陈屿"].department_id}), now) == []
