"""Asking, asking too, answering, correcting, reading and taking back (N20)."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiyin.cases.questions import actions, doubts, queries
from huiyin.cases.questions.finding import QuestionRefused
from huiyin.cases.questions.models import Answer, Question
from huiyin.cases.questions.tests.conftest import Stage, open_case
from huiyin.core.obligation import State
from huiyin.directory.access import NotVisible
from huiyin.kit import clock as kit_clock
from huiyin.ledger.models import Entry
from huiyin.obligations import clock, coverage
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.obligations.queries import owed_by

WORDS = "跨区出差的住宿按哪一档报销"
REPLY = "按到达城市的一档报销"


def share(stage: Stage, name: str, verb: str) -> Bearer:
    """The newest share of somebody in a duty of the case."""
    cohorts = Obligation.objects.filter(subject=stage.case.pk, verb=verb).order_by("-pk")
    return next(
        row
        for cohort in cohorts
        for row in Bearer.objects.filter(obligation_id=cohort.pk, person_id=stage[name].pk)
    )


def asked(stage: Stage, name: str = "白露", text: str = WORDS) -> Question:
    return actions.ask(stage.case.pk, text, by=stage[name])


@pytest.mark.req("N20")
def test_a_question_is_owed_an_answer_within_the_time_of_the_clause(stage: Stage) -> None:
    question = asked(stage)
    (duty,) = [one for one in owed_by(stage["何青"].pk) if one.verb == "answer_question"]
    # 09:00 + 4 working hours: lunch is no working time
    assert duty.due_at == kit_clock.now() + timedelta(hours=5)
    assert duty.beneficiary == stage["白露"].pk
    assert duty.clause == "2.1.4"
    kit_clock.advance(timedelta(minutes=30))
    actions.answer(question.pk, REPLY, by=stage["何青"])
    assert share(stage, "何青", "answer_question").state == State.MET


@pytest.mark.req("N20")
def test_the_asker_is_unclear_until_they_confirm_or_read(stage: Stage) -> None:
    question = asked(stage)
    assert doubts.unclear(stage.case.pk) == {stage["白露"].pk}
    assert queries.open_question(stage.case.pk, stage["白露"].pk) == question
    assert queries.open_question(stage.case.pk, stage["孟夏"].pk) is None
    kit_clock.advance(timedelta(minutes=5))
    actions.follow(question.pk, by=stage["陈屿"], like=WORDS)
    assert doubts.unclear(stage.case.pk) == {stage["白露"].pk, stage["陈屿"].pk}
    kit_clock.advance(timedelta(minutes=5))
    stage.confirm("陈屿")
    actions.answer(question.pk, REPLY, by=stage["何青"])
    assert doubts.unclear(stage.case.pk) == {stage["白露"].pk}
    assert actions.read(question.pk, by=stage["白露"])
    assert not actions.read(question.pk, by=stage["白露"])
    assert doubts.unclear(stage.case.pk) == set()
    assert share(stage, "白露", "confirm_notice").state == State.OPEN


@pytest.mark.req("N20")
def test_who_confirmed_before_asking_is_unclear_all_the_same(stage: Stage) -> None:
    stage.confirm("白露")
    kit_clock.advance(timedelta(minutes=1))
    asked(stage)
    assert doubts.unclear(stage.case.pk) == {stage["白露"].pk}


@pytest.mark.req("N20")
def test_the_answer_goes_to_all_who_may_share_the_doubt(stage: Stage) -> None:
    stage.confirm("孟夏")
    question = asked(stage)
    actions.answer(question.pk, REPLY, by=stage["何青"])
    cohort = Obligation.objects.get(subject=stage.case.pk, verb="read_answer")
    told = set(Bearer.objects.filter(obligation_id=cohort.pk).values_list("person_id", flat=True))
    assert told == {stage[name].pk for name in ("林若溪", "白露", "陈屿")}
    assert cohort.part == question.part
    assert cohort.channels == ["inbox", "mail"]
    assert Notification.objects.filter(obligation_id=cohort.pk).count() == 1


@pytest.mark.req("N20")
def test_an_answer_for_the_asker_alone_goes_to_those_who_asked(stage: Stage) -> None:
    question = asked(stage)
    actions.answer(question.pk, REPLY, by=stage["何青"], shared=False)
    cohort = Obligation.objects.get(subject=stage.case.pk, verb="read_answer")
    assert [row.person_id for row in Bearer.objects.filter(obligation_id=cohort.pk)] == [
        stage["白露"].pk
    ]


@pytest.mark.req("N20")
def test_silence_after_the_answer_is_taken_as_understanding(stage: Stage) -> None:
    question = asked(stage)
    actions.answer(question.pk, REPLY, by=stage["何青"])
    kit_clock.advance(timedelta(days=2))
    clock.wake()
    assert share(stage, "林若溪", "read_answer").state == State.DEEMED
    assert doubts.unclear(stage.case.pk) == set()


@pytest.mark.req("N20")
def test_an_answer_that_is_late_is_seen_to_by_the_head_who_may_answer(stage: Stage) -> None:
    question = asked(stage)
    with pytest.raises(NotVisible):
        actions.answer(question.pk, REPLY, by=stage["赵衡"])
    kit_clock.advance(timedelta(hours=6, seconds=1))
    clock.wake()
    assert [one.verb for one in owed_by(stage["赵衡"].pk)] == ["urge_answer"]
    actions.answer(question.pk, REPLY, by=stage["赵衡"])
    assert share(stage, "何青", "answer_question").state == State.MET_LATE
    coverage.fold()
    assert owed_by(stage["赵衡"].pk) == []


@pytest.mark.req("N20")
def test_a_correction_keeps_the_earlier_words_and_asks_once_more(stage: Stage) -> None:
    question = asked(stage)
    actions.answer(question.pk, REPLY, by=stage["何青"])
    actions.answer(question.pk, REPLY, by=stage["何青"])
    assert Answer.objects.count() == 1
    kit_clock.advance(timedelta(minutes=1))
    actions.read(question.pk, by=stage["白露"])
    kit_clock.advance(timedelta(minutes=9))
    actions.answer(question.pk, "按出发城市的一档报销", by=stage["何青"])
    assert [one.text for one in question.answers.order_by("pk")] == [REPLY, "按出发城市的一档报销"]
    assert stage["白露"].pk in doubts.unclear(stage.case.pk)
    assert share(stage, "白露", "read_answer").state == State.OPEN
    assert actions.read(question.pk, by=stage["白露"])
    assert share(stage, "白露", "read_answer").state == State.MET


def test_words_stay_out_of_the_body_of_the_record(stage: Stage) -> None:
    question = asked(stage)
    actions.answer(question.pk, REPLY, by=stage["何青"])
    entries = Entry.objects.filter(kind__startswith="questions.").order_by("id")
    assert [entry.kind for entry in entries] == ["questions.asked", "questions.answered"]
    for entry in entries:
        assert WORDS not in entry.body
        assert REPLY not in entry.body
        body = json.loads(entry.body)
        assert set(body["private"]) == {"text"}
        assert body["facts"]["part"] == question.part


def test_the_same_question_twice_is_one(stage: Stage) -> None:
    assert asked(stage).pk == asked(stage).pk
    assert Entry.objects.filter(kind="questions.asked").count() == 1


@pytest.mark.parametrize(("text", "code"), [("  \n", "empty"), ("问" * 1001, "long")])
def test_what_is_no_question_is_refused(stage: Stage, text: str, code: str) -> None:
    with pytest.raises(QuestionRefused) as refused:
        asked(stage, text=text)
    assert refused.value.code == code
    assert Question.objects.count() == 0


def test_nobody_asks_themselves(stage: Stage) -> None:
    with pytest.raises(QuestionRefused) as refused:
        asked(stage, "何青")
    assert refused.value.code == "own"


def test_whom_it_does_not_concern_neither_asks_nor_answers(stage: Stage) -> None:
    question = asked(stage)
    with pytest.raises(NotVisible):
        asked(stage, "唐果")
    with pytest.raises(NotVisible):
        actions.answer(question.pk, REPLY, by=stage["孟夏"])
    actions.answer(question.pk, REPLY, by=stage["何青"])
    with pytest.raises(PermissionDenied):
        actions.answer(question.pk, "乱说", by=stage["孟夏"])
    with pytest.raises(NotVisible):
        actions.read(question.pk, by=stage["孟夏"], person_id=stage["白露"].pk)


def test_a_question_is_taken_back_while_nobody_else_waits(stage: Stage) -> None:
    question = asked(stage)
    with pytest.raises(NotVisible):
        actions.withdraw(question.pk, by=stage["孟夏"])
    actions.follow(question.pk, by=stage["孟夏"], like=WORDS)
    with pytest.raises(PermissionDenied):
        actions.withdraw(question.pk, by=stage["孟夏"])
    with pytest.raises(QuestionRefused) as refused:
        actions.withdraw(question.pk, by=stage["白露"])
    assert refused.value.code == "shared"
    other = asked(stage, "陈屿", "发票抬头写什么")
    assert actions.withdraw(other.pk, by=stage["陈屿"])
    assert not actions.withdraw(other.pk, by=stage["陈屿"])
    assert stage["陈屿"].pk not in doubts.unclear(stage.case.pk)
    for act in (actions.follow, actions.withdraw):
        assert Question.objects.get(pk=other.pk).withdrawn_at is not None, act
    with pytest.raises(QuestionRefused):
        actions.answer(other.pk, REPLY, by=stage["何青"])


def test_to_ask_too_one_must_have_typed_the_like(stage: Stage) -> None:
    question = asked(stage)
    with pytest.raises(NotVisible):
        actions.follow(question.pk, by=stage["孟夏"])
    with pytest.raises(NotVisible):
        actions.follow(question.pk, by=stage["孟夏"], like="食堂几点开门")
    assert actions.follow(question.pk, by=stage["孟夏"], like="跨区出差住宿按哪档报销")
    assert not actions.follow(question.pk, by=stage["孟夏"])
    with pytest.raises(QuestionRefused):
        actions.follow(question.pk, by=stage["何青"])


def test_an_answer_before_the_question_is_answered_cannot_be_read(stage: Stage) -> None:
    with pytest.raises(QuestionRefused) as refused:
        actions.read(asked(stage).pk, by=stage["白露"])
    assert refused.value.code == "open"


def test_in_confidence_only_those_told_ask_and_hear(stage: Stage) -> None:
    case = open_case(stage.company, classification="confidential")
    question = actions.ask(case.pk, WORDS, by=stage["白露"])
    actions.answer(question.pk, REPLY, by=stage["何青"])
    cohort = Obligation.objects.get(subject=case.pk, verb="read_answer")
    assert cohort.channels == ["inbox", "mail"]
    assert question.pk in {row.id for row in queries.board(case, stage["陈屿"]).rows}
    with pytest.raises(NotVisible):
        actions.ask(case.pk, WORDS, by=stage["唐果"])
    with pytest.raises(PermissionDenied):
        actions.ask(case.pk, WORDS, by=stage["秦朗"])
