from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.comprehension import actions as understanding
from huiyin.cases.comprehension import overruling, queries
from huiyin.cases.comprehension.actions import AttemptRefused
from huiyin.cases.comprehension.models import Assertion, Attempt
from huiyin.core.evidence import Channel, Evidence, Proof
from huiyin.core.obligation import State
from huiyin.directory.access import NotVisible
from huiyin.kit import clock
from huiyin.ledger.models import Entry, PrivateValue
from huiyin.obligations.guards import Refused
from huiyin.obligations.models import Bearer
from huiyin.scenarios.notices import actions, answers
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.scenarios.notices.tests.stage import Stage
from huiyin.scenarios.notices.tests.understanding.conftest import PARTLY, RIGHT, WRONG, Made

pytestmark = pytest.mark.req("N14", "Z03")


def share(notice: Notice, stage: Stage, name: str) -> Bearer:
    del notice
    return Bearer.objects.get(person_id=stage[name].pk)


def verdicts(attempt: Attempt) -> list[str]:
    return list(attempt.assertions.order_by("key_point__order").values_list("verdict", flat=True))


def test_a_button_says_received_and_leaves_the_duty_open(stage: Stage, told: Made) -> None:
    notice = told()
    assert not answers.confirm(notice.pk, by=stage["白露"])
    mine = share(notice, stage, "白露")
    assert (mine.state, mine.evidence) == (State.OPEN, Evidence.ACKNOWLEDGED)


def test_a_right_restatement_meets_it(stage: Stage, told: Made) -> None:
    notice = told()
    attempt = understanding.restate(notice.pk, RIGHT, by=stage["白露"])
    mine = share(notice, stage, "白露")
    assert verdicts(attempt) == ["right"] * 3
    assert (mine.state, mine.proof) == (State.MET, Proof.TEACH_BACK)
    assert (mine.evidence, mine.channel) == (Evidence.UNDERSTOOD, Channel.INBOX)


def test_a_wrong_one_does_not_and_may_be_tried_again(stage: Stage, told: Made) -> None:
    notice = told()
    first = understanding.restate(notice.pk, WRONG, by=stage["白露"])
    assert verdicts(first) == ["right", "right", "wrong"]
    assert share(notice, stage, "白露").state == State.OPEN
    second = understanding.restate(notice.pk, "排班表 11 月 30 日 18:00 前交", by=stage["白露"])
    assert (second.number, verdicts(second)) == (2, ["missing", "missing", "right"])
    assert share(notice, stage, "白露").state == State.MET


def test_what_was_said_wrongly_later_takes_an_earlier_right_back(stage: Stage, told: Made) -> None:
    notice = told()
    understanding.restate(notice.pk, PARTLY, by=stage["白露"])
    understanding.restate(notice.pk, PARTLY.replace("八", "七"), by=stage["白露"])
    rest = "故障先打给值守组长，11月30日18点前交排班表"
    understanding.restate(notice.pk, rest, by=stage["白露"])
    assert share(notice, stage, "白露").state == State.OPEN
    understanding.restate(notice.pk, PARTLY, by=stage["白露"])
    assert share(notice, stage, "白露").state == State.MET


def test_the_same_words_twice_are_one_try(stage: Stage, told: Made) -> None:
    notice = told()
    first = understanding.restate(notice.pk, WRONG, by=stage["白露"])
    entries = Entry.objects.count()
    assert understanding.restate(notice.pk, WRONG, by=stage["白露"]) == first
    assert Entry.objects.count() == entries


def test_no_word_of_it_enters_the_ledger(stage: Stage, told: Made) -> None:
    notice = told(quiz=True)
    understanding.restate(notice.pk, WRONG, by=stage["白露"])
    first = queries.standing(notice, stage["白露"].pk).questions[0]
    understanding.answer_quiz(notice.pk, {first.pk: [1]}, by=stage["白露"])
    entry = Entry.objects.filter(kind="comprehension.restated").get()
    assert "轮班" not in entry.body
    assert '"3:wrong"' in entry.body
    assert PrivateValue.objects.filter(entry_id=entry.pk, field="words").get().value == WRONG
    quizzed = Entry.objects.filter(kind="comprehension.quizzed").get()
    assert '"1:wrong"' in quizzed.body
    assert PrivateValue.objects.filter(entry_id=quizzed.pk, field="answers").exists()


def test_a_quiz_is_passed_question_by_question(stage: Stage, told: Made) -> None:
    notice = told("quiz")
    one, two, three, four = queries.standing(notice, stage["白露"].pk).questions
    first = {one.pk: [1], two.pk: [0], three.pk: [2, 0], four.pk: [0, 2, 1]}
    attempt = understanding.answer_quiz(notice.pk, first, by=stage["白露"])
    found = attempt.assertions.order_by("question__order").values_list("verdict", flat=True)
    assert list(found) == ["wrong", "right", "right", "wrong"]
    again = understanding.answer_quiz(notice.pk, {one.pk: [0]}, by=stage["白露"])
    assert [row.verdict for row in again.assertions.order_by("question__order")] == [
        "right",
        "missing",
    ]
    assert share(notice, stage, "白露").state == State.OPEN
    understanding.answer_quiz(notice.pk, {four.pk: [0, 1, 2]}, by=stage["白露"])
    mine = share(notice, stage, "白露")
    assert (mine.state, mine.proof) == (State.MET, Proof.QUIZ)


