"""Who has to do it, and for whom: posts, units and groups of people in a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TAIL = (
    r"(?:负责人|责任人|发起人|接收人|收件人|收文人|记录人|当事人|分配人|经办人|联系人|主持人|召集人|申请人|与会人|参会人|认领人"
    r"|发布人|发言人|通知人|审批人|投诉人|举报人|组织人|对接人|介绍人|收到的人|的人|院长办公会|办公会|委员会|领导小组|工作组|专班"
    r"|员工|职工|同仁|人员|专员|成员|职员|教职工|教师|班主任|辅导员|管家|司机|护士长|护士|医师|医生|主任|经理|主管|总监|总经理|主席|秘书"
    r"|院长|校长|行长|厂长|班组长|组长|队长|店长|站长|科长|处长|部长|园长|家长|董事长|总裁|导师|工程师|柜员|代表|客服|调度员|值班员"
    r"|记录员|管理员|安全员|质检员|采购员|业务员|保管员|驾驶员|客服中心|客服部|管理层|领导班子|领导|全员|全体师生"
    r"|中心|公司|支行|分行|网点|分厂|车间|班组|科室|部门|单位|机构|值班室|办公室|稽核室|督查室|教研室|室|市场部|[一-龥]{1,6}部(?!门)|[一-龥]{1,5}科|[一-龥]{1,5}处(?![理置罚分])"
    r"|(?!监管)[一-龥]{1,4}办(?![理公法结事])|[一-龥]{1,4}组(?!织)|[一-龥]{1,6}岗|[一-龥]{1,3}者|[一-龥]{0,4}方|SRE|HRBP|HR|PM|PMO|QA|CEO|CTO|经理人|上级|上司|主办|协办人)"
)
_POST = "(?:负责人|责任人|主任|经理|主管|秘书|厂长|组长|队长|人员|专员|代表|中心)?"
_LEADS = re.compile(
    r"^(?:但|且|并|同时|其中|此后|另|惟|如|则|应|须|由|请|再由|并由|均由|,|:|-|\.|\s)*"
)
_BY = re.compile(
    rf"(?<![自事理缘])由(?P<who>(?:(?![应须于在后])[一-龥A-Z]){{0,14}}?{_TAIL}{_POST})"
)
_HEAD = re.compile(rf"^(?P<who>[一-龥A-Z]{{0,14}}?{_TAIL}{_POST})(?P<next>.?)")
_VERB_INSIDE = re.compile(
    r"^在|^与|^对|升级|上报|到岗|报方案|联系(?!人)|汇总|告知|收到|接到|接获|发生|发现|提交|通过|涉及|召开|参加|完成|对于|关于|根据|按照|发布后|处理|逾期|未|自|经(?![理办])|向|通知(?!人|发起)|报告(?!人)|进行|建立|使用|没有|换|是|有意|超过|最多|写|过了"
)
_TOWARD = re.compile(
    rf"(?:向|报告(?!书)|报送|呈报|呈|提交(?:给)?|告知|通知|转告|抄送|送达|送|通报|回复|答复|发给|发送|报)(?P<who>(?:(?![应须于在后由])[一-龥A-Z]){{0,8}}?{_TAIL}{_POST})"
)
_GENERIC = {
    "的人",
    "内部",
    "外部",
    "全部",
    "监管转办",
    "方",
    "组",
    "者",
    "室",
    "部",
    "中心",
    "公司",
    "科",
    "处",
    "岗",
    "办",
    "领导",
}

KNOWN: tuple[tuple[str, str], ...] = (
    ("project_manager", r"项目经理|项目负责人|^PM$|任务负责人"),
    ("recorder", r"记录|纪要人|书记"),
    ("chair", r"主持人|^主席"),
    ("attendees", r"与会|参会"),
    ("initiator", r"发起|发布(?:人|单位|部门)|通知人|写通知|召集|会议组织|组织者|申请人|分配人"),
    ("recipients", r"接收|收件|收文|接任务|被通知|全体|全员|^各|同仁|^员工|^职工|^科室|^有关"),
    (
        "head_of(bearer)",
        r"部门负责人|科室负责人|直属主管|单位主管|部门主管|部门经理|上级|科主任|分管领导|^主管",
    ),
    ("management", r"管理层|领导班子|总经理|董事长|院长|行长|校长|总裁|分管|办公会|委员会"),
    ("problem_owner", r"问题责任人|责任(?:人|部门)|权责"),
    ("compliance", r"合规"),
    ("service", r"客服|投诉办|接待"),
)
"""Which of the policy's roles a word stands for."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named at ``start:end`` of a passage; ``given`` by 由, or as the subject."""

    start: int
    end: int
    words: str
    given: bool = False


def role_of(words: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The roles that ``words`` may mean, of those ``known`` here, the likeliest first."""
    said = [name for name, own in known.items() if len(own) > 1 and (own == words or own in words)]
    listed = [name for name, form in KNOWN if name in known and re.search(form, words)]
    exact = [name for name in said if known[name] == words]
    return tuple(dict.fromkeys([*exact, *listed, *said]))


def bearers(text: str) -> list[Person]:
    """Everybody who stands as a subject or after 由 in ``text``, in order."""
    found: dict[int, Person] = {}
    for match in _BY.finditer(text):
        start = match.start("who")
        found[start] = Person(start, match.end("who"), match["who"], given=True)
    for segment in re.finditer(r"[^,。;:!?|\n]+", text):
        for person in _subjects(segment[0], segment.start()):
            found.setdefault(person.start, person)
    return [found[start] for start in sorted(found)]


def _subjects(segment: str, offset: int) -> list[Person]:
    lead = _LEADS.match(segment)
    skipped = lead.end() if lead else 0
    starts = [
        skipped,
        *(
            each.end()
            for each in re.finditer(
                r"(?:之后|以后|后|时(?!限|间|长|段|效)|内|前|×)(?=[一-龥A-Z])", segment
            )
        ),
    ]
    people = []
    for start in starts:
        match = _HEAD.match(segment[start:])
        if match and not _VERB_INSIDE.search(match["who"]) and match["who"] not in _GENERIC:
            skipped = match["who"].rfind("的", 0, -2) + 1
            at = offset + start + skipped
            words = match["who"][skipped:]
            people.append(Person(at, at + len(words), words))
    return people


def toward(text: str) -> list[Person]:
    """Everybody to whom something is reported or sent."""
    return [
        Person(match.start("who"), match.end("who"), match["who"])
        for match in _TOWARD.finditer(text)
    ]
