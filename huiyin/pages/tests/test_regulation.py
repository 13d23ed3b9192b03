"""The regulation as one document."""

from huiyin.core.load import read_policy
from huiyin.pages.regulation import legal_order, markdown
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
