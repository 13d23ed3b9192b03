"""After what: 通知发布后, 自收到报告之日起, 发生事故的, and the event that it may be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_AFTER = re.compile(
    r"(?:(?:自|从|在|于|应于|应在|应|须|最迟不超过|不超过)*)(?P<what>[^,。;:!?|\n]{1,24}?)(?:之日起|之后|以后|时起|后|起|时(?!间|限|长|段|效))"
    r"(?=[,×\d一二两三四五六七八九十半第应须在于必]|立|马|当|即|次|隔|[^,。;]{0,14}(?:应|须|必|要|由))"
)
_CASE = re.compile(
    r"(?:^|[,。;])(?P<what>(?:发生|出现|发现|遇到|收到|接到|卡住|遇|如遇)[^,。;×|]{1,20}?)的?(?=,|×|应|须|必|要|立|第|马|超过|$)"
)
_NOT = re.compile(r"(?:^之|此|随|然|事|今|先|前|最|背|售)$")
_SKIP = re.compile(r"^(?:[^,。;]*(?:应在|应于|应|须在|须于|须|于|在|自|从|要))(?=[^,。;]{2,})")

NOUNS: Mapping[str, str] = {
    "notices": "通知|公告|消息|制度变更",
    "meetings": "会议|例会|^会后|散会|评审会|讨论|开会",
    "requests": "需求单|沟通需求",
    "projects": "项目|任务|交付物|里程碑",
    "tasks": "任务|工单|待办",
    "problems": "问题|卡点|卡住|困难|异议",
    "incidents": "事故|事件|故障|突发|恢复|中断|危急|险情",
    "complaints": "投诉|抱怨|客诉",
    "requirements": "客户需求|询价|客户|需求变更",
    "suggestions": "建议|意见|匿名",
    "clients": "客户|投诉|询价|抱怨|来电|来访",
    "partners": "供应商|合作|协作|伙伴",
    "publicity": "宣传|媒体|发文|稿件|舆情",
    "feedback": "建议|意见|匿名|反映",
    "people": "入职|到职|新员工|新职工|新进|岗位",
    "facts": "口径|数据",
    "questions": "提问|疑问|疑义",
    "directory": "入职|到职|离职|调动|新员工|新职工",
    "regulation": "制度|办法|修订",
}
"""Words for what the first half of an event's name speaks of."""

VERBS: Mapping[str, str] = {
    "published": "发布|下发|印发|公布|发出|公告",
    "announced": "通知|发出|召集",
    "closed": "结束|完毕|散会|终了|会后|办结|处置",
    "ended": "结束|完毕|散会|终了|会后",
    "began": "开始|召开|启动",
    "kicked_off": "启动|开工|立项",
    "assigned": "分配|派|下达|指派",
    "received": "接到|收到|接获|受理|接报",
    "registered": "登记|受理|接到|收到",
    "reported": "报告|上报|发生|发现|遇到|出现|卡住|接到",
    "occurred": "发生|发现|出现|中断",
    "declared": "发生|启动|宣布",
    "raised": "发生|发现|出现|遇到|提出|接到|收到|中断",
    "solved": "解决|处理完|处置|恢复",
    "resolved": "解决|恢复|处置|解除|办结|结束",
    "delivered": "交付|提交|验收",
    "submitted": "提交|报送|送审|申请|发起",
    "returned": "退回",
    "decided": "批准|决定|审定|审核",
    "changed": "变更|修改|调整",
    "asked": "提问|提出|请求",
    "confirmed": "确认|签收",
    "joined": "入职|到职|加入",
    "minutes_published": "纪要",
    "delay_requested": "延期",
    "solution_reported": "方案",
}
"""Words for what the second half says."""


_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Trigger:
    """``words`` at ``start:end`` of a passage say after what."""

    start: int
    end: int
    words: str


def triggers(text: str) -> list[Trigger]:
    """Every clause of time or case in ``text``, in order."""
    found: dict[int, Trigger] = {}
    for form in (_AFTER, _CASE):
        for match in form.finditer(text):
            if _NOT.search(match["what"]):
                continue
            start = _begin(match["what"], match.start("what"))
            if match.end() - start > 1 and not any(
                each.start < match.end() and start < each.end for each in found.values()
            ):
                found[start] = Trigger(start, match.end(), text[start : match.end()])
    return [found[start] for start in sorted(found)]


def _begin(what: str, start: int) -> int:
    """Without the subject and 应在 before it."""
    skipped = _SKIP.match(what)
    return start + (skipped.end() if skipped else 0)


def events_of(words: str, known: Mapping[str, str]) -> list[tuple[str, float]]:
    """The ``known`` events that ``words`` may mean, likeliest first, with how likely."""
    scored = [(name, _score(words, name, said)) for name, said in known.items()]
    likely = [(name, score) for name, score in scored if score >= 0.4]  # noqa: PLR2004 - tuned
    return sorted(likely, key=lambda pair: (-pair[1], pair[0]))[:5]


def _score(words: str, name: str, said: str) -> float:
    scenario, _, verb = name.partition(".")
    noun = bool(re.search(NOUNS[scenario], words)) if scenario in NOUNS else False
    forms = [form for key, form in VERBS.items() if verb == key or verb.endswith(f"_{key}")]
    acted = any(re.search(form, words) for form in forms)
    pairs = {said[index : index + 2] for index in range(len(said) - 1)}
    shared = sum(pair in words for pair in pairs) / len(pairs) if pairs else 0.0
    score = 0.45 * noun + 0.4 * (noun and acted) + 0.5 * shared
    most = 0.6 if "_" in verb and shared < _ALIKE else 1.0  # its object is another one
    return min(most, score)
