"""The difference between two versions, clause by clause, as sentences and side by side."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.core.diff import ChangeKind, ClauseChange, Difference, compare
from huiyin.core.policy import Guard, Policy, Rule, Signing
from huiyin.scenarios.regulation.words.values import duty, row, said

QUIET = ("requirement", "story")
"""Parts that say nothing to the reader of a regulation: they are counted, not spelled out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changes: a sentence, and both values (empty: there was, or is, none)."""

    words: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One clause. ``kind`` is added, removed or changed; ``old_text`` and ``new_text`` its words."""

    clause: str
    kind: str
    kind_words: str
    title: str
    lines: tuple[Line, ...]
    old_text: str = ""
    new_text: str = ""

    @property
    def text_changed(self) -> bool:
        """Whether the words themselves differ."""
        return self.old_text != self.new_text


def words_of_change(old: Policy, new: Policy) -> list[Changed]:
    """What differs, in the order of the new version; what belongs to no clause comes last."""
    return [_clause(change) for change in compare(old, new)]


def sentences(changed: Changed) -> str:
    """One clause as a list in Markdown, with its new words when they changed."""
    lines = [f"- {line.words}" for line in changed.lines]
    if changed.new_text and changed.text_changed:
        lines.insert(0, "- " + _("条文：%(text)s") % {"text": changed.new_text})
    return "\n".join(lines)


def heading(changed: Changed) -> str:
    """``3.3.1 确认时限（修改）``."""
    name = " ".join(part for part in (changed.clause, changed.title) if part) or _("条文之外")
    return _("%(name)s（%(kind)s）") % {"name": name, "kind": changed.kind_words}


def _clause(change: ClauseChange) -> Changed:
    kinds = {
        ChangeKind.ADDED: _("新增"),
        ChangeKind.REMOVED: _("取消"),
        ChangeKind.CHANGED: _("修改"),
    }
    shown = change.new or change.old
    return Changed(
        clause=change.clause,
        kind=change.kind.value,
        kind_words=kinds[change.kind],
        title=shown.title if shown else "",
        lines=tuple(_lines(change)),
        old_text=change.old.text if change.old else "",
        new_text=change.new.text if change.new else "",
    )


def _lines(change: ClauseChange) -> list[Line]:
    if change.kind is ChangeKind.ADDED and change.new:
        rows = (*change.new.rules, *change.new.guards, *change.new.signings)
        return [Line(row(one), new=row(one)) for one in rows]
    if change.kind is ChangeKind.REMOVED and change.old:
        rows = (*change.old.rules, *change.old.guards, *change.old.signings)
        return [Line(_("不再：%(row)s") % {"row": row(one)}, old=row(one)) for one in rows]
    told = [one for one in change.differences if one.part not in (*QUIET, "text")]
    lines = [_line(one) for one in told]
    stories = sum(one.part == "story" for one in change.differences)
    if stories:
        lines.append(Line(_("例子有 %(count)d 处改动") % {"count": stories}))
    if not lines and any(one.part == "requirement" for one in change.differences):
        lines.append(Line(_("对应的需求编号改动")))
    return lines


def _line(one: Difference) -> Line:
    if one.part == "order":
        return Line(_("次序改动"))
    before, after = _apart(one)
    old, new = said(one.field or one.part, before), said(one.field or one.part, after)
    if not one.field:
        return _whole(one, old, new)
    told = {"what": _subject(one), "old": old, "new": new}
    if not new:
        return Line(_("%(what)s取消，原为 %(old)s") % told, old)
    if not old:
        return Line(_("%(what)s定为 %(new)s") % told, "", new)
    return Line(_("%(what)s由 %(old)s 改为 %(new)s") % told, old, new)


def _apart(one: Difference) -> tuple[Any, Any]:
    """Both values; of a ladder only the steps that the other one has not."""
    if one.field != "ladder":
        return one.old, one.new
    gone = tuple(rung for rung in one.old if rung not in one.new)
    come = tuple(rung for rung in one.new if rung not in one.old)
    return (gone, come) if gone or come else (one.old, one.new)


def _whole(one: Difference, old: str, new: str) -> Line:
    name = parts().get(one.part, one.part)
    told = {"name": name, "old": old, "new": new}
    if one.old is None:
        return Line(_("新增%(name)s：%(new)s") % told, "", new)
    if one.new is None:
        return Line(_("取消%(name)s：%(old)s") % told, old)
    return Line(_("%(name)s由 %(old)s 改为 %(new)s") % told, old, new)


def _subject(one: Difference) -> str:
    """What has the field that differs: ``确认收到的时限``."""
    field = fields().get(one.field, one.field)
    match one.before:
        case Rule(owes=owes, when=when) if when:
            told = {"duty": duty(owes), "when": said("when", when), "field": field}
            return _("“%(duty)s”（%(when)s）的%(field)s") % told
        case Rule(owes=owes):
            return _("“%(duty)s”的%(field)s") % {"duty": duty(owes), "field": field}
        case Guard() | Signing():
            return f"{parts()[one.part]}{_('的')}{field}"
        case _:
            return f"{parts().get(one.part, one.part)}{_('的')}{field}"


def parts() -> dict[str, str]:
    """What the parts of a clause are called."""
    return {
        "rule": _("规则"), "guard": _("事前条件"), "sign": _("审签"), "story": _("例子"),
        "target": _("目标"), "lint": _("写作检查"), "text": _("条文"), "kind": _("性质"),
        "title": _("标题"), "reason": _("理由"), "waits_for": _("等待的场景"), "order": _("次序"),
        "route": _("渠道"), "attention": _("打扰上限"), "chapter": _("章"), "tension": _("冲突的取舍"),
        "reach": _("适用部门"),
    }  # fmt: skip


def fields() -> dict[str, str]:
    """What the fields of a row are called."""
    return {
        "on": _("起因"), "when": _("适用情形"), "bearer": _("责任人"), "owes": _("事项"),
        "to": _("对谁负责"), "within": _("时限"), "met_by": _("完成方式"), "needs": _("须达到"),
        "excused_by": _("免除"), "ended_by": _("终止"), "ladder": _("催办步骤"),
        "deem": _("逾期视为同意"), "not_before": _("最早时间"), "not_after": _("最晚时间"),
        "otherwise": _("不满足时"), "says": _("说明"), "step": _("步骤"), "who": _("签署人"),
        "mode": _("签法"), "level": _("轻重"), "limit": _("限度"), "of": _("事项类别"),
        "measure": _("指标"), "code": _("检查项"), "budget": _("每日次数"), "quiet": _("安静时段"),
        "digest_at": _("汇总时间"), "lead": _("到期前多久必发"), "exempt": _("不受限的情形"),
        "clause": _("条款"), "reach": _("适用部门"),
    }  # fmt: skip
