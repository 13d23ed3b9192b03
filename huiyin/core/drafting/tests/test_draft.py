"""A text becomes proposals in their place; nothing that speaks of time or duty is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.drafting.clock import SURE
from huiyin.core.drafting.draft import LARGEST, TooLong, draft
from huiyin.core.drafting.proposal import Draft, Duty, Proposal, Sort, Unread
from huiyin.core.drafting.vocabulary import Vocabulary

pytestmark = pytest.mark.req("Z16")

KNOWN = Vocabulary(
    events={
        "notices.published": "通知发布",
        "meetings.closed": "会议结束",
        "meetings.announced": "会议通知",
        "incidents.raised": "初报突发事件",
        "incidents.resolved": "突发事件解决",
        "projects.task_assigned": "分配任务",
    },
    roles=dict.fromkeys(
        ("recipients", "initiator", "recorder", "head_of(bearer)", "management", "project_manager"),
        "",
    ),
    verbs={
        "confirm_notice": "确认收到",
        "publish_minutes": "发布会议纪要",
        "report_progress": "报告进展",
    },
    waits={"meetings.closed": "meetings"},
    meets={"confirm_notice": "notices.confirmed"},
    leads={"meetings.announced": "starts_at"},
)


def _only(text: str) -> Duty:
    found = draft(text, KNOWN).duties
    assert len(found) == 1
    return found[0]


def _value(found: Draft, sort: Sort) -> list[str]:
    return [each.value for each in found.proposals if each.sort is sort]


def test_who_what_when_after_what_and_how() -> None:
    duty = _only("第七条 接收人应在通知发布后24小时内回复收到，并以邮件告知部门负责人。")
    assert duty.clause == "第七条"
    assert duty.timing is not None
    assert (duty.timing.value, duty.timing.term) == ("24h", "24h")
    assert duty.bearer is not None
    assert (duty.bearer.words, duty.bearer.value) == ("接收人", "recipients")
    assert duty.trigger is not None
    assert (duty.trigger.words, duty.trigger.value) == ("通知发布后", "notices.published")
    assert [each.value for each in duty.modes] == ["acknowledge"]
    assert [each.value for each in duty.channels] == ["mail"]
    assert duty.beneficiary is not None
    assert duty.beneficiary.value == "head_of(bearer)"
    assert duty.verb == "confirm_notice"
    assert duty.confidence >= 0.8


def test_the_bearer_may_follow() -> None:
    duty = _only("会议结束后2小时内，由记录人发出会议纪要。")
    assert duty.bearer is not None
    assert (duty.bearer.words, duty.bearer.value, duty.verb) == (
        "记录人",
        "recorder",
        "publish_minutes",
    )


def test_a_chain_of_reports_keeps_each_bearer_to_itself() -> None:
    found = draft("发生事故后，班组长应在15分钟内报告厂长，厂长应在30分钟内报告值班室。", KNOWN)
    told = [
        (duty.bearer and duty.bearer.words, duty.trigger and duty.trigger.value)
        for duty in found.duties
    ]
    assert told == [("班组长", "incidents.raised"), ("厂长", None)]


def test_escalation_names_who_follows_up() -> None:
    duty = _only("接收人应在1小时内确认；逾期未确认的，由部门负责人当面告知。")
    assert duty.escalation is not None
    assert duty.escalation.value == "head_of(bearer)"
    assert duty.escalation.note == "部门负责人"


def test_a_rhythm_ends_with_an_event() -> None:
    duty = _only("项目经理应每30分钟通报一次，直至事件解决为止。")
    assert duty.timing is not None
    assert duty.timing.term == "every 30min until incidents.resolved"


def test_what_is_left_open_is_asked() -> None:
    found = draft("督查室每季度检查一次。应立即报告。会议至少提前3天通知。", KNOWN)
    quarter, once, lead = found.timings()
    assert (quarter.term, bool(quarter.note)) == ("by quarter end 18:00", True)
    assert quarter.alternatives == ("every 3mo until own.ended",)
    assert (once.term, once.alternatives[0]) == ("", "15min")
    assert lead.term == "3d before starts_at"


def test_months_and_years_are_calendar_months() -> None:
    found = draft("项目组应在一年内完成整改。行政部应提前一个月通知员工。", KNOWN)
    year, month = found.timings()
    assert (year.value, year.term, year.alternatives) == ("1y", "12mo", ())
    assert (month.value, month.term) == ("1month before", "")
    assert month.alternatives[0] == "1mo before own_time"


def test_a_lead_time_looks_forward_to_what_its_event_announces() -> None:
    duty = _only("接获通知后，应至少提前1天送达材料。")
    assert duty.timing is not None
    assert duty.timing.term == ""
    duty = _only("会议通知发出后，应至少提前1天送达材料。")
    assert duty.trigger is not None
    assert duty.trigger.value == "meetings.announced"
    assert duty.timing is not None
    assert duty.timing.term == "1d before starts_at"


def test_a_call_that_confirms_is_read_once() -> None:
    duty = _only("接收人应电话确认收到。")
    assert [each.value for each in duty.modes] == ["spoken"]
    assert [each.words for each in duty.modes] == ["电话确认"]


def test_the_words_of_a_verb_of_ones_own_are_found_again() -> None:
    known = Vocabulary(verbs={"hand_out": "发放奖品", "call_back": "回访客户"})
    duties = draft("客服应在2个工作日内回访客户。", known).duties
    assert [duty.verb for duty in duties] == ["call_back"]


def test_lengths_and_retention_make_no_duty() -> None:
    found = draft("会议不超过60分钟，纪要保存2年。", KNOWN)
    assert not found.duties
    assert _value(found, Sort.LENGTH) == ["60min"]
    assert _value(found, Sort.RETENTION) == ["2y"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("接收人应在2小时内确认。", "executable"),
        ("为规范沟通，制定本办法。", "out_of_scope"),
        ("本办法适用于全体员工。", "out_of_scope"),
        ("本办法由行政部负责解释。", "out_of_scope"),
        ("员工应及时报告。", "guidance"),
        ("各部门不得泄露信息。", "guidance"),
        ("纪要保存2年。", "guidance"),
        ("甲乙丙丁。", "guidance"),
    ],
)
def test_a_kind_is_guessed_with_its_reason(text: str, kind: str) -> None:
    guess = draft(text, KNOWN).guesses[0]
    assert guess.kind == kind
    assert guess.reason


def test_what_gave_nothing_is_listed() -> None:
    found = draft("第一条 员工应爱护公物。\n第二条 工龄满1年的参照执行。\n第三条 风和日丽。", KNOWN)
    assert [(each.clause, each.reason) for each in found.unread] == [
        ("第一条", "obligation"),
        ("第二条", "time"),
    ]
    assert found.unread[0].words == "员工应爱护公物。"


def test_a_repeated_clause_proposes_once() -> None:
    words = "客服应在2小时内响应客户投诉并登记在册。"
    found = draft(f"1. {words}\n2. {words}", KNOWN)
    assert len(found.duties) == 1
    assert [each.same_as for each in found.clauses()] == ["", "1"]


def test_traditional_characters_are_read_and_shown_as_they_are() -> None:
    found = draft("接獲客戶詢價後兩個工作天內報價", KNOWN, read_as="接获客户询价后两个工作天内报价")
    assert found.timings()[0].words == "兩個工作天內"
    with pytest.raises(ValueError, match="length"):
        draft("甲", KNOWN, read_as="甲乙")


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(TooLong):
        draft("字" * (LARGEST + 1), KNOWN)


_WORDS = st.sampled_from(
    [
        "接收人", "应", "在", "2小时内", "每周五17:00前", "提前3天", "，", "。", "\n", "第一条 ", "（一）", "1.1 ",
        "由", "部门负责人", "逾期未确认的", "立即", "次日", "保存2年", "\t", "|", "通知发布后", "每30分钟", "　", "〇", "半",
        "至", "个", "月", "①", "\f", "# ", "不超过", "会前", "邮件", "考试", "12月31日前",
    ]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map("".join)))
def test_any_text_is_read_and_every_place_holds_its_words(text: str) -> None:
    found = draft(text, KNOWN)
    read: list[Proposal | Unread] = [*found.proposals, *found.unread]
    for each in read:
        assert text[each.start : each.end] == each.words
        assert each.words.strip()
    ids = {clause.id for clause in found.clauses()}
    assert {each.clause for each in read} <= ids
    assert {duty.clause for duty in found.duties} <= ids


@given(st.lists(_WORDS, max_size=40).map("".join))
def test_no_two_clocks_stand_on_the_same_words(text: str) -> None:
    timings = sorted(draft(text, KNOWN).timings(), key=lambda each: each.start)
    for one, other in pairwise(timings):
        assert one.end <= other.start


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("行政部每月5日前报送月报。", "clients.month_began"),
        ("行政部每周五17:00前报送周报。", "journal.week_began"),
        ("行政部每天17:00前报送日报。", ""),
        ("行政部每季度末总结。", "clients.quarter_began"),
        ("行政部每两周汇报一次。", ""),
        ("行政部收到投诉后，每月5日前报送。", ""),
    ],
)
def test_a_rhythm_counts_from_what_begins_its_period(text: str, event: str) -> None:
    events = ("clients.month_began", "projects.week_began", "journal.week_began")
    known = Vocabulary(
        events=dict.fromkeys((*events, "clients.quarter_began"), ""),
        waits={"projects.week_began": "projects"},
    )
    (duty,) = draft(text, known).duties
    assert (duty.trigger.value if duty.trigger else "") == event
    assert duty.confidence < SURE
