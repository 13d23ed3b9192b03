"""The pages: everybody sees the year, keepers change it after a look, others are kept out."""

import pytest

from huiyin.cases.workdays.tests.conftest import signed_in
from huiyin.directory.models import Person
from huiyin.directory.tests.factories import Company
from huiyin.obligations.tests.conftest import Matter
from huiyin.obligations.tests.test_moving import dues
from huiyin.worktime.models import OwnDay, WorkCalendar

pytestmark = pytest.mark.req("Z07")
DAY = {"calendar": "", "day": "2026-11-23", "kind": "off", "hours": "", "title": "停电"}


def test_everybody_sees_the_year(company: Company) -> None:
    browser = signed_in(company["陈屿"])
    page = browser.get("/workdays/").content.decode()
    assert "2027 年的放假安排还没有公布" in page
    assert "国庆节" in page
    assert "248 个工作日" in page
    assert "/workdays/day" not in page
    assert "暂定" in browser.get("/workdays/?year=2027").content.decode()
    assert browser.get("/workdays/?year=abc&calendar=77").status_code == 404
    for path in ("day", "rosters", "supply", "teams/new", "hours/0"):
        assert browser.get(f"/workdays/{path}").status_code == 403


def test_a_day_is_looked_at_saved_and_undone(keeper: Person, published: Matter) -> None:
    del published
    browser = signed_in(keeper)
    look = browser.post("/workdays/day", DAY | {"look": "1"}).content.decode()
    assert "保存后有 2 项待办改期" in look
    assert "秦朗" in look
    assert not OwnDay.objects.exists()
    assert browser.post("/workdays/day", DAY).status_code == 302
    assert set(dues()) == {"11-25 17:20"}
    assert "撤销" in browser.get("/workdays/").content.decode()
    assert browser.post("/workdays/undo").status_code == 302
    assert set(dues()) == {"11-24 17:20"}
    assert browser.post("/workdays/undo").status_code == 302
    wrong = browser.post("/workdays/day", DAY | {"kind": "part", "hours": "九点"})
    assert wrong.status_code == 422
    assert "不是时段" in wrong.content.decode()
    assert browser.post("/workdays/day", DAY | {"kind": "part"}).status_code == 422
    assert browser.post("/workdays/day", DAY | {"title": " "}).status_code == 422


def test_a_day_is_changed_taken_away_and_put_back(keeper: Person) -> None:
    browser = signed_in(keeper)
    browser.post("/workdays/day", DAY | {"kind": "part", "hours": "09:00-12:00"})
    assert "09:00-12:00" in browser.get("/workdays/day?day=2026-11-23").content.decode()
    row = OwnDay.objects.get()
    values = {"calendar": row.calendar_id, "day": "2026-11-23"}
    assert browser.post("/workdays/day/remove", values).status_code == 302
    assert not OwnDay.objects.exists()
    assert browser.post("/workdays/day/remove", values).status_code == 404
    browser.post("/workdays/undo")
    assert OwnDay.objects.get().hours == [["09:00", "12:00"]]


def test_weeks_of_the_company_and_of_teams(company: Company, keeper: Person) -> None:
    browser = signed_in(keeper)
    assert "09:00-12:00 13:00-18:00" in browser.get("/workdays/hours/0").content.decode()
    days = {f"day{n}": "08:30-12:00 13:30-18:00" for n in range(5)}
    assert browser.post("/workdays/hours/0", {"name": "公司", **days}).status_code == 302
    assert WorkCalendar.objects.get(main=True).hours["0"][0] == ["08:30", "12:00"]
    team = {
        "name": "客服",
        "departments": [company["顾北辰"].department_id],
        "follows": "on",
        **days,
    }
    look = browser.post("/workdays/teams/new", team | {"look": "1"})
    assert "保存后没有待办改期" in look.content.decode()
    assert browser.post("/workdays/teams/new", team | {"name": "公司"}).status_code == 422
    assert browser.post("/workdays/teams/new", team | {"day0": "早上"}).status_code == 422
    assert browser.post("/workdays/teams/new", team).status_code == 302
    row = WorkCalendar.objects.get(name="客服")
    assert "客服" in browser.get(f"/workdays/?calendar={row.pk}").content.decode()
    assert browser.get(f"/workdays/hours/{row.pk}").status_code == 200
    day = DAY | {"calendar": str(row.pk), "title": "盘点"}
    assert browser.post("/workdays/day", day).url.endswith(f"calendar={row.pk}")  # type: ignore[attr-defined]  # a redirect
    assert "盘点" in browser.get(f"/workdays/?calendar={row.pk}").content.decode()
    assert browser.post(f"/workdays/teams/{row.pk}/remove").status_code == 302
    assert not WorkCalendar.objects.filter(pk=row.pk).exists()


def test_a_year_and_a_roster_are_taken_in(company: Company, keeper: Person) -> None:
    browser = signed_in(keeper)
    assert 'value="2027"' in browser.get("/workdays/supply").content.decode()
    wrong = browser.post("/workdays/supply", {"year": "2027", "text": "2027-01-01 也许"})
    assert wrong.status_code == 422
    assert "类型" in wrong.content.decode()
    year = {"year": "2027", "text": "2027-01-01 休 元旦\n2027-01-02 班 元旦"}
    assert browser.post("/workdays/supply", year | {"look": "1"}).status_code == 200
    assert browser.post("/workdays/supply", year).status_code == 302
    assert "手工录入" in browser.get("/workdays/?year=2027").content.decode()
    assert "2027-01-02 班" in browser.get("/workdays/supply?year=2027").content.decode()
    assert browser.post("/workdays/supply", {"year": "2028", "text": ""}).status_code == 422
    text = f"{company['秦朗'].employee_no},2026-11-21,20:00-24:00"
    assert browser.post("/workdays/rosters", {"text": text, "look": "1"}).status_code == 200
    assert browser.post("/workdays/rosters", {"text": text}).status_code == 302
    assert "20:00-24:00" in browser.get("/workdays/rosters").content.decode()
    assert browser.post("/workdays/rosters", {"text": "1,2"}).status_code == 422
