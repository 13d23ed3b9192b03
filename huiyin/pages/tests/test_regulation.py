"""The regulation as one document."""

from huiyin.core.load import read_policy
from huiyin.core.writing.order import legal_order
from huiyin.pages.policy.document import markdown
from huiyin.pages.regulation import ordered, sections
from huiyin.pages.tests.test_policy_page import CONDITIONS

MORE = """
[[clause]]
id = "2.1"
text = "纸面事务。"
kind = "out_of_scope"
reason = "不经系统"
[[route]]
when = { urgency = "urgent" }
channels = ["inbox", "mail"]
confirm = "spoken"
with_text = false
[[route]]
channels = ["inbox"]
confirm = "acknowledge"
"""


def test_numbers_stand_in_legal_order() -> None:
    numbers = ["K2.1", "2.1.10", "10.1", "2.1.9", "R3", "2.1", "2.1.4-1", "2.1.4"]
    ordered = sorted(numbers, key=legal_order)
    assert ordered == ["2.1", "2.1.4", "2.1.4-1", "2.1.9", "2.1.10", "10.1", "K2.1", "R3"]


def test_every_part_of_a_clause_is_said(db: None) -> None:
    text = markdown(read_policy(1, {"t": CONDITIONS + MORE}))
    for words in (
        "## 2.1\n\n纸面事务。\n\n*不由系统执行*\n\n不经系统",
        "- 之前：通知发布，复杂程度：复杂，须不早于开始后 24 小时，否则不能进行：再等等",
        "→ 关键人员：**",
        "以“确认收到”闭环（须确认理解）",
        "  - 立即：发起人",
        "| 紧急程度：紧急 | 站内、邮件（只通知有事项，不带正文） | 口头复述 |",
        "| 其余 | 站内 | 确认收到 |",
    ):
        assert words in text
    assert text.index("## 2.1") < text.index("## 9.1")


CHAPTERS = """
[[chapter]]
id = "2"
title = "流程"
[[chapter]]
id = "2.1"
title = "传递"
[[chapter]]
id = "K"
title = "工具包"
[[clause]]
id = "2.1.4"
title = "确认"
text = "确认收到。"
kind = "executable"
waits_for = "meetings"
[[clause.target]]
measure = "awareness"
at_least = 0.95
[[clause.rule]]
on = "meetings.closed"
bearer = "recorder"
owes = "publish_minutes"
within = "24h"
met_by = "meetings.minutes_published"
ladder = [{ after_due = "2h", who = "head_of(bearer)", do = "urge_minutes" }]
[[clause.story]]
title = "提醒后由主管跟进"
events = ["09:00 meetings.began meeting:1 by wang attendees=li, ends_at=2026-11-23T10:00"]
then = ["wang must urge li"]
[[clause]]
id = "K1.2"
text = "另一条。"
kind = "guidance"
[[clause]]
id = "3.9"
text = "没有章节。"
kind = "guidance"
[[tension]]
between = ["2.1.4", "K1.2"]
about = "早还是晚"
wins = "2.1.4"
why = "更严格。"
"""


def test_clauses_stand_under_the_nearest_heading() -> None:
    found = sections(read_policy(1, {"t": CHAPTERS}))
    shown = [
        (one.chapter and one.chapter.id, one.depth, [clause.id for clause in one.clauses])
        for one in found
    ]
    assert shown == [
        (None, 0, ["3.9"]),
        ("2", 0, []),
        ("2.1", 1, ["2.1.4"]),
        ("K", 0, ["K1.2"]),
    ]
    ids = [clause.id for clause in ordered(read_policy(1, {"t": CHAPTERS}))]
    assert ids == ["3.9", "2.1.4", "K1.2"]


def test_what_waits_what_contradicts_and_what_happens_is_said(db: None) -> None:
    text = markdown(read_policy(1, {"t": CHAPTERS}))
    for words in (
        "共 3 条：系统执行 0 条，待场景安装后执行 1 条，指引 2 条，不由系统执行 0 条。",
        "## 2 流程\n\n### 2.1 传递\n\n#### 2.1.4 确认\n",
        "## 工具包\n\n### K1.2\n",
        "*系统执行，待场景：会议*",
        "- 目标：知晓率不低于 95%",
        "- 矛盾（2.1.4、K1.2）：早还是晚。2.1.4 优先：更严格。",
        "  - 09:00 小王：会议开始（参会人：小李，结束：11月23日10:00）",
        "  - → 小王须为小李“督促会议纪要”",
    ):
        assert words in text
