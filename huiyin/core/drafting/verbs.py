"""What is to be done: the name of a duty for the words of an act."""

import re
from collections.abc import Mapping

_KNOWN: tuple[tuple[str, str], ...] = (
    ("publish_minutes", r"纪要|会议记录|会议纪录"),
    ("report_progress", r"进展|进度|周报|日报|续报"),
    ("report_solution", r"方案"),
    ("confirm_notice", r"签收|收到|确认"),
    ("hold_retrospective", r"复盘"),
    ("share_agenda", r"议程|材料"),
    ("stand_up", r"站会"),
)
_PLAIN: tuple[tuple[str, str], ...] = (
    ("report", r"报告|上报|呈报|汇报|报送|通报|报"),
    ("restate", r"复述|覆诵"),
    ("answer", r"回复|答复|回应|响应|首响|回覆"),
    ("give_feedback", r"反馈|回报"),
    ("confirm_receipt", r"确认|签收|点"),
    ("return_visit", r"回访"),
    ("inform", r"通知|告知|转告|转知|通报|说明"),
    ("review", r"审核|审查|审批|审毕|会签|复核"),
    ("inspect", r"检查|抽查|查核|督查|巡查"),
    ("revise", r"修订|评估|更新|检讨"),
    ("compile", r"汇总|统计|总结"),
    ("hold_meeting", r"召开|组织|举行"),
    ("study", r"学习|研读|培训|考试|测验"),
    ("register", r"登记|建档|归档"),
    ("submit", r"提交|送达|发送|送|发出|寄发|提出|形成"),
    ("handle", r"处理|处置|办结|解决|整改|完成|办理"),
    ("begin", r"启动|拉群"),
)


def verb_of(words: str, known: Mapping[str, str]) -> tuple[str, float]:
    """The verb for ``words``: one that the policy ``known`` has, else a plain English one."""
    for name, form in _KNOWN:
        if name in known and re.search(form, words):
            return name, 0.8
    best = max(known, key=lambda name: _likeness(words, known[name]), default="")
    if best and _likeness(words, known[best]) >= 0.6:  # noqa: PLR2004 - tuned
        return best, 0.7
    for name, form in _PLAIN:
        if re.search(form, words):
            return name, 0.6
    return "do_duty", 0.3


def _likeness(words: str, said: str) -> float:
    pairs = {said[index : index + 2] for index in range(len(said) - 1)}
    return sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0
