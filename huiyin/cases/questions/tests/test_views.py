"""The card of questions, its page, its mail and its API."""

from datetime import timedelta

import pytest

from huiyin.cases.questions import actions, outgoing
from huiyin.cases.questions.models import Question
from huiyin.cases.questions.tests.conftest import Stage, open_case
from huiyin.core.evidence import Channel, Proof
from huiyin.core.obligation import State
from huiyin.delivery.content import Message
from huiyin.delivery.replies import Answer, Refused
from huiyin.kit import clock as kit_clock
from huiyin.obligations import clock
from huiyin.obligations.models import Bearer, Notification, Obligation

WORDS = "跨区出差的住宿按哪一档报销"
REPLY = "按**到达城市**的一档报销"
PART = {"HX-Request": "true"}


def path(stage: Stage, *rest: object) -> str:
    return "/".join([f"/cases/{stage.case.pk}/questions", *map(str, rest)])


def ping(stage: Stage, verb: str) -> Notification:
    cohort = Obligation.objects.filter(subject=stage.case.pk, verb=verb).latest("pk")
    return Notification.objects.filter(obligation_id=cohort.pk).latest("pk")


def mail(stage: Stage, verb: str) -> Message:
    return outgoing.describe(ping(stage, verb), [])


def answer_by_mail(stage: Stage, name: str, text: str = "") -> Answer:
    return Answer(stage.case.pk, stage[name].pk, Channel.MAIL, Proof.REPLY, kit_clock.now(), text)


@pytest.mark.req("N20")
def test_from_asking_to_understanding_on_the_page(stage: Stage) -> None:
    asker, owner = stage.client("白露"), stage.client("何青")
    part = asker.post(path(stage, "ask"), {"text": WORDS}, headers=PART).content.decode()
    assert "有疑问" in part
    assert WORDS in part
    question = Question.objects.get()
    page = owner.get(path(stage)).content.decode()
    assert "白露" in page
    assert "差旅报销标准" in page
    sent = {"text": REPLY, "to": "all"}
    part = owner.post(path(stage, question.pk, "answer"), sent, headers=PART).content.decode()
    assert "<strong>到达城市</strong>" in part
    page = asker.get(path(stage)).content.decode()
    assert "看明白了" in page
    answer = asker.post(path(stage, question.pk, "read"))
    assert answer["Location"] == path(stage)
    page = asker.get(path(stage)).content.decode()
    assert "有疑问" not in page.replace("状态记为有疑问", "")
    assert "看明白了" not in page


@pytest.mark.req("N20")
def test_others_see_the_answer_and_not_who_asked(stage: Stage) -> None:
    question = actions.ask(stage.case.pk, WORDS, by=stage["白露"])
    page = stage.client("孟夏").get(path(stage)).content.decode()
    assert WORDS not in page
    actions.answer(question.pk, REPLY, by=stage["何青"])
    page = stage.client("孟夏").get(path(stage)).content.decode()
    assert WORDS in page
    assert "白露" not in page
    assert stage.client("唐果").get(path(stage)).status_code == 404


@pytest.mark.req("N20")
def test_the_like_is_offered_while_typing_and_asked_together(stage: Stage) -> None:
    question = actions.ask(stage.case.pk, WORDS, by=stage["白露"])
    browser = stage.client("孟夏")
    typed = {"text": "跨区出差住宿按哪档报销"}
    part = browser.get(path(stage, "alike"), typed, headers=PART).content.decode()
    assert WORDS in part
    assert "我也想问" in part
    assert "白露" not in part
    assert browser.get(path(stage, "alike"), {"text": "食堂"}).content.decode().strip() == ""
    assert browser.post(path(stage, question.pk, "follow")).status_code == 404
    part = browser.post(path(stage, question.pk, "follow"), typed, headers=PART).content.decode()
    assert "2 人想知道" in part


