"""Every way in which a regulation says when, and the ways that only look like it."""

import pytest

from huiyin.core.drafting.clock import RUNNING, Clock, Timing
from huiyin.core.drafting.clocks import clocks, clocks_in_row
from huiyin.core.drafting.saying import said
from huiyin.core.drafting.view import plain
from huiyin.core.terms import parse_term

pytestmark = pytest.mark.req("Z16")


def _said(text: str) -> list[tuple[str, str, str]]:
    """Kind, value and words of everything that was read."""
    half = plain(text)
    return [(each.kind.value, each.value, half[each.start : each.end]) for each in clocks(half)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("应在2小时内确认", "2h"),
        ("应在二小时内确认", "2h"),
        ("应在２小时内确认", "2h"),
        ("两个小时之内答复", "2h"),
        ("半小时内报告", "30min"),
        ("一个半小时内报告", "90min"),
        ("2个半小时内报告", "150min"),
        ("三十分钟以内处理", "30min"),
        ("2个工作日内答复", "2wd"),
        ("三个工作天内报价", "3wd"),
        ("半个工作日内答复", "4wh"),
        ("4个工作小时内响应", "4wh"),
        ("一周内研读", "7d"),
        ("两星期内完成", "14d"),
        ("一个月内完成培训", "1month"),
        ("半个月内完成", "15d"),
        ("半月内完成", "15d"),
        ("一个半月内完成", "45d"),
        ("例会24小时内发出纪要", "24h"),
        ("1至2小时内答复", "2h"),
        ("1小时至2小时内答复", "2h"),
        ("3-5个工作日内完成", "5wd"),
        ("最迟48小时内研究处理", "48h"),
        ("不迟于3天完成", "3d"),
        ("不得晚于2个工作日", "2wd"),
        ("最多不超过24小时给出方案", "24h"),
        ("逾三个工作日未确认者", "3wd"),
        ("超过4小时没有回复的", "4h"),
        ("可延长至10个工作日", "10wd"),
        ("于收到后第3个工作日统计", "3wd"),
        ("会议结束后24小时整理纪要", "24h"),
        ("当日下班前下发", "eod"),
        ("当天18:00前补发", "today 18:00"),
        ("当日登记", "eod"),
        ("次日12:00前书面说明", "next day 12:00"),
        ("次日中午前反馈", "next day 12:00"),
        ("最晚次日9点前归档", "next day 09:00"),
        ("次一工作日下班前提出", "next wd eod"),
        ("隔天同步", "next day"),
        ("12月20日前完成", "by 12-20"),
        ("2026年3月1日前完成", "by 2026-03-01"),
        ("3月底前报送", "by 03 end"),
        ("月底前提交", "month end"),
        ("季度末前提交", "quarter end"),
        ("年底前完成", "year end"),
        ("次月5日前报送", "monthly 5"),
        ("应立即报告", "at once"),
        ("第一时间说明", "at once"),
        ("within部门2h内回", "2h"),
    ],
)
def test_a_deadline(text: str, value: str) -> None:
    assert [each[:2] for each in _said(text)] == [("deadline", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("每30分钟通报一次", "every 30min"),
        ("每隔半小时通报", "every 30min"),
        ("每小时续报", "every 1h"),
        ("每2个工作日更新", "every 2wd"),
        ("每天更新", "every 1d"),
        ("每个工作日更新", "every 1wd"),
        ("每日17点前上报", "by 17:00"),
        ("每日上午九点三十分前公布", "by 09:30"),
        ("每天下班前发日报", "by 18:00"),
        ("每周五17:00前报送", "by fri 17:00"),
        ("每周五下午五点前更新", "by fri 17:00"),
        ("每周五下午五点半前更新", "by fri 17:30"),
        ("每周三、周五更新", "weekly wed,fri"),
        ("每周一查看", "weekly mon"),
        ("每周抽查一次", "every 1week"),
        ("每两周回顾", "every 2week"),
        ("双周回顾", "every 2week"),
        ("每周的最后一个工作日17:00前报送", "by fri 17:00"),
        ("每周的最后一个工作日提交", "weekly fri"),
        ("周五18点前发周报", "by fri 18:00"),
        ("每月5日前汇总", "monthly 5"),
        ("每月底汇整公告", "month end"),
        ("每月回访", "every 1month"),
        ("按月通报", "every 1month"),
        ("每季度检查", "every quarter"),
        ("每季度末汇总", "quarter end"),
        ("每季度首月15日前报送", "quarterly 1-15"),
        ("每季结束后十日内提出", "10d after quarter"),
        ("每半年报告", "every 6month"),
        ("每年评估一次", "every 1year"),
        ("每两年修订", "every 2year"),
        ("每年6月和12月修订", "yearly 06,12"),
        ("每年十二月修订", "yearly 12"),
        ("每年1月15日前报送", "yearly 01-15"),
        ("每年3月底前更新", "yearly 03 end"),
        ("每年底总结", "year end"),
    ],
)
def test_a_rhythm(text: str, value: str) -> None:
    assert [each[:2] for each in _said(text)] == [("rhythm", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("提前3天通知", "3d before"),
        ("至少提前三日发出", "3d before"),
        ("提前至少2个工作日报送", "2wd before"),
        ("提前半天告知", "4wh before"),
        ("提前一个月通知", "1month before"),
        ("会前1天送达", "1d before"),
        ("会议召开3日前发出", "3d before"),
        ("发布前五日送审", "5d before"),
        ("停机前3个工作日公告", "3wd before"),
        ("正式发布前至少24小时预告", "24h before"),
    ],
)
def test_a_lead_time(text: str, value: str) -> None:
    assert [each[:2] for each in _said(text)] == [("lead", value)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("记录保存2年", "retention", "2y"),
        ("档案保管期限15年", "retention", "15y"),
        ("资料保留6个月", "retention", "6month"),
        ("会议时长15分钟", "length", "15min"),
        ("例会一般不超过90分钟", "length", "90min"),
        ("会议以六十分钟为原则", "length", "60min"),
        ("离岗超过2小时的视同换人", "length", "2h"),
        ("24小时以内的数据", "length", "24h"),
    ],
)
def test_what_lasts_is_no_clock(text: str, kind: str, value: str) -> None:
    assert [each[:2] for each in _said(text)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "工龄满1年的参照执行",
        "试用期满三个月",
        "近三年内无事故",
        "自2026年3月1日起施行",
        "夜里10点到早上8点不打扰",
        "根据《2小时内响应办法》",
        "每天工作8小时",
        "即时通讯",
        "第八条所称信息",
        "连续三次被通报",
        "不要当天才说",
        "2小时后自动关闭",
        "近三天内未打卡的人员",
        "三个多小时内未必完成",
        "0天内完成",
        "9999周内完成",
        "13月底前完成",
    ],
)
def test_a_mere_mention_is_no_clock(text: str) -> None:
    assert [each for each in clocks(plain(text)) if each.kind in RUNNING] == []


