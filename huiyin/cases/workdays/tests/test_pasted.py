"""Pasted years and rosters: all of it, or every fault by row and field."""

from datetime import date

import pytest

from huiyin.cases.workdays import actions
from huiyin.cases.workdays.pasted import PastedWrong, roster, year_days
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company
from huiyin.obligations.tests.conftest import Matter
from huiyin.obligations.tests.test_moving import dues

pytestmark = pytest.mark.req("Z07")


def test_a_year_is_read_by_stretches() -> None:
    text = "日期,类型,名称\n2027-10-01~2027-10-03 休 国庆节\n# 说明\n2027/10/9,班,国庆节\n2027年1月1日\t放假\t元旦\n"
    assert year_days(text, 2027) == [
        (date(2027, 1, 1), "off", "元旦"),
        (date(2027, 10, 1), "off", "国庆节"),
        (date(2027, 10, 2), "off", "国庆节"),
        (date(2027, 10, 3), "off", "国庆节"),
        (date(2027, 10, 9), "work", "国庆节"),
    ]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("2027-13-01 休 元旦", "日期"),
        ("2028-01-01 休 元旦", "日期"),
        ("2027-01-03~2027-01-01 休 元旦", "日期"),
        ("2027-01-01 也许 元旦", "类型"),
        ("2027-01-01", "类型"),
        ("2027-05-01 休 劳动节", "日期"),
    ],
)
def test_each_fault_is_named(line: str, field: str) -> None:
    with pytest.raises(PastedWrong) as wrong:
        year_days(f"2027-05-01 休 劳动节\n\n{line}\n", 2027)
    assert [(one.row, one.field) for one in wrong.value.problems] == [(3, field)]


def test_a_roster_moves_only_those_who_are_on_it(
    company: Company, published: Matter, keeper: Person
) -> None:
    del published
    number = company["秦朗"].employee_no
    rows = roster(f"工号,日期,时段\n{number},2026-11-21,09:00-18:00\n{number}，2026-11-23，休\n")
    assert [hours for _person, _day, hours in rows] == [[["09:00", "18:00"]], []]
    assert actions.set_roster(rows, by=keeper).duties == 0  # Saturday for Monday
    later = roster(f"{number}\t2026-11-23\t09:00-12:00 13:00-18:00")
    assert actions.set_roster(later, by=keeper).duties == 1
    assert dues() == {"11-24 17:20": {"陈屿"}, "11-23 17:20": {"秦朗"}}


def test_faults_of_a_roster(company: Company) -> None:
    number = company["秦朗"].employee_no
    lines = (
        "404404,2026-11-21,休",
        f"{number},明天,休",
        f"{number},2026-11-21,九点",
        f"{number},2026-11-21",
        f"{number},2026-11-22,18:00-09:00",
        f"{number},2026-11-24,休",
        f"{number},2026-11-24,休",
    )
    with pytest.raises(PastedWrong) as wrong:
        roster("\n".join(lines))
    found = [(one.row, one.field) for one in wrong.value.problems]
    assert found == [
        (1, "工号"),
        (2, "日期"),
        (3, "上班时段"),
        (4, "整行"),
        (5, "上班时段"),
        (7, "日期"),
    ]
