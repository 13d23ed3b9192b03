"""What comes again and again: sorted, counted, drawn, published (B08)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.directory.access import NotVisible
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.obligations.models import Obligation
from huiyin.scenarios.problems import actions, events
from huiyin.scenarios.problems.classes import actions as sorting
from huiyin.scenarios.problems.classes import counting, pareto
from huiyin.scenarios.problems.classes.counting import Figure
from huiyin.scenarios.problems.classes.rhythm import begin_month
from huiyin.scenarios.problems.models import Month, Problem
from huiyin.scenarios.problems.tests.conftest import MONDAY, Stage

NOVEMBER = date(2026, 11, 1)
DECEMBER = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
"""Tuesday, 9:00 in Shanghai: the first working day."""


def raise_some(stage: Stage) -> None:
    """Three of one kind, one of another, one withdrawn, one without a class."""
    for place, (category, topic) in enumerate(
        [("tool", "登录慢"), ("tool", "登录慢"), ("", "登录慢"), ("process", "审批来回")]
    ):
        made = stage.report(title=f"问题 {place}")
        Problem.objects.filter(pk=made.pk).update(category=category, topic=topic)
    actions.withdraw(stage.report(title="误报").pk, "误报", by=stage["白露"])


def test_months_follow_one_another_over_the_year() -> None:
    assert counting.before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert counting.after(date(2026, 12, 1)) == date(2027, 1, 1)
    assert counting.after(counting.before(NOVEMBER)) == NOVEMBER


@pytest.mark.req("B08")
def test_what_has_one_name_counts_together(stage: Stage) -> None:
    raise_some(stage)
    found = counting.figures(counting.raised_in(NOVEMBER))
    assert found == [Figure("登录慢", "tool", 3, 75), Figure("审批来回", "process", 1, 100)]
    assert counting.by_category(found) == {"tool": 3, "process": 1}
    assert not counting.raised_in(date(2026, 10, 1)).exists()


@pytest.mark.req("B08")
def test_the_chart_falls_and_its_line_rises_to_all() -> None:
    figures = counting.running(Figure(f"第{n}类很长的名字", "tool", n) for n in range(1, 13))
    chart = pareto.draw(figures, "没有归名")
    assert chart is not None
    assert len(chart.bars) == pareto.MOST
    heights = [bar.height for bar in chart.bars]
    assert heights == sorted(heights, reverse=True)
    knots = [bar.knot for bar in chart.bars]
    assert knots == sorted(knots, reverse=True)
    assert chart.bars[0].y == chart.ceiling
    assert chart.bars[0].label.endswith("…")
    assert pareto.draw([], "没有归名") is None
    one = pareto.draw(counting.running([Figure("", "", 4)]), "没有归名")
    assert one is not None
    assert (one.bars[0].label, one.bars[0].knot) == ("没有归名", one.ceiling)


@pytest.mark.req("B08")
def test_the_month_is_asked_for_on_its_first_working_day_once(stage: Stage) -> None:
    raise_some(stage)
    assert begin_month(MONDAY) is None
    with clock.frozen(DECEMBER):
        month = begin_month(DECEMBER)
        assert month is not None
        assert begin_month(DECEMBER) is None
    assert stage.owes(month, events.CLASSIFY) == ["何青"]
    duty = Obligation.objects.get(subject=month.pk)
    assert duty.clause == "R4.1.2"
    assert duty.due_at == datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
    saturday = DECEMBER + timedelta(days=4)
    assert begin_month(saturday) is None


@pytest.mark.req("B08")
def test_the_desk_sorts_and_publishes_and_the_numbers_stay(stage: Stage) -> None:
    raise_some(stage)
    with clock.frozen(DECEMBER):
        month = begin_month(DECEMBER)
        assert month is not None
        desk = stage["何青"]
        with pytest.raises(sorting.NotSorted) as refused:
            sorting.publish(month.pk, by=desk)
        assert refused.value.left == 1
        left = Problem.objects.get(category="", closed_at=None)
        with pytest.raises(actions.ProblemRefused):
            sorting.sort(left.pk, "moon", "", by=desk)
        with pytest.raises(PermissionDenied):
            sorting.sort(left.pk, "tool", "", by=stage["白露"])
        sorting.sort(left.pk, "tool", " 登录慢 ", by=desk)
        assert sorting.sort(left.pk, "tool", "登录慢", by=desk).topic == "登录慢"
        with pytest.raises(PermissionDenied):
            sorting.publish(month.pk, by=stage["白露"])
        with pytest.raises(NotVisible):
            sorting.publish(new_id(), by=desk)
        done = sorting.publish(month.pk, "登录慢最多，换统一登录", by=desk)
        assert done.figures[0] == {"topic": "登录慢", "category": "tool", "number": 3}
        assert stage.owes(month, events.CLASSIFY) == []
        Problem.objects.all().update(topic="改了")
        assert sorting.publish(month.pk, by=desk).figures == done.figures


@pytest.mark.req("B08")
def test_the_page_of_a_month(stage: Stage) -> None:
    raise_some(stage)
    with clock.frozen(DECEMBER):
        month = begin_month(DECEMBER)
        assert month is not None
        desk, other = stage.client("何青"), stage.client("唐果")
        page = desk.get("/problems/classes").text
        assert "2026-11" in page
        assert "polyline" in page
        assert "还没有分类" in page
        assert desk.get(f"/problems/{month.pk}")["Location"].endswith("?month=2026-11")
        address = f"/problems/classes/{month.pk}/publish"
        assert desk.post(address, {}).status_code == 422
        left = Problem.objects.get(category="", closed_at=None)
        assert desk.post(f"/problems/{left.pk}/sort", {"category": ""}).status_code == 422
        posted = {"category": "tool", "topic": "登录慢"}
        assert desk.post(f"/problems/{left.pk}/sort", posted).status_code == 303
        assert other.post(address, {}).status_code == 403
        assert desk.post(address, {"remark": "换统一登录"}).status_code == 303
        shown = other.get("/problems/classes?month=2026-11").text
        assert "已公布" in shown
        assert "换统一登录" in shown
        assert other.get("/problems/classes?month=2026-10").status_code == 200
        assert other.get("/problems/classes?month=moon").status_code == 200
        assert Month.objects.get().closed_at is not None