def test_several_in_one_sentence_keep_their_places() -> None:
    text = "会后24小时内发纪要,每周五17:00前更新,逾期1个工作日未交的提醒"
    assert [each[1:] for each in _said(text)] == [
        ("24h", "24小时内"),
        ("by fri 17:00", "每周五17:00前"),
        ("1wd", "1个工作日"),
    ]


def test_a_cell_is_read_below_its_header() -> None:
    headers = ["级别", "首次响应", "通报频率", "保存", "备注"]
    row = "P0|5分钟|30分钟|2年|3天"
    found = [
        (each.kind.value, each.value, row[each.start : each.end])
        for each in clocks_in_row(row, headers)
    ]
    assert found == [
        ("deadline", "5min", "5分钟"),
        ("rhythm", "every 30min", "30分钟"),
        ("retention", "2y", "2年"),
        ("deadline", "3d", "3天"),
    ]
    unsure = clocks_in_row(row, headers)[-1]
    assert unsure.confidence < 0.8


def test_a_length_in_a_cell_of_remarks_is_no_clock() -> None:
    assert clocks_in_row("P0|视情况约3天", ["级别", "备注"]) == []


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("须在一个月内答复。", "1mo"),
        ("须在两年内完成。", "24mo"),
        ("每月5日前报送月报。", "by month 5 18:00"),
        ("每月底前报送。", "by month end 18:00"),
        ("每月汇报一次。", "by month end 18:00"),
        ("每季度末总结。", "by quarter end 18:00"),
        ("每季度首月10日前报送。", "by quarter 10 18:00"),
        ("每季度结束后5个工作日内提交。", "by quarter 5wd 18:00"),
        ("每季度结束后15日内提交。", "by quarter 15 18:00"),
        ("每年6月和12月修订制度。", "by jun,dec end 18:00"),
        ("每年3月5日前公布。", "by mar 5 18:00"),
        ("每年12月底前总结。", "by dec end 18:00"),
        ("每半年演练一次。", "by jun,dec end 18:00"),
        ("每年盘点一次。", "by dec end 18:00"),
        ("每周例会后通报一次,每周一次。", "by fri 18:00"),
        ("每日汇报。", "by 18:00"),
        ("12月20日前提交计划。", "by dec 20 18:00"),
        ("本月25日前提交计划。", "by month 25 18:00"),
        ("年底前提交计划。", "by dec end 18:00"),
        ("次日中午前答复。", "by 1d 12:00"),
        ("次日答复,第二天前完成。", "by 1d 18:00"),
        ("下一个工作日下班前答复。", "by 1wd 18:00"),
        ("下一个工作日上班前答复。", "by 1wd 09:00"),
        ("应立即上报。", ""),
        ("2026年12月20日前提交计划。", ""),
        ("每年13月总结。", ""),
        ("12月32日前提交。", ""),
        ("每两年修订一次。", ""),
        ("每两周汇报一次。", ""),
    ],
)
def test_what_is_read_is_a_term_of_the_policy_or_asks_for_one(text: str, term: str) -> None:
    timing = clocks(text)[0]
    answer = said(timing)
    assert answer.term == term
    for each in filter(None, (answer.term, *answer.alternatives)):
        parse_term(each)
    assert answer.term or answer.note


