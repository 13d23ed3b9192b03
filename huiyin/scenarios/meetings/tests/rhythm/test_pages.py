"""The pages of weeks, months and quarters, and of the use of meetings."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from huiyin.directory.models import Department, Role, RoleGrant
from huiyin.kit import clock
from huiyin.scenarios.meetings.models import (
    Evaluation,
    Held,
    MeetingState,
    Period,
    PeriodKind,
    Twins,
)
from huiyin.scenarios.meetings.rhythm import beginning, quarter
from huiyin.scenarios.meetings.tests.hall import FRIDAY, MONDAY, Hall, owed, tick
from huiyin.scenarios.meetings.tests.periods import QUARTER, TUESDAY_FIRST, begun, held


def at(name: str, period: Period) -> str:
    return reverse(f"meetings:{name}", args=[period.pk])


@pytest.mark.req("M04")
def test_a_week_shows_every_head_and_takes_a_word(hall: Hall) -> None:
    period, client = begun(PeriodKind.WEEK, MONDAY), hall.client("林若溪")
    shown = client.get(reverse("meetings:show", args=[period.pk]), follow=True).content.decode()
    assert "各部门周例会" in shown
    assert "在别处开过了" in shown
    refused = client.post(at("period_weekly", period), {"note": " "})
    assert refused.status_code == 422
    assert "写明什么时候、在哪里开的" in refused.content.decode()
    assert client.post(at("period_weekly", period), {"note": "周二门店"}).status_code == 303
    after = client.get(at("period", period)).content.decode()
    assert "周二门店" in after
    assert "在别处开过了" not in after
    assert period.title in client.get(reverse("meetings:rhythm")).content.decode()
    assert hall.client("孟夏").get(at("period", period)).status_code == 404


@pytest.mark.req("M05")
def test_a_month_asks_its_chair(hall: Hall) -> None:
    period = begun(PeriodKind.MONTH, TUESDAY_FIRST)
    client = hall.client(period.initiator.name)
    with clock.frozen(TUESDAY_FIRST):
        assert "会上公开说明的重要问题" in client.get(at("period", period)).content.decode()
        client.post(at("period_monthly", period), {"problems": "库存接口"})
        assert "库存接口" in client.get(at("period", period)).content.decode()
    assert Held.objects.get().words == {"problems": "库存接口", "none": False}


@pytest.mark.req("M15")
def test_a_review_comes_with_its_figures(hall: Hall) -> None:
    week = begun(PeriodKind.WEEK, MONDAY)
    with clock.frozen(MONDAY + timedelta(days=5)):
        tick(week.pk)
    period, client = begun(PeriodKind.MONTH, TUESDAY_FIRST), hall.client("林若溪")
    with clock.frozen(TUESDAY_FIRST):
        shown = client.get(at("period", period)).content.decode()
        assert week.title in shown
        empty = client.post(at("period_review", period), {"omissions": "忘了"})
        assert empty.status_code == 422
        assert "忘了" in empty.content.decode()
        words = {"omissions": "忘了", "misunderstandings": "没有", "changes": "写进日历"}
        client.post(at("period_review", period), words)
        assert "写进日历" in client.get(at("period", period)).content.decode()
    assert owed(period.pk, "hold_review")["林若溪"] == "met"


@pytest.mark.req("G03", "O05")
def test_a_quarter_is_evaluated_on_its_page(hall: Hall) -> None:
    period, evaluator = begun(PeriodKind.QUARTER, QUARTER), beginning.evaluator()
    assert evaluator is not None
    client = hall.client(evaluator.name)
    with clock.frozen(QUARTER + timedelta(days=1)):
        shown = client.get(at("period", period)).content.decode()
        for words in ("邮件回音率", "误传率", "逾期率", "会议效率", "一对一谈话"):
            assert words in shown
        client.post(at("period_evaluate", period), {"assessment": " "})
        client.post(at("period_evaluate", period), {"assessment": "回音率不够"})
        client.post(at("period_goals", period), {"what": "", "target": ""})
        rows = {"what": ["邮件回音率", ""], "now": ["80%", ""], "target": ["90%", ""]}
        client.post(at("period_goals", period), {**rows, "until": ["", ""], "who": ["何青", ""]})
        shown = client.get(at("period", period)).content.decode()
        assert "回音率不够" in shown
        assert "90%" in shown
        client.post(at("period_talks", period), {"left": "都在外地"})
    row = Evaluation.objects.get()
    assert row.goals[0]["until"] == "2027-04-01"
    mine = hall.client("林若溪")
    with clock.frozen(QUARTER + timedelta(days=1)):
        assert "我已谈" in mine.get(at("period", period)).content.decode()


def test_goals_are_read_row_by_row() -> None:
    data = QueryDict("what=a&now=1&target=2&until=2027-02-30&who=&what=&now=&target=&until=&who=")
    until = date(2027, 4, 1)
    assert [(one.what, one.until) for one in quarter.goals_of(data, until)] == [("a", until)]
    data = QueryDict("what=a&now=1&target=2&until=2027-02-03&who=x")
    assert quarter.goals_of(data, until)[0].until == date(2027, 2, 3)


@pytest.mark.req("M19")
def test_the_use_of_meetings_has_a_page(hall: Hall) -> None:
    head = hall["林若溪"]
    Department.objects.filter(pk=head.department_id).update(head=head)
    held(hall, 90, 3)
    hall.meeting(title="双十二备货协调会")
    second = hall.meeting(title="双十二备货协调", starts_at=FRIDAY + timedelta(days=3))
    client, address = hall.client("林若溪"), reverse("meetings:efficiency")
    shown = client.get(address).content.decode()
    for words in ("我管理的部门的会议", "100%", "并为前一个", "合并省"):
        assert words in shown
    assert client.get(address + "?quarter=2026-07-01").status_code == 200
    assert client.get(address + "?quarter=2026-02-30").status_code == 200
    assert hall.client("孟夏").get(address).status_code == 403
    first = second.__class__.objects.get(title="双十二备货协调会")
    pair = {"first": first.pk, "second": second.pk}
    act = reverse("meetings:efficiency_merge")
    assert client.post(act, {"first": "x"}).status_code == 403
    client.post(act, {**pair, "apart": "1"})
    assert not Twins.objects.get().merged
    client.post(act, pair)
    second.refresh_from_db()
    assert second.state == MeetingState.CANCELLED
    again = client.post(act, pair, follow=True).content.decode()
    assert "会议已经开始，不能合并" in again


@pytest.mark.req("M19")
def test_the_evaluator_reviews_the_use_of_meetings(hall: Hall) -> None:
    period, evaluator = begun(PeriodKind.QUARTER, QUARTER), beginning.evaluator()
    assert evaluator is not None
    RoleGrant.objects.get_or_create(person=evaluator, role=Role.COMPLIANCE)
    client = hall.client(evaluator.name)
    with clock.frozen(QUARTER + timedelta(days=1)):
        shown = client.get(reverse("meetings:efficiency")).content.decode()
        assert "全公司的会议" in shown
        assert "哪些会合并、缩短或取消" in shown
        client.post(at("efficiency_review", period), {"words": ""})
        client.post(at("efficiency_review", period), {"words": "站会并入周会"})
        assert "站会并入周会" in client.get(reverse("meetings:efficiency")).content.decode()
        assert "站会并入周会" in client.get(at("period", period)).content.decode()
