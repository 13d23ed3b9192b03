"""What a clause says differently from the version in force, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.naming import word
from huiyin.cases.terms import conditions, span, term
from huiyin.core.diff import Difference, compare
from huiyin.core.policy import Clause, Guard, Policy, Rule, Rung, Signing, Story
from huiyin.core.terms import Duration
from huiyin.pages.clauses import duty, rung_words


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing: what it is called, what was said, what is said now (empty: nothing)."""

    name: str
    old: str
    new: str


def differences(old: Clause | None, new: Clause | None) -> list[Changed]:
    """Everything that differs; a clause that came or went is one difference."""
    before, after = (Policy(0, (one,) if one else ()) for one in (old, new))
    found: list[Changed] = []
    for change in compare(before, after):
        if not change.differences:
            found.append(Changed(_("整条"), old.text if old else "", new.text if new else ""))
        found += map(_changed, change.differences)
    return found


def part_words(part: str) -> str:
    """What a part of a clause is called."""
    return _names().get(part, part)


def field_words(field: str) -> str:
    """What a field of a part, or of the clause, is called."""
    return _fields().get(field) or part_words(field)


def _changed(one: Difference) -> Changed:
    name = part_words(one.part)
    if one.field:
        name = f"{name}{_('：')}{field_words(one.field)}"
    return Changed(name, _said(one.part, one.field, one.old), _said(one.part, one.field, one.new))


def _said(part: str, field: str, value: Any) -> str:
    if value is None or value in ("", ()):
        return ""
    if not field and part in {"rule", "guard", "sign", "story", "target", "lint"}:
        return _row(value)
    if field in {"within", "not_before", "not_after"}:
        return span(value) if isinstance(value, Duration) else term(value)
    return _value(field, value)


def _value(field: str, value: Any) -> str:
    if isinstance(value, bool):
        return word(str(value).lower())
    if isinstance(value, Mapping):
        return _("；").join(conditions(value)) or _("没有条件")
    if isinstance(value, tuple):
        shown = [rung_words(one) if isinstance(one, Rung) else str(one) for one in value]
        return "\n".join(shown)
    if field == "owes":
        return duty(str(value))
    if field in {"text", "reason", "title", "says", "id"} or not isinstance(value, str):
        return str(getattr(value, "limit", value))
    return word(value)


def _row(value: Any) -> str:
    match value:
        case Rule():
            said = {"who": word(value.bearer), "duty": duty(value.owes), "on": word(value.on)}
            return _("%(on)s → %(who)s“%(duty)s”") % said + _("，") + term(value.within)
        case Guard():
            return f"{word(value.on)}{_('：')}{value.says}"
        case Signing():
            return f"{word(value.step)}{_('：')}{word(value.who)}"
        case Story():
            return str(value.title)
        case _:
            return str(getattr(value, "measure", getattr(value, "code", value)))


def _names() -> dict[str, str]:
    return {
        "rule": _("规则"), "guard": _("事前条件"), "sign": _("审签"), "story": _("例子"),
        "target": _("目标"), "lint": _("写作检查"), "text": _("条文"), "kind": _("性质"),
        "title": _("标题"), "reason": _("理由"), "requirement": _("对应需求"),
        "waits_for": _("等待的场景"), "order": _("次序"),
    }  # fmt: skip


def _fields() -> dict[str, str]:
    return {
        "on": _("事件"), "when": _("条件"), "bearer": _("谁"), "owes": _("做什么"), "to": _("对谁负责"),
        "within": _("时限"), "met_by": _("闭环"), "needs": _("须达到"), "excused_by": _("免除于"),
        "ended_by": _("全部终止于"), "ladder": _("升级步骤"), "deem": _("逾期视为同意"),
        "not_before": _("不早于"), "not_after": _("不晚于"), "otherwise": _("否则"),
        "says": _("对人说明"), "step": _("哪一步"), "who": _("由谁签"), "mode": _("怎样签"),
        "events": _("经过"), "then": _("结果"), "title": _("名称"), "level": _("轻重"),
        "id": _("编号"), "do": _("做什么"), "after": _("何时"), "before_due": _("何时"),
        "after_due": _("何时"), "toml": "TOML",
        "limit": _("限度"), "of": _("什么事项"), "measure": _("指标"), "code": _("检查项"),
    }  # fmt: skip
