"""Whether a sentence forbids, allows, demands or denies: a turned one is wrong however alike."""

import re
from dataclasses import dataclass

_STANCES = (
    ("needless", "不需要?|无需|无须|不必|不用|用不着|免交|可以不|可不"),
    (
        "forbid",
        "不再|不得|不能|不可以?|不准|不许|不允许|不予|不要|别(?!的|人|处)|勿|禁止|严禁|停用|停止|取消|作废|谢绝|不收了",
    ),
    ("allow", "可以|仍可|还可|还能|可继续|继续|照常|允许|能(?!力|源)"),
    ("must", "必须|须|务必|需要?|要(?!点|求)|应"),
)
_PAIRS = (
    ("不变|照旧|维持|不调整|保持", "下调|上调|降|涨|调整|增加|减少|变更|改为"),
    ("上调|上涨|提高|增加|涨|追加|加(?=\\d)", "下调|下降|降低|减少|降|削减"),
    ("推迟|延期|延后|顺延", "提前(?!\\d|半|申请)|提早"),
)
_DENIED = re.compile(
    "(?:不再|不予|不会|不能|不得|不要|不可|没有|无需|不|没|未|无|别|勿|禁止|停止|严禁)(?:再|会|能|要|用|予)?([\u4e00-\u9fff]{2})"
)
_AGAINST = {
    frozenset(("forbid", "allow")),
    frozenset(("forbid", "must")),
    frozenset(("needless", "must")),
}


@dataclass(frozen=True, slots=True)
class Stance:
    """What a clause wants (``wants``, empty for a plain statement) and what it denies."""

    wants: str
    denied: frozenset[str]
    text: str


def stance(clause: str) -> Stance:
    """The stance of one plain clause."""
    masked = clause.replace("不得不", "必须").replace("不变", "")
    wants = next((name for name, words in _STANCES if re.search(words, masked)), "")
    return Stance(wants, frozenset(_DENIED.findall(masked)), clause)


def opposed(point: Stance, said: Stance) -> bool:
    """Whether ``said`` turns ``point``: the same matter with the opposite wish or statement."""
    if frozenset((point.wants, said.wants)) in _AGAINST:
        return True
    if _denies(point, said) or _denies(said, point):
        return True
    return any(
        _only(one, other, point.text) * _only(one, other, said.text) < 0 for one, other in _PAIRS
    )


def _denies(one: Stance, other: Stance) -> bool:
    """``one`` denies a thing that ``other`` states without denying it."""
    return any(
        word in other.text and word not in other.denied and not other.denied for word in one.denied
    )


def _only(one: str, other: str, text: str) -> int:
    """1 when only ``one`` stands in ``text``, -1 when only ``other``, 0 for both or neither."""
    first = re.search(one, text) is not None
    return int(first) - int(re.search(other, text.replace("不变", "")) is not None)
