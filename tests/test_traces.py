"""Everything can be traced: who, what, when, through which channel, with which proof (R04, R05)."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from huiyin.cases.questions import actions as questions
from huiyin.core.evidence import Channel, Proof
from huiyin.kit import clock
from huiyin.ledger.check import verify_database
from huiyin.ledger.models import Entry
from huiyin.ledger.sealer import seal_once
from huiyin.obligations import coverage
from huiyin.policies import in_force
from huiyin.scenarios.journal import actions as journal
from huiyin.scenarios.journal.models import EntryKind
from huiyin.scenarios.notices import actions, answers
from huiyin.scenarios.notices.answers import Call
from huiyin.scenarios.notices.models import CallOutcome, Notice
from huiyin.scenarios.notices.tests.stage import NOON, Stage, make_stage

WORDS = "调休的同事要不要进值守群"
CALLED = "口述值守时段，无误"


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    in_force.forget()
    with clock.frozen(NOON):
        yield make_stage()
    in_force.forget()


def later() -> None:
    clock.advance(timedelta(minutes=10))


@pytest.fixture
def notice(stage: Stage) -> Notice:
    """A notice that two people answered on different ways, one of them after a question."""
    lin, bai, meng = stage["林若溪"], stage["白露"], stage["孟夏"]
    made = stage.published()
    later()
    answers.open_notice(made, by=bai)
    question = questions.ask(made.pk, WORDS, by=bai)
    later()
    questions.answer(question.pk, "要进群", by=lin)
    later()
    questions.read(question.pk, by=bai)
    later()
    answers.confirm(made.pk, by=bai, proof=Proof.REPLY, channel=Channel.MAIL)
    later()
    again = Call(CallOutcome.NO_ANSWER, again_at=clock.now() + timedelta(minutes=5))
    answers.record_call(made.pk, meng.pk, again, by=lin)
    later()
    understood = Call(CallOutcome.UNDERSTOOD, note=CALLED)
    answers.record_call(made.pk, meng.pk, understood, by=lin)
    coverage.fold()
    return made


def traced(stage: Stage, case_id: object, name: str = "林若溪") -> list[str]:
    """The lines of the page that traces a case, as words."""
    page = stage.client(name).get(f"/ledger/case/{case_id}").content.decode()
    lines = re.findall(r"<li\b.*?</li>", page, re.DOTALL)
    plain = [html.unescape(re.sub(r"<[^>]+>", " ", line)) for line in lines]
    return [" ".join(line.split()) for line in plain]


def one(lines: list[str], *words: str) -> str:
    fitting = [line for line in lines if all(word in line for word in words)]
    assert fitting, f"no line says {words}:\n" + "\n".join(lines)
    return fitting[0]


@pytest.mark.req("R05", "N20")
def test_every_step_shows_who_what_when_how_and_its_proof(stage: Stage, notice: Notice) -> None:
    lines = traced(stage, notice.pk)
    one(lines, "通知发布", "林若溪", "12:00")
    one(lines, "收到回执", "白露", "站内", "打开页面", "12:10")
    one(lines, "提问", "提问人 白露", "答复人 林若溪", "12:10")
    one(lines, "答复提问", "林若溪", "12:20")
    one(lines, "看明白答复", "白露", "站内", "点击按钮", "12:30")
    one(lines, "确认收到", "白露", "邮件", "回复邮件", "12:40")
    one(lines, "致电未接通", "林若溪", "孟夏", "未接", "再拨时间", "12:50")
    one(lines, "确认收到", "林若溪", "孟夏", "电话", "口头复述", "13:00")


@pytest.mark.req("R05", "Z05")
def test_what_the_trace_says_is_proven_and_whole(stage: Stage, notice: Notice) -> None:
    seal_once()
    assert verify_database().findings == []
    path = f"/ledger/case/{notice.pk}/proof.json"
    proven = stage.client("林若溪").get(path).json()["entries"]
    assert len(proven) == Entry.objects.filter(subject=notice.pk).count()


@pytest.mark.req("R04")
def test_a_word_by_phone_leaves_a_written_record(stage: Stage, notice: Notice) -> None:
    record = stage.client("林若溪").get(f"/notices/{notice.pk}/record").content.decode()
    assert "已接通并确认理解" in record
    for line in traced(stage, notice.pk):
        assert CALLED not in line
        assert WORDS not in line


@pytest.mark.req("R04", "R05", "R07", "N17")
def test_from_the_message_to_the_formal_text_and_back(stage: Stage) -> None:
    words = journal.Words(
        EntryKind.IM, clock.now(), "促销延长到周日", people=(stage["白露"].pk,), decision=True
    )
    entry = journal.record_entry(words, by=stage["林若溪"])
    later()
    draft = stage.draft()
    actions.save_draft(draft.pk, {"origin": entry.pk}, by=stage["林若溪"])
    actions.publish(draft.pk, by=stage["林若溪"])
    lines = traced(stage, entry.pk)
    one(lines, "记入日志", "林若溪", "白露", "12:00")
    one(lines, "补发正式通知", "林若溪", "12:10", str(draft.pk))
    page = stage.client("林若溪").get(f"/journal/{entry.pk}").content.decode()
    assert f"/notices/{draft.pk}" in page
