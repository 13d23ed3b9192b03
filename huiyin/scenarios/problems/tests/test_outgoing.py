"""What leaves the house about a problem: mail, links for outsiders, a notice that explains it."""

import pytest

from huiyin.cases import following
from huiyin.cases.following import Follower
from huiyin.delivery import content
from huiyin.delivery.models import OutsideMail
from huiyin.kit import clock
from huiyin.obligations.models import Notification, Obligation
from huiyin.scenarios.problems import actions, answering, events, followers, outside, tasks
from huiyin.scenarios.problems.actions import NotNow, ProblemRefused
from huiyin.scenarios.problems.models import Problem, ProblemState
from huiyin.scenarios.problems.tests.conftest import Stage

OUTSIDER = {
    "by": "何青",
    "source": "hotline",
    "reporter_name": "周经理",
    "reporter_contact": "zhou@example.com",
}


def said(problem: Problem, verb: str) -> content.Message:
    duty = Obligation.objects.get(subject=problem.pk, verb=verb)
    notification = Notification.objects.filter(obligation_id=duty.pk).earliest("pk")
    words = content.describe(notification, [])
    assert isinstance(words, content.Message)
    return words


@pytest.mark.req("B06")
def test_the_mail_to_the_reporter_holds_the_answer(stage: Stage) -> None:
    message = said(stage.told(), events.CONFIRM)
    assert "现在一张 3 秒。" in message.plain
    assert message.link_path.startswith("/problems/")
    assert "前完成" in message.plain


def test_the_mail_about_a_step_holds_the_step(stage: Stage) -> None:
    assert "装好新机器" in said(stage.doing(), events.STEP).plain


def test_the_mail_about_a_secret_names_the_number_alone(stage: Stage) -> None:
    made = stage.report(classification="confidential")
    message = said(made, events.REGISTER)
    assert made.number in message.subject
    assert made.title not in message.plain


@pytest.mark.req("B06")
def test_somebody_outside_is_mailed_and_says_that_it_is_solved(stage: Stage) -> None:
    problem = stage.told(report=OUTSIDER)
    answer = problem.answers.get()
    assert tasks.tell_outside(subject=str(problem.pk))
    mail = OutsideMail.objects.get(address="zhou@example.com")
    path = outside.path_of(answer)
    assert mail.message["link_path"] == path
    browser = stage.client("白露")
    browser.logout()
    page = browser.get(path)
    assert page.status_code == 200
    assert "现在一张 3 秒。" in page.text
    problem.refresh_from_db()
    assert problem.state == ProblemState.TOLD
    assert browser.post(path, {"solved": "yes"}).status_code == 303
    problem.refresh_from_db()
    assert problem.state == ProblemState.CLOSED
    assert "已记下" in browser.get(path).text
    assert browser.post(path, {"solved": "no", "words": "x"}).status_code == 422


@pytest.mark.req("B06")
def test_somebody_outside_says_what_is_missing(stage: Stage) -> None:
    problem = stage.told(report=OUTSIDER)
    path = outside.path_of(problem.answers.get())
    token = path.rsplit("/", 1)[1]
    with pytest.raises(ProblemRefused):
        outside.respond(token, " ", solved=False)
    outside.respond(token, "还是改不了", solved=False)
    assert stage.owes(problem, events.SOLVE) == ["陈屿"]
    with pytest.raises(NotNow):
        outside.respond(token, "", solved=True)


def test_a_forged_link_and_that_of_a_colleague_open_nothing(stage: Stage) -> None:
    told = stage.told()
    browser = stage.client("白露")
    assert browser.get("/problems/answered/1~forged").status_code == 404
    assert browser.get(outside.path_of(told.answers.get())).status_code == 404
    with pytest.raises(NotNow):
        outside.respond("forged", "", solved=True)


@pytest.mark.req("B06")
def test_silence_ends_a_problem_when_its_time_is_over(stage: Stage) -> None:
    problem = stage.told()
    assert not answering.close_deemed(problem.pk)
    Obligation.objects.filter(subject=problem.pk, verb=events.CONFIRM).update(closed_at=clock.now())
    assert tasks.close_answered(subject=str(problem.pk))
    problem.refresh_from_db()
    assert (problem.state, problem.answers.get().response) == (ProblemState.CLOSED, "deemed")
    assert not answering.close_deemed(problem.pk)
    other = stage.told(report=OUTSIDER)
    assert not answering.close_deemed(other.pk)


@pytest.mark.req("M05")
def test_a_notice_that_follows_explains_a_major_one(stage: Stage) -> None:
    problem = stage.solved(is_major=True)
    draft = following.draft(problem.pk, stage["陈屿"])
    assert "打印服务与报表共用一台机器" in draft.items
    notice = stage.report(title="说明")
    for stage_name, explained in (("pre_notice", False), ("whole", True)):
        followed = Follower(notice, {"stage": stage_name}, stage["陈屿"], clock.now())
        followers.followed(problem.pk, followed)
        problem.refresh_from_db()
        assert (problem.explained_at is not None) is explained
    assert problem.explained_where == notice.number
    assert stage.owes(problem, events.EXPLAIN) == []


def test_what_was_merged_is_described_by_its_own_words(stage: Stage) -> None:
    first, second = stage.report(), stage.report(title="同一件事")
    actions.merge(second.pk, first.pk, by=stage["何青"])
    text = stage.client("何青").get(f"/problems/{second.pk}").text
    assert "已并入" in text
    assert first.number in text
    assert second.number in stage.client("何青").get(f"/problems/{first.pk}").text
