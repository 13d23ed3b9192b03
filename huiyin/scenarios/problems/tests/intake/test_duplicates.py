"""Problems that say the same are proposed to whoever reports and to whoever registers."""

from typing import Any

import pytest

from huiyin.kit import clock as kit_clock
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.intake import duplicates
from huiyin.scenarios.problems.models import Problem, ProblemState
from huiyin.scenarios.problems.tests.conftest import Stage, stage

__all__ = ["stage"]

pytestmark = [pytest.mark.req("B01"), pytest.mark.django_db]

SAME = [
    ("退货单打印慢", "仓库退货单打印很慢"),
    ("客户发票打不开", "发票打不开，客户打开是空白"),
    ("三楼会议室投影仪坏了", "3 楼会议室的投影仪坏了"),
    ("报销系统登录不上", "报销系统登录失败"),
]
OTHER = [
    ("退货单打印慢", "退款到账慢"),
    ("客户发票打不开", "客户电话打不通"),
    ("三楼会议室投影仪坏了", "三楼茶水间饮水机坏了"),
    ("报销系统登录不上", "报销单审批超过五天"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_in_other_words(stage: Stage, one: str, other: str) -> None:
    problem = stage.report(title=one, text="")
    found = duplicates.of_text(other, "", stage["白露"])
    assert [alike.problem for alike in found] == [problem]
    assert 42 <= found[0].percent <= 100


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_something_else(stage: Stage, one: str, other: str) -> None:
    stage.report(title=one, text="")
    assert duplicates.of_text(other, "", stage["白露"]) == []


def test_titles_and_beginnings_count_and_the_likest_comes_first(stage: Stage) -> None:
    stage.report(title="打印", text="高峰时退货单一张要等 40 秒，仓库排队")
    near = stage.report(title="仓库打印", text="退货单高峰时一张等 40 秒，仓库要排队")
    found = duplicates.of_text("仓库打印", "退货单高峰时一张等 40 秒，仓库要排队", stage["白露"])
    assert found[0].problem == near
    assert len(found) == 2


def test_alerts_of_one_monitor_are_not_the_same_because_of_their_labels(stage: Stage) -> None:
    labels = "severity: critical\n\n来自监控 生产环境 Alertmanager，实例在机房一"
    stage.report(title="api-1 延迟过高", text=f"alertname: HighLatency\n{labels}")
    assert (
        duplicates.of_text("db-1 磁盘空间将满", f"alertname: Disk\n{labels}", stage["白露"]) == []
    )


def test_only_what_one_may_read_and_what_is_not_long_gone(stage: Stage) -> None:
    secret = stage.report(title="退货单打印慢", classification="confidential")
    assert duplicates.of_text("退货单打印慢", "", stage["唐果"]) == []
    assert duplicates.of_text("退货单打印慢", "", stage["白露"])[0].problem == secret
    Problem.objects.update(closed_at=kit_clock.now(), state=ProblemState.CLOSED)
    ended = duplicates.of_text("退货单打印慢", "", stage["白露"])
    assert [one.is_open for one in ended] == [False]
    kit_clock.advance(duplicates.LATELY)
    assert duplicates.of_text("退货单打印慢", "", stage["白露"]) == []


def test_while_typing(stage: Stage) -> None:
    stage.report(title="退货单打印慢")
    browser = stage.client("白露")
    answer = browser.get("/problems/alike", {"title": "退货单打印特别慢"})
    assert "退货单打印慢" in answer.content.decode()
    assert "好像已经有人报过" not in browser.get("/problems/alike").content.decode()
    assert "/problems/alike" in browser.get("/problems/new").content.decode()


def test_the_desk_merges_in_one_press(stage: Stage) -> None:
    first = stage.registered()
    again = stage.report(title="退货单打印太慢", by="孟夏")
    browser = stage.client("何青")
    for path in ("", "/register"):
        page = browser.get(f"/problems/{again.pk}{path}").content.decode()
        assert "可能是同一个问题" in page
    answer: Any = browser.post(f"/problems/{again.pk}/merge", {"into": str(first.pk)})
    assert answer.status_code == 303
    again.refresh_from_db()
    assert again.merged_into_id == first.pk
    assert "可能是同一个问题" not in browser.get(f"/problems/{again.pk}").content.decode()


def test_whoever_does_not_register_is_not_asked(stage: Stage) -> None:
    stage.report(title="退货单打印慢")
    again = stage.report(title="退货单打印太慢")
    page = stage.client("白露").get(f"/problems/{again.pk}").content.decode()
    assert "可能是同一个问题" not in page
    assert actions.withdraw(again.pk, "重复", by=stage["白露"]).closed_at is not None
