"""Amounts of time in their surroundings: deadline, lead time, retention, length, or no clock."""

import re
from collections.abc import Iterator

from huiyin.core.drafting.amounts import AMOUNT, Amount, read_amount
from huiyin.core.drafting.clock import Clock, Timing

_BREAK = re.compile(r"[,。;!?:|\n]")
_INSIDE = re.compile(r"(?:之内|以内|内|里)")
_AHEAD = re.compile(
    r"(?:至少|最少|应|须|需|必须|最迟|最晚|于|在|要)*(?:提前|提早)(?:至少|不少于|不晚于|最少|大约|约)?$"
)
_BEFORE_LEFT = re.compile(
    r"(?:至少|最迟|最晚|至迟|不迟于|不晚于)?(?:于|在)?(?P<what>[^\W\d_]{1,8}?)(?:之前|以前|前)(?:的)?(?:至少|不少于|不晚于|最少|提前)?$"
)
_BEFORE_RIGHT = re.compile(r"(?:以上|之)?(?:以前|之前|前)(?!述|款|条|置|后|端|台|期|往)")
_KEPT = re.compile(r"(?:保存|保管|保留|留存|存档|留档|存放|归档|备查)")
_LONG = re.compile(
    r"(?:时长|为期|持续|历时|会期|有效期|期间|(?:试用|试行|聘用|合同)期|时限不计|间隔|限时|控制在|共计|累计|总计|默认|单次|时间(?:一般|原则上)?(?:为|在|不|控)"
    r"|发言|张贴|公示|停留|离岗|休息|培训(?!完)|会议?(?:一般|原则上|时间)?(?:不|控|以)|例会|站会|专题会|晨会|最多$|最长$|面谈)"
)
_MENTION = re.compile(r"(?:满|近|过去|最近|连续|工龄|年满|不足|未满|从业|任职|每|累计|前)$")
_LATEST = re.compile(
    r"(?:最迟|最晚|至迟|不迟于|不晚于|不得晚于|不得迟于|不超过|不得超过|不应超过|不能超过|至多|最多|控制在)(?:应|须)?(?:在|于|为)?$"
)
_EXCEEDED = re.compile(r"(?:超过|超出|逾|过了|超时|满|达到|达)$")
_SILENT = re.compile(r"(?:之?后|以上|内)?(?:仍|还|尚|均)?(?:未|没)")
_EXTENDED = re.compile(r"(?:延长|延|放宽|顺延)(?:至|到)$")
_NTH = re.compile(r"第$")
_SINCE = re.compile(r"(?:之后|以后|后|起|之日起|时起)(?:的|第)?$")
_ACTS = re.compile(
    r"[,]?(?:给|出(?!差)|提(?!前)|发|完成|回(?!合)|响应|答复|办结|处理|反馈|上报|报|通知|确认|启动|到|解决|首响|响|受理|拉群|更新|同步|必须|须|应(?!急)|要|自动|召开|关闭|清零)"
)
_AS_RULE = re.compile(r"为(?:原则|限|宜|准)")
_OF = re.compile(r"(?:以内|之内|内|以上|以下)?的(?!时间|期限|时限)")
_DEADLINES = re.compile(r"时限|响应|期限|时间|首次|完成|限期|SLA|多久|答复|处理", re.IGNORECASE)
_RHYTHMS = re.compile(r"频率|频次|周期|间隔|多久一次")
_KEEPS = re.compile(r"保存|保管|留存")
_LIMIT = re.compile(r"(?:时间|时长|最长|一般|原则上)*(?:不超过|不得超过|控制在|限时?)?")
_REACH = 18
_HALF_DAYS = {"min", "h", "d", "wd", "wh", "week", "month", "quarter", "year"}


def spans(text: str, *, header: str = "", cell: bool = False) -> Iterator[Timing]:
    """What the amounts in ``text`` are; ``header`` is the column's, ``cell`` says it is a cell."""
    for found in AMOUNT.finditer(text):
        amount = read_amount(found)
        timing = _told(amount, text, header, cell) if amount else None
        if timing is not None:
            yield timing


def _told(amount: Amount, text: str, header: str, cell: bool) -> Timing | None:
    left, right = _around(amount, text)
    if left and _LIMIT.fullmatch(left):  # 站会每日8:00,不超过10分钟: of the words before
        left = _before(text, amount.start - len(left)) + left
    for read in (_kept, _lead, _mentioned, _late, _length, _inside, _since):
        answer = read(amount, left, right)
        if answer is not None:
            return answer if answer.confidence else None
    if cell:
        return _in_cell(amount, left, right, header)
    return _loose(amount, left, right)


def _before(text: str, end: int) -> str:
    """The words between the last two stops before ``end``."""
    pieces = re.split(r"[,。;!?|]", text[: max(end - 1, 0)])
    return pieces[-1] if text[max(end - 1, 0) : end] == "," else ""


def _around(amount: Amount, text: str) -> tuple[str, str]:
    start = max((each.end() for each in _BREAK.finditer(text, 0, amount.start)), default=0)
    after = _BREAK.search(text, amount.end)
    end = after.start() if after else len(text)
    return text[start : amount.start], text[amount.end : max(end, amount.end)] or text[
        amount.end :
    ][:8]


