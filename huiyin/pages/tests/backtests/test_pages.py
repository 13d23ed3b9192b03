"""The pages of backtests: started, watched, read, exported, cancelled; and who may."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from huiyin.directory.models import Role, RoleGrant
from huiyin.insight.backtest import actions as backtests
from huiyin.insight.backtest import running
from huiyin.insight.backtest.models import Run, RunState
from huiyin.kit import clock as kit_clock
from huiyin.pages.backtests import panel, spans
from huiyin.policies import in_force
from huiyin.scenarios.notices.tests.stage import Stage
from huiyin.scenarios.regulation import actions as regulation

OFFICER, AUDITOR, HEAD, NOBODY = "苏晴", "韩墨", "林若溪", "孟夏"


@pytest.fixture
def house(stage: Stage) -> Stage:
    """A notice that was published and partly answered; an officer and an auditor."""
    RoleGrant.objects.create(person=stage[OFFICER], role=Role.COMPLIANCE)
    RoleGrant.objects.create(person=stage[AUDITOR], role=Role.AUDITOR)
    stage.published()
    kit_clock.advance(timedelta(days=1))
    return stage


def started(house: Stage, **more: str) -> Run:
    """The run that the officer's form begins: the version in force, over the last days."""
    today = kit_clock.now().date()
    values = {"draft": f"v{in_force.current().version}", "span": "own"}
    values |= {"first": str(date(2026, 9, 1)), "last": str(today), **more}
    answer = house.client(OFFICER).post(reverse("pages:backtest_start"), values)
    assert answer.status_code == 302, answer.content.decode()
    run = Run.objects.latest("created_at")
    assert answer["Location"] == reverse("pages:backtest", args=[run.pk])
    return run


def body(answer: Any) -> str:
    """What is shown."""
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.req("Z02")
def test_a_run_is_started_watched_and_read(house: Stage) -> None:
    run = started(house)
    client = house.client(OFFICER)
    address = reverse("pages:backtest", args=[run.pk])
    assert "排队中" in body(client.get(address))
    assert "<html" not in body(client.get(address, headers={"HX-Request": "true"}))
    assert running.work(run.pk)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    shown = body(client.get(address))
    assert "差异 0" in shown
    assert Run.objects.get(pk=run.pk).hash in shown
    assert "不能断定" in shown
    assert run.title in body(client.get(reverse("pages:backtests")))


def test_the_same_version_changes_nothing(house: Stage) -> None:
    run = started(house)
    assert running.work(run.pk)
    report = Run.objects.get(pk=run.pk).report or {}
    assert {"created", "dropped", "moved"}.isdisjoint(report["figures"])


def test_a_result_as_a_workbook(house: Stage) -> None:
    run = started(house)
    address = reverse("pages:backtest_export", args=[run.pk])
    assert house.client(OFFICER).get(address).status_code == 404
    assert running.work(run.pk)
    answer = house.client(AUDITOR).get(address)
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["结果", "条款", "部门", "月份", "事项"]
    assert book["结果"]["B4"].value == Run.objects.get(pk=run.pk).hash


def test_a_run_is_cancelled(house: Stage) -> None:
    run = started(house)
    address = reverse("pages:backtest_cancel", args=[run.pk])
    assert house.client(AUDITOR).post(address).status_code == 403, "seen, not theirs"
    assert house.client(OFFICER).post(address).status_code == 302
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert "已取消" in body(house.client(OFFICER).get(reverse("pages:backtest", args=[run.pk])))


@pytest.mark.parametrize(
    "wrong",
    [{"draft": "v99"}, {"first": ""}, {"first": "2026-09-30", "last": "2026-09-01"}],
)
def test_a_wrong_form_says_so(house: Stage, wrong: dict[str, str]) -> None:
    values = {"draft": f"v{in_force.current().version}", "span": "own", "first": "2026-09-01",
              "last": "2026-09-08", **wrong}  # fmt: skip
    answer = house.client(OFFICER).post(reverse("pages:backtest_start"), values)
    assert answer.status_code == 422
    assert "note--late" in answer.content.decode()
    assert not Run.objects.exists()


