"""What a clause is to the machine: it runs, it guides, or it is no rule of behaviour."""

import re

from huiyin.core.drafting.proposal import Guess
from huiyin.core.phrase import phrase

OBLIGED = re.compile(
    r"应当|应(?![用对急变付答收有答酬邀])|须|必须|不得|不准|严禁|禁止|务必|(?<!不)得(?=以|由)|(?<![需重主首必不只])要(?![求点素闻么件])"
)
_SCOPE = re.compile(r"适用于|适用范围|参照执行|所称|是指|定义")
_PURPOSE = re.compile(r"制定本|订定本|特(?:制|订)定|目的")
_CLOSING = re.compile(r"负责解释|施行|生效之日|废止|解释权")
_PRINCIPLE = re.compile(r"原则|遵循|以身作则|倡导|鼓励|提倡|禁止|不得|严禁|确保|做到")
_VAGUE = re.compile(r"及时|尽快|尽早|定期|适时|按时|近期|经常|随时")


_NO_RULE = (
    (_PURPOSE, phrase("说明目的，没有要做的事"), 0.85),
    (_SCOPE, phrase("说明适用范围或定义"), 0.8),
    (_CLOSING, phrase("关于制度本身的解释与施行"), 0.85),
)


def guess(clause: str, text: str, *, running: int, noted: int) -> Guess:
    """A kind for ``text`` with ``running`` clocks and ``noted`` lengths or retention times."""
    if running:
        return Guess(clause, "executable", phrase("写明了时限、节奏或提前量"), 0.9)
    for form, reason, confidence in _NO_RULE:
        if form.search(text):
            return Guess(clause, "out_of_scope", reason, confidence)
    return Guess(clause, "guidance", *_guiding(text, noted))


def _guiding(text: str, noted: int) -> tuple[str, float]:
    if _VAGUE.search(text):
        return phrase("只有“及时、定期”一类的说法，没有可计时的期限"), 0.75
    if noted:
        return phrase("写的是时长或保存期限，不产生待办"), 0.7
    if OBLIGED.search(text) or _PRINCIPLE.search(text):
        return phrase("是要求，但没有写明时限"), 0.7
    return phrase("没有读出要求"), 0.5
