"""From the report to the owner: the register (B01, B02, B03)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.core.obligation import State
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.problems import actions, events
from huiyin.scenarios.problems.models import Problem, ProblemState
from huiyin.scenarios.problems.tests.conftest import Stage


@pytest.mark.req("B01")
def test_a_report_is_numbered_and_the_desk_owes_the_register(stage: Stage) -> None:
    made = stage.report()
    assert made.number.startswith("HY-WT-2026-")
    assert (made.state, made.raised_by) == (ProblemState.REPORTED, "白露")
    assert stage.owes(made, events.REGISTER) == ["何青"]
    duty = Obligation.objects.get(subject=made.pk)
    assert duty.clause == "2.2.1"


@pytest.mark.req("B01")
def test_one_source_and_reference_is_one_problem(stage: Stage) -> None:
    first = stage.report(source="alert", source_ref="disk-7")
    again = stage.report(source="alert", source_ref="disk-7", title="别的")
    other = stage.report(source="ticket", source_ref="disk-7")
    assert first.pk == again.pk
    assert other.pk != first.pk
    assert Problem.objects.count() == 2


def test_the_hotline_speaks_for_somebody_outside(stage: Stage) -> None:
    made = stage.report(
        by="何青", source="hotline", reporter_name="海河商贸 周经理", reporter_contact="13800000000"
    )
    assert made.is_outside
    assert made.raised_by == "海河商贸 周经理"


@pytest.mark.parametrize(
    ("words", "field"),
    [({"title": " "}, "title"), ({"source": "moon"}, "source"), ({"text": "长" * 4001}, "text")],
)
def test_a_report_that_cannot_be_changes_nothing(
    stage: Stage, words: dict[str, str], field: str
) -> None:
    with pytest.raises(actions.ProblemRefused) as refused:
        stage.report(**words)
    assert refused.value.field == field
    assert not Problem.objects.exists()


@pytest.mark.req("B02")
def test_the_register_wants_department_and_deadline(stage: Stage) -> None:
    made = stage.report()
    with pytest.raises(Refused) as refused:
        actions.register(made.pk, stage.entry(in_charge=None), by=stage["何青"])
    assert refused.value.broken[0].guard.clause == "2.2.2"
    made.refresh_from_db()
    assert made.state == ProblemState.REPORTED


@pytest.mark.req("B02")
def test_only_the_desk_registers(stage: Stage) -> None:
    made = stage.report()
    with pytest.raises(PermissionDenied):
        actions.register(made.pk, stage.entry(), by=stage["白露"])


@pytest.mark.req("B03")
@pytest.mark.parametrize(
    ("nature", "asked", "major"),
    [
        ("operational", "秦朗", False),
        ("coordination", "秦朗", False),
        ("strategic", "赵衡", True),
    ],
)
def test_the_nature_decides_who_finds_somebody(
    stage: Stage, nature: str, asked: str, major: bool
) -> None:
    made = stage.registered(nature=nature)
    assert stage.owes(made, events.REGISTER) == []
    assert stage.owes(made, events.ASSIGN) == [asked]
    assert made.is_major is major


@pytest.mark.req("B03")
def test_the_head_names_the_owner_who_owes_a_solution(stage: Stage) -> None:
    made = stage.assigned("陈屿")
    assert stage.owes(made, events.ASSIGN) == []
    assert stage.owes(made, events.SOLVE) == ["陈屿"]
    due = Obligation.objects.get(subject=made.pk, verb=events.SOLVE).due_at
    assert due == clock.now() + timedelta(days=2)


@pytest.mark.req("M14")
def test_a_matter_bounced_twice_says_so(stage: Stage) -> None:
    made = stage.registered()
    with pytest.raises(actions.ProblemRefused):
        actions.bounce(made.pk, " ", by=stage["秦朗"])
    actions.bounce(made.pk, "是运营部的流程", by=stage["秦朗"])
    assert stage.owes(made, events.ASSIGN) == []
    assert stage.owes(made, events.REGISTER) == ["何青"]
    actions.register(made.pk, stage.entry("运营部"), by=stage["何青"])
    back = actions.bounce(made.pk, "系统在技术部", by=stage["林若溪"])
    assert (back.bounced, back.state) == (2, ProblemState.REPORTED)
    assert [bounce.department.name for bounce in back.bounces.order_by("pk")] == [
        "技术部",
        "运营部",
    ]


@pytest.mark.req("B01")
def test_a_duplicate_is_merged_and_its_reporter_reads_the_other(stage: Stage) -> None:
    first, second = stage.report(), stage.report(by="孟夏", title="打印退货单很慢")
    merged = actions.merge(second.pk, first.pk, by=stage["何青"])
    assert (merged.state, merged.merged_into_id) == (ProblemState.MERGED, first.pk)
    assert stage.owes(second, events.REGISTER) == []
    bearer = Bearer.objects.get(obligation_id=Obligation.objects.get(subject=second.pk).pk)
    assert bearer.state == State.EXCUSED
    assert Problem.objects.visible_to(stage["孟夏"]).filter(pk=first.pk).exists()


def test_a_duplicate_found_late_asks_nothing_more_of_its_owner(stage: Stage) -> None:
    first, second = stage.report(), stage.assigned("陈屿")
    actions.merge(second.pk, first.pk, by=stage["何青"])
    assert stage.owes(second, events.SOLVE) == []


def test_nothing_is_merged_into_itself_or_into_what_ended(stage: Stage) -> None:
    first, second = stage.report(), stage.report(title="别的")
    actions.withdraw(first.pk, "误报", by=stage["白露"])
    for into in (first.pk, second.pk):
        with pytest.raises(actions.ProblemRefused):
            actions.merge(second.pk, into, by=stage["何青"])


def test_whoever_raised_it_may_withdraw_it_with_a_reason(stage: Stage) -> None:
    made = stage.assigned("陈屿")
    with pytest.raises(actions.ProblemRefused):
        actions.withdraw(made.pk, "", by=stage["白露"])
    actions.withdraw(made.pk, "已经好了", by=stage["白露"])
    assert actions.withdraw(made.pk, "已经好了", by=stage["白露"]).state == ProblemState.WITHDRAWN
    assert stage.owes(made, events.SOLVE) == []
