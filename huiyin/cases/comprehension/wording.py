"""What people are told about a restatement: never shaming, always with the reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.cases.comprehension.models import KeyPoint
from huiyin.core.restating.turning import hint

KINDS: dict[str, str | Promise] = {
    "date": gettext_lazy("日期"),
    "time": gettext_lazy("时间"),
    "weekday": gettext_lazy("星期几"),
    "duration": gettext_lazy("时长"),
    "money": gettext_lazy("金额"),
    "percent": gettext_lazy("比例"),
    "count": gettext_lazy("数量"),
    "number": gettext_lazy("号码"),
    "person": gettext_lazy("负责人"),
    "department": gettext_lazy("部门"),
    "place": gettext_lazy("地点"),
}


def asks(point: KeyPoint) -> str:
    """What is still asked for, without the answer: the author's hint, else the point with blanks."""
    return point.hint or hint(point.text) or _("要点 %(number)d") % {"number": point.order}


def reason_words(reason: Mapping[str, Any], *, reveal: bool = True) -> str:
    """One reason in words; without ``reveal`` what was left out is named by its kind alone."""
    wanted, said = str(reason.get("wanted", "")), str(reason.get("said", ""))
    kind = str(KINDS.get(str(reason.get("kind", "")), _("这一点")))
    because = str(reason.get("because", ""))
    if because == "model":
        return said
    if because == "omitted" and not reveal:
        return _("没有提到%(kind)s") % {"kind": kind}
    templates = {
        "said": _("提到了 %(said)s"),
        "changed": _("把 %(wanted)s 说成了 %(said)s"),
        "turned": _("意思相反：原文是「%(wanted)s」"),
        "omitted": _("没有提到%(kind)s %(wanted)s"),
    }
    template = templates.get(because) or _("没有提到这一点")
    return template % {"wanted": wanted, "said": said, "kind": kind}


def reasons_words(reasons: Sequence[Mapping[str, Any]], *, reveal: bool = True) -> str:
    """All reasons that decided, in one line."""
    deciding = [one for one in reasons if one.get("because") != "said"] or list(reasons)
    return _("，").join(reason_words(one, reveal=reveal) for one in deciding)


def why_not(code: str) -> str:
    """Why a try was not taken (``actions.AttemptRefused.code``)."""
    return {
        "empty": _("写几句话，或选一个答案"),
        "long": _("最多 2000 字"),
        "not_asked": _("这件事不用复述或答题"),
        "ticks": _("逐个要点记下对方怎么说的"),
    }[code]


def writing_problem(row: int, field: str, code: str) -> str:
    """Why a key point or a question was not kept (``writing.WritingRefused``)."""
    words = {
        ("text", "many"): _("最多 12 条，现在是 %(row)d 条"),
        ("text", "long"): _("第 %(row)d 条超过 300 字"),
        ("hint", "long"): _("第 %(row)d 条的提示超过 60 字"),
        ("kind", "unknown"): _("第 %(row)d 题的题型不存在"),
        ("options", "count"): _("第 %(row)d 题需要 2 至 8 个不同的选项"),
        ("answer", "missing"): _("第 %(row)d 题还没有标出正确答案"),
        ("answer", "one"): _("第 %(row)d 题只能有一个正确答案"),
    }
    return words[field, code] % {"row": row}