def test_a_rhythm_with_an_end_is_said_whole() -> None:
    (timing,) = clocks("每两周更新一次。")
    assert said(timing, until="incidents.resolved").term == "every 14d until incidents.resolved"
    (timing,) = clocks("每两年评审一次。")
    assert said(timing, until="incidents.resolved").term == "every 24mo until incidents.resolved"
    (timing,) = clocks("提前一个月通知员工。")
    assert said(timing, lead="starts_at").term == "1mo before starts_at"


@pytest.mark.parametrize(
    ("timing", "term", "others"),
    [
        (Timing(0, 1, Clock.DEADLINE, "today 17:30", 0.9), "by 17:30", 0),
        (Timing(0, 1, Clock.DEADLINE, "eod", 0.9), "by 18:00", 0),
        (Timing(0, 1, Clock.RETENTION, "2y", 0.9), "", 0),
        (Timing(0, 1, Clock.LENGTH, "2h", 0.9), "", 0),
        (Timing(0, 1, Clock.RHYTHM, "by fri 17:00", 0.9), "by fri 17:00", 0),
        (Timing(0, 1, Clock.RHYTHM, "weekly wed", 0.9), "by wed 18:00", 1),
        (Timing(0, 1, Clock.RHYTHM, "weekly wed,fri", 0.9), "", 2),
        (Timing(0, 1, Clock.LEAD, "soon before", 0.9), "", 0),
        (Timing(0, 1, Clock.LEAD, "2d before", 0.9), "", 2),
        (Timing(0, 1, Clock.DEADLINE, "quarterly", 0.9), "", 0),
    ],
)
def test_every_notation_is_a_term_or_says_why_not(timing: Timing, term: str, others: int) -> None:
    answer = said(timing)
    assert (answer.term, len(answer.alternatives)) == (term, others)
