"""The solution report: whole or refused, decided by who is asked, carried out (B04, B05)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.models import Case
from huiyin.cases.signoff import answers, changes
from huiyin.cases.signoff.models import Seat
from huiyin.core.obligation import State
from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.problems import actions, events
from huiyin.scenarios.problems.models import PlanStep, ProblemState, Solution, StepState
from huiyin.scenarios.problems.solution import actions as solution
from huiyin.scenarios.problems.solution.content import Option, Planned
from huiyin.scenarios.problems.tests.conftest import Stage


@pytest.mark.req("B04")
@pytest.mark.parametrize(
    ("lack", "said"),
    [
        ({"cause": " "}, "写明原因"),
        ({"impact": ""}, "写明影响"),
        ({"options": (Option("A", "temporary", "重启", "每天重启"),)}, "写一个长期方案"),
        ({"options": (Option("B", "long_term", "换机器", "买一台"),)}, "写一个临时方案"),
        ({"recommended": "C"}, "选定推荐方案"),
        ({"resources": ""}, "写明需要的资源"),
        ({"steps": ()}, "计划至少一步，写明负责人和期限"),
    ],
)
def test_a_report_that_lacks_a_part_is_not_put_forward(
    stage: Stage, lack: dict[str, object], said: str
) -> None:
    problem = stage.assigned()
    solution.write(problem.pk, stage.report_words(**lack), by=stage["陈屿"])
    with pytest.raises(actions.NotWhole) as refused:
        solution.submit(problem.pk, by=stage["陈屿"])
    assert said in refused.value.problems
    assert stage.owes(problem, events.SOLVE) == ["陈屿"]


def test_a_step_may_not_be_due_before_it_begins(stage: Stage) -> None:
    problem = stage.assigned()
    late = Planned("昨天的事", stage["罗一鸣"], clock.now() - timedelta(days=1))
    solution.write(problem.pk, stage.report_words(steps=(late,)), by=stage["陈屿"])
    with pytest.raises(actions.NotWhole):
        solution.submit(problem.pk, by=stage["陈屿"])


def test_nothing_written_is_nothing_to_put_forward(stage: Stage) -> None:
    problem = stage.assigned()
    with pytest.raises(actions.NotWhole):
        solution.submit(problem.pk, by=stage["陈屿"])


def test_only_who_solves_it_writes_the_report(stage: Stage) -> None:
    problem = stage.assigned()
    with pytest.raises(PermissionDenied):
        solution.write(problem.pk, stage.report_words(), by=stage["白露"])


@pytest.mark.req("B05")
def test_the_head_in_charge_decides_within_a_working_day(stage: Stage) -> None:
    problem = stage.submitted()
    assert problem.state == ProblemState.REPORTED_SOLUTION
    assert stage.owes(problem, events.SOLVE) == []
    assert stage.owes(problem, events.DECIDE) == ["秦朗"]
    assert Seat.objects.get(case=problem.pk).person.name == "秦朗"
    duty = Obligation.objects.get(subject=problem.pk, verb=events.DECIDE)
    assert duty.due_at == clock.now() + timedelta(days=1)
    with pytest.raises(actions.NotNow):
        solution.write(problem.pk, stage.report_words(), by=stage["陈屿"])


@pytest.mark.req("B05")
def test_a_major_one_is_reviewed_by_the_management(stage: Stage) -> None:
    problem = stage.submitted(is_major=True)
    assert stage.owes(problem, events.DECIDE) == ["赵衡"]
    seat = Seat.objects.get(case=problem.pk)
    assert (seat.person.name, seat.step.step) == ("赵衡", "management_review")
    duty = Obligation.objects.get(subject=problem.pk, verb=events.DECIDE)
    assert duty.due_at == clock.now() + timedelta(days=3)


@pytest.mark.req("B05")
def test_what_was_not_approved_does_not_begin(stage: Stage) -> None:
    problem = stage.submitted()
    with pytest.raises(Refused) as refused:
        solution.begin(problem.pk, by=stage["陈屿"])
    assert refused.value.broken[0].guard.clause == "2.2.3-2"
    problem.refresh_from_db()
    assert problem.state == ProblemState.REPORTED_SOLUTION


@pytest.mark.req("B04")
def test_approved_each_step_of_the_plan_is_owed_by_its_day(stage: Stage) -> None:
    problem = stage.doing()
    assert problem.state == ProblemState.DOING
    assert stage.owes(problem, events.DECIDE) == []
    assert stage.owes(problem, events.STEP) == ["罗一鸣"]
    step = PlanStep.objects.get()
    duty = Obligation.objects.get(subject=problem.pk, verb=events.STEP)
    assert (duty.due_at, duty.part, duty.clause) == (step.due_at, step.part, "2.2.3-3")
    assert solution.begin(problem.pk, by=stage["秦朗"]).state == ProblemState.DOING
    assert Obligation.objects.filter(subject=problem.pk, verb=events.STEP).count() == 1


def test_a_step_is_done_by_its_owner_once(stage: Stage) -> None:
    problem = stage.doing()
    step = PlanStep.objects.get()
    with pytest.raises(PermissionDenied):
        solution.done(step.pk, by=stage["白露"])
    solution.done(step.pk, "已上架", by=stage["罗一鸣"])
    assert solution.done(step.pk, by=stage["罗一鸣"]).note == "已上架"
    assert stage.owes(problem, events.STEP) == []


def test_a_step_is_dropped_with_a_reason_by_the_owner_of_the_problem(stage: Stage) -> None:
    problem = stage.doing()
    step = PlanStep.objects.get()
    with pytest.raises(PermissionDenied):
        solution.drop(step.pk, "不做了", by=stage["罗一鸣"])
    with pytest.raises(actions.ProblemRefused):
        solution.drop(step.pk, " ", by=stage["陈屿"])
    assert solution.drop(step.pk, "改租机器", by=stage["陈屿"]).state == StepState.DROPPED
    assert solution.drop(step.pk, "改租机器", by=stage["陈屿"]).state == StepState.DROPPED
    bearer = Bearer.objects.get(
        obligation_id=Obligation.objects.get(subject=problem.pk, verb=events.STEP).pk
    )
    assert bearer.state == State.EXCUSED


@pytest.mark.req("B05")
def test_what_is_sent_back_is_owed_again(stage: Stage) -> None:
    problem = stage.submitted()
    seat = Seat.objects.get(case=problem.pk)
    answers.send_back(seat.pk, "写明租机器的费用", by=stage["秦朗"])
    problem.refresh_from_db()
    assert problem.state == ProblemState.ASSIGNED
    assert stage.owes(problem, events.DECIDE) == []
    assert stage.owes(problem, events.SOLVE) == ["陈屿"]
    assert Solution.objects.get().outcome == "returned"
    clock.advance(timedelta(hours=1))
    solution.submit(problem.pk, by=stage["陈屿"])
    assert stage.owes(problem, events.DECIDE) == ["秦朗"]
    assert Solution.objects.count() == 1


def test_a_round_that_was_taken_back_may_be_begun_again(stage: Stage) -> None:
    problem = stage.submitted()
    changes.withdraw(Case.objects.get(pk=problem.pk), by=stage["白露"])
    solution.write(problem.pk, stage.report_words(), by=stage["陈屿"])
    assert solution.submit(problem.pk, by=stage["陈屿"]).round == 2


def test_withdrawn_while_it_is_decided_nobody_signs(stage: Stage) -> None:
    problem = stage.submitted()
    actions.withdraw(problem.pk, "换了系统", by=stage["白露"])
    assert stage.owes(problem, events.DECIDE) == []
    with pytest.raises(PermissionDenied):
        answers.approve(Seat.objects.get().pk, by=stage["秦朗"])
