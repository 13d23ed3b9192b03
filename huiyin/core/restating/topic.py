"""What a clause is about: pairs of neighbouring characters, with a small list of synonyms."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

_SYNONYMS = (
    ("交", "提交|递交|上交|交到|交至|交给|报送|送交"),
    ("旧", "老(?=卡|版|系统|流程|单)"),
    ("承诺", "答应|许诺|保证给"),
    ("领取", "领(?!导|取)|取(?=卡|件|证|新)"),
    ("开始", "启用|生效|起用"),
    ("下调", "下降|降价|降低|调低|(?<!下)降(?!落|级)"),
    ("上调", "上涨|涨价|提高|调高|(?<!上)涨"),
    ("增加", "追加(?=预算)|加(?=\\d)"),
    ("批准", "审批(?=通过|同意)|批(?=$|[,。;])|同意"),
    ("收费", "收(?=\\d)|要(?=¥?\\d+元)"),
    ("登记", "报名|登个记"),
    ("补批", "补审批|补办审批"),
    ("居家", "在家"),
    ("自己", "自行"),
    ("去", "前往|过去"),
    ("禁止使用", "不坐|不乘|不用"),
    ("清点人数", "点名|点人数|数人数"),
    ("负责人", "领导|主管"),
    ("参加", "出席|参会|到场"),
    ("讲", "宣讲|传达|宣贯"),
    ("逾期", "晚交|迟交|超期|过期"),
    ("首次答复", "首次回复|第1次答复|第1次回复|首答"),
    ("丢失", "丢了|遗失|弄丢"),
    ("订单", "单子|下单"),
)
_REPLACED = tuple((re.compile(pattern), word) for word, pattern in _SYNONYMS)
_EMPTY = re.compile(
    "[的了在于由把将是和与及或等请须应要都也就至到从自按为一律大概约左右我你他们会该各这那有]"
)
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[a-z][a-z0-9]+")


def pairs(text: str) -> frozenset[str]:
    """The pairs of characters of plain ``text``, words of Latin letters whole."""
    for pattern, word in _REPLACED:
        text = pattern.sub(word, text)
    found: set[str] = set()
    for run in _RUNS.findall(_EMPTY.sub(" ", text)):
        if run[0] < "\u4e00" or len(run) == 1:
            found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(found)


class Weights:
    """How telling a pair is: what stands in every key point tells them apart less."""

    def __init__(self, points: Sequence[frozenset[str]]) -> None:
        self.seen = Counter(pair for point in points for pair in point)
        self.total = len(points)

    def of(self, found: Iterable[str]) -> float:
        """The weight of these pairs together."""
        return sum(log(1 + (self.total + 1) / self.seen.get(pair, 1)) for pair in found)

    def shared(self, point: frozenset[str], said: frozenset[str]) -> float:
        """How much of what was said belongs to ``point``; 0 when nothing does."""
        return self.of(point & said)

    def covered(self, point: frozenset[str], said: frozenset[str]) -> float:
        """The share of ``point`` that was said, 0 to 1."""
        whole = self.of(point)
        return self.of(point & said) / whole if whole else 1.0
