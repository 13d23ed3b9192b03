"""Where in a clause a finding lies, in words: ``rule[0].ladder[1].who`` is rule 1, step 2, who."""

import re

from django.utils.translation import gettext_lazy

from huiyin.cases.naming import word

_PART = re.compile(r"([a-z_]+)(?:\[(\d+)\])?")

_PLACES = {
    "rule": gettext_lazy("规则 %(n)d"),
    "guard": gettext_lazy("条件 %(n)d"),
    "sign": gettext_lazy("审签 %(n)d"),
    "ladder": gettext_lazy("第 %(n)d 步"),
    "route": gettext_lazy("渠道矩阵第 %(n)d 行"),
    "story": gettext_lazy("例子 %(n)d"),
    "tension": gettext_lazy("矛盾 %(n)d"),
}

_FIELDS = {
    "on": gettext_lazy("起因"),
    "when": gettext_lazy("适用的情形"),
    "bearer": gettext_lazy("谁"),
    "who": gettext_lazy("谁"),
    "to": gettext_lazy("对谁"),
    "owes": gettext_lazy("要做的事"),
    "do": gettext_lazy("要做的事"),
    "within": gettext_lazy("时限"),
    "met_by": gettext_lazy("怎样算完成"),
    "excused_by": gettext_lazy("何时免除"),
    "ended_by": gettext_lazy("何时结束"),
    "needs": gettext_lazy("所需的确认"),
    "deem": gettext_lazy("沉默视为完成"),
    "after": gettext_lazy("何时"),
    "before_due": gettext_lazy("何时"),
    "after_due": gettext_lazy("何时"),
    "not_before": gettext_lazy("最早"),
    "not_after": gettext_lazy("最晚"),
    "otherwise": gettext_lazy("否则"),
    "mode": gettext_lazy("签几人"),
    "channels": gettext_lazy("渠道"),
    "wins": gettext_lazy("谁优先"),
    "between": gettext_lazy("条款"),
    "why": gettext_lazy("理由"),
    "id": gettext_lazy("编号"),
    "kind": gettext_lazy("性质"),
    "story": gettext_lazy("例子"),
    "target": gettext_lazy("目标"),
    "requirement": gettext_lazy("需求"),
    "waits_for": gettext_lazy("等待的场景"),
    "attention": gettext_lazy("打扰上限"),
    "route": gettext_lazy("渠道矩阵"),
}


def place(field: str) -> str:
    """``field`` in words; empty for what is about the regulation as a whole."""
    head, _when, fact = field.partition("when.")
    parts = [_part(name, number) for name, number in _PART.findall(head)]
    if fact:
        parts += [str(_FIELDS["when"]), word(fact)]
    return " · ".join(part for part in parts if part)


def _part(name: str, number: str) -> str:
    if number and name in _PLACES:
        return str(_PLACES[name] % {"n": int(number) + 1})
    return str(_FIELDS.get(name, ""))
