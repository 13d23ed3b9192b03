"""By which channel it goes, and how it is confirmed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CHANNELS: tuple[tuple[str, str], ...] = (
    ("mail", r"电子邮件|邮件|电邮|邮箱|e-?mail"),
    ("sms", r"短信"),
    ("phone", r"电话(?!号码|簿|会议)|致电|语音(?!播报)"),
    ("board", r"公告栏|布告栏|布告板|公告板|宣传栏|公示栏"),
    ("intranet", r"OA(?:系统)?|内网|门户网站|内部网站|办公系统|院内系统"),
    ("im", r"企业微信|微信群?|钉钉|飞书|即时通讯(?:工具)?|即时消息|工作群|群聊|\bIM\b"),
    ("face", r"当面|面谈|面对面|口头(?!复述|覆诵)"),
)
_MODES: tuple[tuple[str, str], ...] = (
    ("teach_back", r"(?:电话|口头|当面)?(?:复述|覆诵|复诵)"),
    ("quiz", r"考试|测验|小测|测试(?!环境|报告|版|用例|数据)|答题"),
    ("spoken", r"(?:电话|当面|口头)(?:进行)?确认"),
    ("sign", r"签字(?:确认)?|签名(?:确认)?|签章|盖章确认|书面确认"),
    (
        "acknowledge",
        (
            r"(?:回复|点(?:选|击)?|回)[“\"「]?(?:收到|已读|确认|已阅)[”\"」]?|签收(?!情况|率|表)|确认收到|已读回执"
            r"|(?<=点“)收到|(?<=于系统点选)确认|(?<=点选)确认"
        ),
    ),
)
POLICY_CHANNELS = {"mail": "mail", "sms": "sms", "phone": "phone", "face": "face", "im": "inbox"}
"""Those that the channel matrix knows by a name of its own."""

EVIDENCE = {
    "acknowledge": "acknowledged",
    "teach_back": "understood",
    "quiz": "understood",
    "spoken": "understood",
}
"""What the answer must be worth (``Rule.needs``)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """``value`` (a channel or a mode of confirmation) at ``start:end`` of a passage."""

    start: int
    end: int
    value: str


def channels(text: str) -> list[Manner]:
    """The channels that ``text`` names."""
    return list(_read(text, _CHANNELS))


def modes(text: str) -> list[Manner]:
    """The modes of confirmation that ``text`` names."""
    return list(_read(text, _MODES))


def _read(text: str, forms: tuple[tuple[str, str], ...]) -> Iterator[Manner]:
    taken: list[Manner] = []
    for value, form in forms:
        for found in re.finditer(form, text, re.IGNORECASE):
            inside = any(each.start < found.end() and found.start() < each.end for each in taken)
            if not inside:
                taken.append(Manner(found.start(), found.end(), value))
    yield from sorted(taken, key=lambda each: each.start)
