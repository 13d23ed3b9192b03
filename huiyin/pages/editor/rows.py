"""The clause's table as forms: rules, conditions, ladders, guards, steps, targets, stories."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from huiyin.pages.editor.choices import Choices, Option
from huiyin.pages.editor.controls import Control, choice, field, named, open_choice
from huiyin.pages.editor.picking import Picker
from huiyin.pages.editor.posted import NUMBER
from huiyin.pages.editor.terms import TermForm, deadline_kinds, span, term_form

Table = dict[str, Any]
Values = tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class ConditionForm:
    """A fact and the values one of which it must have; ``more`` are values off the list."""

    place: str
    key: str
    fact: Control
    values: Values
    more: str


@dataclass(frozen=True, slots=True)
class RungForm:
    """A step of a ladder."""

    place: str
    anchor: Control
    amount: Control
    unit: Control
    who: Control
    do: Control
    within: Control
    within_unit: Control


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A rule as a sentence of inputs; ``more`` are the rarer parts, ``opened`` when one is used."""

    place: str
    number: int
    on: Control
    conditions: tuple[ConditionForm, ...]
    bearer: Control
    owes: Control
    term: TermForm
    met_by: Control
    needs: Control
    more: tuple[Control, ...]
    deem: bool
    rungs: tuple[RungForm, ...]
    opened: bool


def rules(table: Table, chosen: Choices) -> list[RuleForm]:
    """The rules of a clause."""
    return [_rule(f"rule[{n}]", n, row, chosen) for n, row in enumerate(table.get("rule", ()))]


def text(row: Table, name: str, default: str = "") -> str:
    """A text of a table, whatever somebody wrote there."""
    value = row.get(name, default)
    return value if isinstance(value, str) else str(value)


def _rule(place: str, number: int, row: Table, chosen: Choices) -> RuleForm:
    pick = Picker(place, row, chosen)
    none = _("没有")
    more = (
        pick.role("to", _("对谁负责"), "initiator"),
        pick.event("excused_by", _("免除于"), none),
        pick.event("ended_by", _("全部终止于"), none),
    )
    ladder = row.get("ladder", ())
    return RuleForm(
        place=place,
        number=number + 1,
        on=pick.event("on", _("发生什么事件")),
        conditions=conditions(place, row, chosen),
        bearer=pick.role("bearer", _("谁须做")),
        owes=pick.verb("owes", _("做什么")),
        term=term_form(f"{place}.within", text(row, "within"), pick, deadline_kinds()),
        met_by=pick.event("met_by", _("以何事闭环"), none),
        needs=choice(f"{place}.needs", row.get("needs"), _("须达到"), _needs()),
        more=more,
        deem=row.get("deem") is True,
        rungs=tuple(_rung(pick.inner(f"ladder[{n}]", one)) for n, one in enumerate(ladder)),
        opened=any(row.get(name) for name in ("to", "excused_by", "ended_by", "deem")),
    )


def conditions(place: str, row: Table, chosen: Choices) -> tuple[ConditionForm, ...]:
    """The conditions of a rule, a guard or a step."""
    when = row.get("when")
    pairs = when.items() if isinstance(when, dict) else ()
    return tuple(
        _condition(f"{place}.when[{number}]", f"{place}.when.{fact}", fact, said, chosen)
        for number, (fact, said) in enumerate(pairs)
    )


def _condition(place: str, key: str, fact: str, said: object, chosen: Choices) -> ConditionForm:
    wanted = [_spelled(one) for one in (said if isinstance(said, list) else [said])]
    known = _in_order(chosen.values.get(fact, []), wanted)
    values = tuple((value, label, value in wanted) for value, label in known)
    names = {value for value, _label in known}
    more = " ".join(one for one in wanted if one not in names)
    control = open_choice(f"{place}.fact", fact, _("什么条件"), chosen.facts)
    return ConditionForm(place, key, _redrawn(control), values, more)


def _in_order(known: list[Option], wanted: list[str]) -> list[Option]:
    """As they are offered, unless the rule names them in an order of its own."""
    chosen = [option for option in known if option[0] in wanted]
    named = [name for name in wanted if name in dict(known)]
    if [name for name, _words in chosen] == named:
        return known
    first = [(name, dict(known)[name]) for name in named]
    return [*first, *(option for option in known if option[0] not in wanted)]


def _redrawn(control: Control) -> Control:
    return replace(control, redraws=True)


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rung(pick: Picker) -> RungForm:
    place, row = pick.place, pick.row
    anchor = next((name for name in ("before_due", "after_due") if name in row), "after")
    amount, unit = span(f"{place}.after", text(row, anchor), _("何时"))
    within, within_unit = span(f"{place}.within", text(row, "within"), _("多久内完成"))
    anchors = [("after", _("事件后")), ("before_due", _("到期前")), ("after_due", _("逾期"))]
    return RungForm(
        place=place,
        anchor=choice(f"{place}.anchor", anchor, _("从何时算"), anchors),
        amount=amount,
        unit=unit,
        who=pick.role("who", _("由谁")),
        do=pick.verb("do", _("做什么")),
        within=replace(within, hint=_("不限")),
        within_unit=within_unit,
    )


def _needs() -> list[tuple[str, str]]:
    return [("", _("不限")), *named("acknowledged", "understood", "as confirm")]


def own(table: Table) -> dict[str, Control]:
    """The clause's own inputs."""
    kinds = [
        ("executable", _("系统执行")),
        ("guidance", _("指引")),
        ("out_of_scope", _("不由系统执行")),
    ]
    requirement = table.get("requirement", [])
    said = " ".join(map(str, requirement)) if isinstance(requirement, list) else str(requirement)
    return {
        "id": field(NUMBER, text(table, "id"), _("编号")),
        "title": field("title", text(table, "title"), _("标题")),
        "kind": choice("kind", text(table, "kind"), _("性质"), kinds),
        "requirement": field("requirement", said, _("对应需求")),
        "waits_for": field("waits_for", text(table, "waits_for"), _("等待的场景")),
        "reason": field("reason", text(table, "reason"), _("理由")),
        "text": field("text", text(table, "text"), _("条文")),
    }