def test_what_is_refused_is_said_and_kept(stage: Stage) -> None:
    asker, owner = stage.client("白露"), stage.client("何青")
    answer = asker.post(path(stage, "ask"), {"text": " "}, headers=PART)
    assert answer.status_code == 422
    assert "请写下内容" in answer.content.decode()
    question = actions.ask(stage.case.pk, WORDS, by=stage["白露"])
    long = "答" * 1001
    answer = owner.post(path(stage, question.pk, "answer"), {"text": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert asker.post(path(stage, question.pk, "withdraw")).status_code == 303
    assert "已撤回" in asker.get(path(stage)).content.decode()
    assert asker.post(path(stage, 999_999, "read")).status_code == 404
    other = open_case(stage.company)
    assert asker.post(f"/cases/{other.pk}/questions/{question.pk}/read").status_code == 404


@pytest.mark.req("N20")
def test_the_answer_comes_by_mail_in_its_own_words(stage: Stage) -> None:
    question = actions.ask(stage.case.pk, WORDS, by=stage["白露"])
    asked = mail(stage, "answer_question")
    assert asked.subject == "待答复：关于「差旅报销标准」的提问"
    assert WORDS in asked.plain
    assert asked.link_path == path(stage)
    actions.answer(question.pk, REPLY, by=stage["何青"])
    told = mail(stage, "read_answer")
    assert told.subject == "答复：关于「差旅报销标准」的提问"
    assert REPLY in told.plain
    assert "<strong>到达城市</strong>" in told.html
    assert "何青的答复" in told.plain


@pytest.mark.req("N20")
def test_of_a_confidential_case_the_mail_says_only_that_something_waits(stage: Stage) -> None:
    case = open_case(stage.company, classification="confidential")
    question = actions.ask(case.pk, WORDS, by=stage["白露"])
    actions.answer(question.pk, REPLY, by=stage["何青"])
    for row in Notification.objects.filter(subject=case.pk):
        cohort = Obligation.objects.get(pk=row.obligation_id)
        if cohort.met_by.startswith("questions."):
            said = outgoing.describe(row, [])
            for secret in (WORDS, REPLY, case.title):
                assert secret not in said.subject + said.plain + said.html


@pytest.mark.req("N20")
def test_an_answer_is_given_and_read_by_reply(stage: Stage) -> None:
    actions.ask(stage.case.pk, WORDS, by=stage["白露"])
    outgoing.on_reply(answer_by_mail(stage, "何青", "按到达城市报"))
    assert Question.objects.get().answered_at is not None
    outgoing.on_reply(answer_by_mail(stage, "白露", "那发票抬头呢"))
    assert Question.objects.filter(asker=stage["白露"], text="那发票抬头呢").exists()
    outgoing.on_confirm(answer_by_mail(stage, "白露"))
    cohort = Obligation.objects.get(subject=stage.case.pk, verb="read_answer")
    row = Bearer.objects.get(obligation_id=cohort.pk, person_id=stage["白露"].pk)
    assert (row.state, row.channel, row.proof) == (State.MET, Channel.MAIL, Proof.REPLY)
    outgoing.on_confirm(answer_by_mail(stage, "白露"))


def test_a_reply_that_could_be_the_answer_to_two_is_refused(stage: Stage) -> None:
    for text in (WORDS, "发票抬头写什么"):
        actions.ask(stage.case.pk, text, by=stage["白露"])
    with pytest.raises(Refused):
        outgoing.on_reply(answer_by_mail(stage, "何青", "按到达城市报"))
    question = Question.objects.first()
    assert question is not None
    actions.withdraw(question.pk, by=stage["白露"])
    with pytest.raises(Refused):
        outgoing.on_reply(answer_by_mail(stage, "何青", "答" * 1001))


def test_reminders_and_the_head_are_told_apart(stage: Stage) -> None:
    actions.ask(stage.case.pk, WORDS, by=stage["白露"])
    kit_clock.advance(timedelta(hours=4, seconds=1))
    clock.wake()
    assert mail(stage, "answer_question").subject.endswith("（提醒）")
    kit_clock.advance(timedelta(hours=2))
    clock.wake()
    urged = mail(stage, "urge_answer")
    assert urged.subject.startswith("请督促答复")
    assert not urged.may_reply
