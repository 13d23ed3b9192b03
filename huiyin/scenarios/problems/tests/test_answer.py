"""What whoever raised it is told, and what they say to that (B06, M05)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.kit import clock
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Bearer, Obligation
from huiyin.scenarios.problems import actions, events
from huiyin.scenarios.problems.models import PlanStep, ProblemState, Solution
from huiyin.scenarios.problems.solution import actions as solution
from huiyin.scenarios.problems.tests.conftest import Stage


@pytest.mark.req("B04")
def test_it_is_not_solved_while_a_step_is_open(stage: Stage) -> None:
    problem = stage.doing()
    with pytest.raises(Refused) as refused:
        actions.solve(problem.pk, "好了", by=stage["陈屿"])
    assert refused.value.broken[0].guard.clause == "2.2.3-3"
    problem.refresh_from_db()
    assert problem.state == ProblemState.DOING


@pytest.mark.req("B06")
def test_solved_its_owner_owes_the_answer_and_the_reporter_its_confirmation(stage: Stage) -> None:
    problem = stage.solved()
    assert stage.owes(problem, events.TELL) == ["陈屿"]
    actions.tell_reporter(problem.pk, "现在一张 3 秒。", "talk", by=stage["陈屿"])
    assert stage.owes(problem, events.TELL) == []
    assert stage.owes(problem, events.CONFIRM) == ["白露"]
    done = actions.confirm_answer(problem.pk, "好了，谢谢", by=stage["白露"])
    assert done.state == ProblemState.CLOSED
    assert done.closed_at == clock.now()
    assert stage.owes(problem, events.CONFIRM) == []
    assert actions.confirm_answer(problem.pk, by=stage["白露"]).state == ProblemState.CLOSED
    assert problem.answers.get().response == "confirmed"


@pytest.mark.req("B06")
def test_no_answer_goes_back_to_its_owner(stage: Stage) -> None:
    problem = stage.told()
    with pytest.raises(actions.ProblemRefused):
        actions.reopen(problem.pk, "", by=stage["白露"])
    actions.reopen(problem.pk, "高峰还是要 20 秒", by=stage["白露"])
    assert stage.owes(problem, events.CONFIRM) == []
    assert stage.owes(problem, events.SOLVE) == ["陈屿"]
    assert problem.answers.get().words == "高峰还是要 20 秒"
    solution.write(problem.pk, stage.report_words(), by=stage["陈屿"])
    assert sorted(Solution.objects.values_list("round", flat=True)) == [1, 2]


@pytest.mark.req("B06")
def test_reopened_and_solved_the_same_night_it_asks_again(stage: Stage) -> None:
    problem = stage.told()
    for minutes, words in ((10, "还是慢"), (5, "仍然慢")):
        clock.advance(timedelta(minutes=minutes))
        actions.reopen(problem.pk, words, by=stage["白露"])
        assert stage.owes(problem, events.CONFIRM) == []
        assert stage.owes(problem, events.SOLVE) == ["陈屿"]
        problem.refresh_from_db()
        problem.state = ProblemState.DOING  # written, approved and carried out meanwhile
        problem.save(update_fields=["state"])
        actions.solve(problem.pk, "又改了", by=stage["陈屿"])
        assert stage.owes(problem, events.TELL) == ["陈屿"]
        actions.tell_reporter(problem.pk, "现在一张 2 秒。", "talk", by=stage["陈屿"])
        assert stage.owes(problem, events.TELL) == []
        assert stage.owes(problem, events.CONFIRM) == ["白露"]
        duty = Obligation.objects.filter(subject=problem.pk, verb=events.SOLVE)
        Bearer.objects.filter(obligation_id__in=duty.values("pk")).update(state=1)
    assert actions.confirm_answer(problem.pk, by=stage["白露"]).state == ProblemState.CLOSED
    assert stage.owes(problem, events.CONFIRM) == []


def test_only_who_raised_it_confirms(stage: Stage) -> None:
    problem = stage.told()
    with pytest.raises(PermissionDenied):
        actions.confirm_answer(problem.pk, by=stage["陈屿"])


@pytest.mark.req("B06")
def test_for_somebody_outside_the_owner_writes_down_what_they_said(stage: Stage) -> None:
    outside = {"by": "何青", "source": "hotline", "reporter_name": "周经理"}
    problem = stage.told(report=outside)
    assert stage.owes(problem, events.CONFIRM) == []
    done = actions.confirm_answer(problem.pk, "周经理说好了", by=stage["陈屿"])
    assert done.state == ProblemState.CLOSED


@pytest.mark.req("M05")
def test_a_major_one_is_explained_in_public_within_five_working_days(stage: Stage) -> None:
    problem = stage.solved(is_major=True)
    assert stage.owes(problem, events.EXPLAIN) == ["陈屿"]
    duty = Obligation.objects.get(subject=problem.pk, verb=events.EXPLAIN)
    assert duty.due_at == clock.now() + timedelta(days=7)
    with pytest.raises(actions.ProblemRefused):
        actions.explain(problem.pk, "", by=stage["陈屿"])
    actions.explain(problem.pk, "11 月 30 日周例会", by=stage["陈屿"])
    again = actions.explain(problem.pk, "别处", by=stage["陈屿"])
    assert again.explained_where == "11 月 30 日周例会"
    assert stage.owes(problem, events.EXPLAIN) == []


def test_what_is_not_major_needs_no_explanation(stage: Stage) -> None:
    problem = stage.solved()
    assert stage.owes(problem, events.EXPLAIN) == []
    with pytest.raises(actions.NotNow):
        actions.explain(problem.pk, "周例会", by=stage["陈屿"])


def test_acts_out_of_their_order_change_nothing(stage: Stage) -> None:
    problem = stage.doing()
    owner, reporter = stage["陈屿"], stage["白露"]
    with pytest.raises(actions.NotNow):
        actions.tell_reporter(problem.pk, "好了", "mail", by=owner)
    for act in (actions.confirm_answer, actions.reopen):
        with pytest.raises(actions.NotNow):
            act(problem.pk, "好了", by=reporter)
    step = PlanStep.objects.get()
    solution.done(step.pk, by=stage["罗一鸣"])
    actions.solve(problem.pk, "好了", by=owner)
    assert actions.solve(problem.pk, "又好了", by=owner).result == "好了"
    for text, how in (("", "mail"), ("好", "pigeon"), ("长" * 4001, "mail")):
        with pytest.raises(actions.ProblemRefused):
            actions.tell_reporter(problem.pk, text, how, by=owner)
    assert not problem.answers.exists()