def test_who_may_look_and_who_may_start(house: Stage) -> None:
    run = started(house)
    address = reverse("pages:backtest", args=[run.pk])
    assert house.client(AUDITOR).get(address).status_code == 200
    assert "开始推演" in body(house.client(OFFICER).get(reverse("pages:backtests")))
    for name in (HEAD, NOBODY):
        assert house.client(name).get(address).status_code == 404
    assert house.client(NOBODY).post(reverse("pages:backtest_start")).status_code == 404
    assert run.title not in body(house.client(HEAD).get(reverse("pages:backtests")))


def test_a_head_tries_the_rules_of_their_department_and_sees_its_figures_alone(
    house: Stage,
) -> None:
    head, team = house[HEAD], house[HEAD].department
    own = regulation.create(by=head, binds=team, title="部门细则")
    whole = regulation.create(by=house[OFFICER], title="全公司")
    client = house.client(HEAD)
    listed = body(client.get(reverse("pages:backtests")))
    assert f'value="a{own.pk}"' in listed
    assert f'value="a{whole.pk}"' not in listed
    assert 'value="v' not in listed
    today = kit_clock.now().date()
    values = {"span": "own", "first": "2026-09-01", "last": str(today), "draft": f"a{own.pk}"}
    refused = client.post(reverse("pages:backtest_start"), values | {"draft": f"a{whole.pk}"})
    assert refused.status_code == 422
    assert client.post(reverse("pages:backtest_start"), values).status_code == 302
    run = Run.objects.get()
    assert (run.by, run.binds) == (head, team.pk)
    assert running.work(run.pk)
    address = reverse("pages:backtest", args=[run.pk])
    shown = body(client.get(address))
    assert "这里只有您的部门的数字" in shown
    assert "clauses-title" not in shown
    assert team.name in shown
    assert client.get(reverse("pages:backtest_export", args=[run.pk])).status_code == 404
    assert "clauses-title" in body(house.client(OFFICER).get(address))
    assert house.client(NOBODY).get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        backtests.cancel(run.pk, by=house[NOBODY])
    with pytest.raises(PermissionDenied):
        backtests.start(whole.source, by=head, first=run.first, last=run.last)


def test_an_amendment_shows_its_backtests(house: Stage) -> None:
    amendment = regulation.create(by=house[OFFICER], title="两小时")
    assert panel.step(amendment).state == "wait"
    run = started(house, draft=f"a{amendment.pk}")
    assert run.amendment == amendment.pk
    assert running.work(run.pk)
    assert panel.step(amendment).state == "done"
    context = panel.context(amendment, house[OFFICER])
    assert context["backtest_done"].pk == run.pk
    assert not context["backtest_old"]
    assert context["backtest_head"]
    amendment.source += "\n# 再改\n"
    assert panel.step(amendment).state == "wait"
    assert panel.context(amendment, house[NOBODY])["backtest_runs"] == []


def test_the_spans_of_the_form() -> None:
    today = date(2026, 11, 22)
    month, quarter = spans.preset("month", today), spans.preset("quarter", today)
    assert month == spans.Span(date(2026, 10, 1), date(2026, 10, 31))
    assert quarter == spans.Span(date(2026, 7, 1), date(2026, 9, 30))
    assert spans.preset("quarter", date(2026, 2, 3)) == spans.Span(
        date(2025, 10, 1), date(2025, 12, 31)
    )
    year = spans.preset("year", today)
    assert year is not None
    assert (year.last - year.first).days == 364
    assert spans.preset("own", today) is None
    assert (
        spans.words(date(2025, 12, 1), date(2026, 1, 2)) == "2025 年 12 月 1 日–2026 年 1 月 2 日"
    )
