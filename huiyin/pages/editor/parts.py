"""The rarer parts of a clause as forms: guards, steps of sign-off, targets, weights, stories."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.core.wording.finding import LEVELS
from huiyin.pages.editor.choices import Choices
from huiyin.pages.editor.controls import Control, choice, field, open_choice
from huiyin.pages.editor.picking import Picker
from huiyin.pages.editor.rows import ConditionForm, conditions, text
from huiyin.pages.editor.terms import TermForm, edge_kinds, span, term_form

Table = dict[str, Any]
_ASKS = ("not_before", "not_after", "needs")
_MOST_LINES = 14


@dataclass(frozen=True, slots=True)
class GuardForm:
    """A condition before an act."""

    place: str
    on: Control
    conditions: tuple[ConditionForm, ...]
    asks: Control
    asked: str
    term: TermForm
    needs: Control
    otherwise: Control
    says: Control


@dataclass(frozen=True, slots=True)
class PlainForm:
    """A row of plain inputs: a step of sign-off, a target, a weight."""

    place: str
    conditions: tuple[ConditionForm, ...]
    inputs: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class StoryForm:
    """An example: its title, its events and its sentences, a line each."""

    place: str
    title: Control
    events: str
    then: str
    rows: tuple[int, int]


def guards(table: Table, chosen: Choices) -> list[GuardForm]:
    """The conditions before acts."""
    return [_guard(f"guard[{n}]", row, chosen) for n, row in enumerate(table.get("guard", ()))]


def _guard(place: str, row: Table, chosen: Choices) -> GuardForm:
    asked = next((name for name in _ASKS if name in row), "not_after")
    asks = [("not_before", _("不早于")), ("not_after", _("不晚于")), ("needs", _("须已具备"))]
    others = [("refuse", _("否则不能进行")), ("record", _("否则记为未满足"))]
    said = text(row, asked) if asked != "needs" else ""
    pick = Picker(place, row, chosen)
    return GuardForm(
        place=place,
        on=pick.event("on", _("什么事之前")),
        conditions=conditions(place, row, chosen),
        asks=choice(f"{place}.asks", asked, _("要求"), asks, redraws=True),
        asked=asked,
        term=term_form(f"{place}.term", said or "before", pick, edge_kinds()),
        needs=open_choice(f"{place}.needs", row.get("needs"), _("须已具备什么"), chosen.facts),
        otherwise=choice(f"{place}.otherwise", row.get("otherwise"), _("否则"), others),
        says=field(f"{place}.says", row.get("says"), _("对人说明")),
    )


def signings(table: Table, chosen: Choices) -> list[PlainForm]:
    """The steps of sign-off."""
    return [_signing(f"sign[{n}]", row, chosen) for n, row in enumerate(table.get("sign", ()))]


def _signing(place: str, row: Table, chosen: Choices) -> PlainForm:
    modes = [
        ("one", _("一人签")),
        ("two", _("两人分别签")),
        ("all", _("全部签")),
        ("any", _("任一人签")),
    ]
    inputs = (
        open_choice(f"{place}.of", row.get("of"), _("什么事项"), chosen.scenarios),
        open_choice(f"{place}.step", row.get("step"), _("哪一步"), chosen.steps),
        Picker(place, row, chosen).role("who", _("由谁签")),
        choice(f"{place}.mode", row.get("mode"), _("怎样签"), modes),
    )
    return PlainForm(place, conditions(place, row, chosen), inputs)


def targets(table: Table) -> list[PlainForm]:
    """What measured shares must keep."""
    return [_target(f"target[{n}]", row) for n, row in enumerate(table.get("target", ()))]


def _target(place: str, row: Table) -> PlainForm:
    edge = "at_most" if "at_most" in row else "at_least"
    share = row.get(edge, "")
    shown = f"{share * 100:g}" if isinstance(share, float | int) else str(share)
    edges = [("at_least", _("不低于")), ("at_most", _("不高于"))]
    inputs = (
        field(f"{place}.measure", row.get("measure"), _("指标")),
        choice(f"{place}.edge", edge, _("要求"), edges),
        field(f"{place}.share", shown, _("百分比"), size="num"),
    )
    return PlainForm(place, (), inputs)


def lints(table: Table) -> list[PlainForm]:
    """What findings in texts weigh."""
    return [_lint(f"lint[{n}]", row) for n, row in enumerate(table.get("lint", ()))]


def _lint(place: str, row: Table) -> PlainForm:
    codes = row.get("code", [])
    said = " ".join(map(str, codes)) if isinstance(codes, list) else str(codes)
    levels = [("must", _("必须改")), ("should", _("建议改")), ("off", _("不检查"))]
    amount, unit = span(f"{place}.within", text(row, "within"), _("给出的时限"))
    inputs = (
        field(f"{place}.code", said, _("检查项（%(count)d 种可选）") % {"count": len(LEVELS)}),
        choice(f"{place}.level", row.get("level"), _("轻重"), levels),
        amount,
        unit,
    )
    return PlainForm(place, (), inputs)


def stories(table: Table) -> list[StoryForm]:
    """The examples."""
    return [_story(f"story[{n}]", row) for n, row in enumerate(table.get("story", ()))]


def _story(place: str, row: Table) -> StoryForm:
    events, then = (_lines(row.get(name)) for name in ("events", "then"))
    rows = tuple(min(_MOST_LINES, max(2, said.count("\n") + 1)) for said in (events, then))
    title = field(f"{place}.title", row.get("title"), _("例子的名称"))
    return StoryForm(place, title, events, then, (rows[0], rows[1]))


def _lines(said: object) -> str:
    return "\n".join(map(str, said)) if isinstance(said, list) else str(said or "")