def _timing(
    amount: Amount, kind: Clock, confidence: float, *, back: int = 0, on: int = 0, value: str = ""
) -> Timing:
    return Timing(amount.start - back, amount.end + on, kind, value or amount.value, confidence)


def _none(amount: Amount) -> Timing:
    """Read, and no clock."""
    return _timing(amount, Clock.LENGTH, 0.0)


def _kept(amount: Amount, left: str, right: str) -> Timing | None:
    long = amount.unit in {"year", "month", "d", "week", "quarter"}
    after = re.match(r"(?:以上)?(?:备查|存档)", right)
    if long and (_KEPT.search(left[-_REACH:]) or after) and not _INSIDE.match(right):
        return _timing(amount, Clock.RETENTION, 0.9)
    return None


def _lead(amount: Amount, left: str, right: str) -> Timing | None:
    ahead = _AHEAD.search(left)
    if ahead:
        return _timing(amount, Clock.LEAD, 0.95, back=len(ahead[0]), value=f"{amount.value} before")
    before = _BEFORE_LEFT.search(left)
    if before and not re.search(r"(?:日|月|点|时|周|年|目|以|分钟|\d)$", before["what"]):
        back = len(left) - left.rfind(before["what"])
        return _timing(amount, Clock.LEAD, 0.9, back=back, value=f"{amount.value} before")
    after = _BEFORE_RIGHT.match(right)
    if after and amount.unit in {"min", "h", "d", "wd", "wh", "week"}:
        return _timing(amount, Clock.LEAD, 0.85, on=len(after[0]), value=f"{amount.value} before")
    return None


def _mentioned(amount: Amount, left: str, right: str) -> Timing | None:
    if _MENTION.search(left) and not _SILENT.match(right):
        return _none(amount)
    if (
        _EXCEEDED.search(left)
        and re.match(r"的(?!,?(?:由|应|须))", right)
        and not _SILENT.match(right)
    ):
        return _timing(amount, Clock.LENGTH, 0.5)
    return None


def _late(amount: Amount, left: str, right: str) -> Timing | None:
    exceeded, silent = _EXCEEDED.search(left), _SILENT.match(right)
    if silent and (exceeded or not _INSIDE.match(right)):
        timing = _timing(amount, Clock.DEADLINE, 0.8)
        return Timing(timing.start, timing.end, timing.kind, timing.value, 0.8, overdue=True)
    if exceeded and not re.search(r"不(?:得|应|能)?超过$", left):
        acts = _ACTS.match(right)
        return _timing(amount, Clock.DEADLINE, 0.75) if acts else _timing(amount, Clock.LENGTH, 0.5)
    return None


def _length(amount: Amount, left: str, right: str) -> Timing | None:
    if _AS_RULE.match(right) or (_OF.match(right) and not _SINCE.search(left) and "应" not in left):
        return _timing(amount, Clock.LENGTH, 0.8)
    long = _LONG.search(left[-_REACH:]) and not _EXTENDED.search(left)
    if long and not _SINCE.search(left):
        latest = _LATEST.search(left)
        inside = _INSIDE.match(right)
        if latest or not inside:
            return _timing(amount, Clock.LENGTH, 0.85)
    return None


def _inside(amount: Amount, left: str, right: str) -> Timing | None:
    inside = _INSIDE.match(right)
    latest = _LATEST.search(left)
    if re.search(r"近(?:期)?$", left):
        return _none(amount)
    if inside or latest:
        back, on = len(latest[0]) if latest else 0, len(inside[0]) if inside else 0
        return _timing(amount, Clock.DEADLINE, 0.95 if inside else 0.85, back=back, on=on)
    return None


def _since(amount: Amount, left: str, right: str) -> Timing | None:
    extended = _EXTENDED.search(left)
    if extended or _NTH.search(left):
        return _timing(amount, Clock.DEADLINE, 0.75, back=1 if not extended else 0)
    if _SINCE.search(left) and not re.match(r"(?:之?后|以上|以下)", right):
        return _timing(amount, Clock.DEADLINE, 0.75)
    return None


def _in_cell(amount: Amount, left: str, right: str, header: str) -> Timing | None:
    if _KEEPS.search(header):
        return _timing(amount, Clock.RETENTION, 0.85)
    if _RHYTHMS.search(header):
        return _timing(amount, Clock.RHYTHM, 0.8, value=f"every {amount.value}")
    alone = not left.strip() and not right.strip("以内 ")
    if _DEADLINES.search(header) or alone:
        return _timing(amount, Clock.DEADLINE, 0.85 if _DEADLINES.search(header) else 0.6)
    return None


def _loose(amount: Amount, left: str, right: str) -> Timing | None:
    """An amount by itself: something done in it, or merely how long something is."""
    if re.match(r"(?:之?后|以上|以下|左右)", right):
        return None
    if _ACTS.match(right):
        return _timing(amount, Clock.DEADLINE, 0.7)
    return _timing(amount, Clock.LENGTH, 0.4) if re.search(r"会|训|谈|课", left) else None