def test_with_both_asked_both_are_needed(stage: Stage, told: Made) -> None:
    notice = told(quiz=True)
    understanding.restate(notice.pk, RIGHT, by=stage["白露"])
    assert share(notice, stage, "白露").state == State.OPEN
    things = queries.standing(notice, stage["白露"].pk).questions
    right = {one.pk: one.answer for one in things}
    understanding.answer_quiz(notice.pk, right, by=stage["白露"])
    assert share(notice, stage, "白露").state == State.MET


def test_a_caller_ticks_what_was_said(stage: Stage, told: Made) -> None:
    notice = told("spoken")
    points = queries.points(notice.pk, 1)
    ticks = {points[0].pk: "right", points[1].pk: "wrong", points[2].pk: "missing"}
    call = answers.Call(CallOutcome.UNDERSTOOD, ticks=ticks)
    answers.record_call(notice.pk, stage["白露"].pk, call, by=stage["林若溪"])
    mine = share(notice, stage, "白露")
    assert (mine.state, mine.proof, mine.channel) == (State.MET, Proof.SPOKEN, Channel.PHONE)
    tries = Attempt.objects.filter(case=notice).order_by("number")
    assert [verdicts(one) for one in tries] == [["right", "wrong", "missing"], ["right"] * 3]
    assert {row.decided_by for row in Assertion.objects.all()} == {"person"}


def test_face_to_face_is_a_channel_of_its_own(stage: Stage, told: Made) -> None:
    notice = told("spoken")
    ticks = {one.pk: "right" for one in queries.points(notice.pk, 1)}
    call = answers.Call(CallOutcome.UNDERSTOOD, ticks=ticks, channel=Channel.FACE)
    answers.record_call(notice.pk, stage["白露"].pk, call, by=stage["林若溪"])
    assert share(notice, stage, "白露").channel == Channel.FACE


def test_a_call_without_ticks_is_not_kept_where_they_are_asked(stage: Stage, told: Made) -> None:
    notice = told("spoken")
    call = answers.Call(CallOutcome.UNDERSTOOD)
    with pytest.raises(answers.CallError) as caught:
        answers.record_call(notice.pk, stage["白露"].pk, call, by=stage["林若溪"])
    assert caught.value.field == "ticks"
    assert share(notice, stage, "白露").state == State.OPEN


def test_a_person_judges_over_the_comparison_and_both_are_kept(stage: Stage, told: Made) -> None:
    notice = told()
    attempt = understanding.restate(notice.pk, WRONG, by=stage["白露"])
    row = attempt.assertions.get(verdict="wrong")
    assert overruling.overrule(row.pk, "right", "口头问过，他记的是 18:00", by=stage["林若溪"])
    assert not overruling.overrule(row.pk, "right", "再来一次", by=stage["林若溪"])
    row.refresh_from_db()
    assert (row.verdict, row.overruled, row.counts) == ("wrong", "right", "right")
    assert (row.overruled_by, row.overruled_at) == (stage["林若溪"], clock.now())
    assert share(notice, stage, "白露").state == State.MET
    entry = Entry.objects.filter(kind="comprehension.overruled").get()
    assert '"before":"wrong"' in entry.body
    assert "口头" not in entry.body


@pytest.mark.parametrize(
    ("verdict", "reason", "code"), [("right", " ", "reason"), ("?", "x", "verdict")]
)
def test_a_judgement_needs_a_verdict_and_a_reason(
    stage: Stage, told: Made, verdict: str, reason: str, code: str
) -> None:
    attempt = understanding.restate(told().pk, WRONG, by=stage["白露"])
    with pytest.raises(overruling.OverruleRefused) as caught:
        overruling.overrule(attempt.assertions.all()[0].pk, verdict, reason, by=stage["林若溪"])
    assert caught.value.code == code


def test_only_the_author_judges(stage: Stage, told: Made) -> None:
    attempt = understanding.restate(told().pk, WRONG, by=stage["白露"])
    row = attempt.assertions.all()[0]
    with pytest.raises(PermissionDenied):
        overruling.overrule(row.pk, "right", "x", by=stage["白露"])
    with pytest.raises(NotVisible):
        overruling.overrule(0, "right", "x", by=stage["林若溪"])


def test_who_owes_nothing_shows_nothing(stage: Stage, told: Made) -> None:
    notice = told()
    with pytest.raises((NotVisible, PermissionDenied)):
        understanding.restate(notice.pk, RIGHT, by=stage["唐果"])
    simple = told("acknowledge", title="简单的事")
    with pytest.raises(AttemptRefused, match="not_asked"):
        understanding.restate(simple.pk, RIGHT, by=stage["白露"])
    with pytest.raises(AttemptRefused, match="not_asked"):
        understanding.answer_quiz(simple.pk, {1: [0]}, by=stage["白露"])


@pytest.mark.parametrize(("words", "code"), [("  ", "empty"), ("长" * 2001, "long")])
def test_words_have_a_length(stage: Stage, told: Made, words: str, code: str) -> None:
    with pytest.raises(AttemptRefused) as caught:
        understanding.restate(told().pk, words, by=stage["白露"])
    assert caught.value.code == code


def test_what_must_be_restated_needs_points_before_it_goes_out(stage: Stage) -> None:
    for mode in ("teach_back", "quiz"):
        draft = stage.draft()
        draft.confirm_mode = mode
        draft.save(update_fields=["confirm_mode"])
        with pytest.raises(Refused) as caught:
            actions.publish(draft.pk, by=stage["林若溪"])
        assert caught.value.broken[0].guard.clause == "2.1.4.2"


def test_a_draft_is_no_matter_to_anybody_yet(stage: Stage) -> None:
    draft: Any = stage.draft()
    with pytest.raises(NotVisible):
        understanding.restate(draft.pk, RIGHT, by=stage["林若溪"])
