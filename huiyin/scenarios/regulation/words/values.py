"""One value of a clause in words: a term, a condition, a step of a ladder, a whole rule."""

from collections.abc import Mapping
from datetime import time, timedelta
from enum import StrEnum
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.naming import word
from huiyin.cases.terms import conditions, span, term
from huiyin.core.attention import Quiet
from huiyin.core.measure import Target
from huiyin.core.policy import (
    Aim,
    Anchor,
    Chapter,
    Clause,
    Guard,
    Lint,
    Mode,
    Otherwise,
    Route,
    Rule,
    Rung,
    Signing,
    Story,
)
from huiyin.core.precedence import Tension
from huiyin.core.terms import Duration

TERMS = ("within", "not_before", "not_after")
PROSE = ("text", "reason", "title", "says", "id")


def said(field: str, value: Any) -> str:  # noqa: PLR0911 - one answer per kind of value
    """``value`` of ``field`` in words; empty for nothing."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, Duration):
        return span(value)
    if field in TERMS:
        return term(value)
    if isinstance(value, bool):
        return word(str(value).lower())
    if isinstance(value, Mapping):
        return _("；").join(conditions(value)) or _("一切情形")
    if isinstance(value, tuple):
        return _("；").join(said("", one) for one in value)
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return value if field in PROSE else duty(value) if field == "owes" else word(value)
    return row(value)


@singledispatch
def row(value: Any) -> str:
    """A rule, a guard, a step, a row of the matrix and the like as a sentence."""
    return word(str(value))


@row.register
def _of_guard(value: Guard) -> str:
    return _("%(on)s之前：%(says)s") % {"on": word(value.on), "says": value.says}


@row.register
def _of_signing(value: Signing) -> str:
    told = {"step": word(value.step), "who": word(value.who), "mode": row(value.mode)}
    return _("%(step)s：%(who)s，%(mode)s") % told


@row.register
def _of_route(value: Route) -> str:
    channels = _("、").join(word(name) for name in value.channels)
    told = {"when": said("when", value.when), "channels": channels}
    return _("%(when)s：走%(channels)s") % told + _("，") + word(value.confirm)


@row.register
def _of_target(value: Target) -> str:
    return f"{'≤' if value.at_most is not None else '≥'} {value.limit:.0%}"


@row.register
def _of_aim(value: Aim) -> str:
    return f"{word(value.measure)} {row(value.limit)}"


@row.register
def _of_lint(value: Lint) -> str:
    return f"{word(value.code)}{_('：')}{word(value.level)}"


@row.register(Story)
@row.register(Chapter)
def _of_title(value: Story | Chapter) -> str:
    return value.title


@row.register
def _of_clause(value: Clause) -> str:
    return value.text


@row.register
def _of_tension(value: Tension) -> str:
    return f"{_('、').join(value.between)}{_('：')}{value.why}"


@row.register
def _of_rung(value: Rung) -> str:
    form = {
        Anchor.BIRTH: _("%(span)s后"),
        Anchor.BEFORE_DUE: _("到期前 %(span)s"),
        Anchor.AFTER_DUE: _("逾期 %(span)s"),
    }[value.anchor]
    when = form % {"span": span(value.after)} if value.after.amount else _("立即")
    if value.do == "remind":
        return _("%(when)s提醒%(who)s") % {"when": when, "who": word(value.who)}
    told = {"when": when, "who": word(value.who), "what": duty(value.do)}
    return _("%(when)s由%(who)s%(what)s") % told


@row.register
def _of_rule(rule: Rule) -> str:
    told = {
        "on": word(rule.on),
        "who": word(rule.bearer),
        "duty": duty(rule.owes),
        "term": term(rule.within),
    }
    when = said("when", rule.when) if rule.when else ""
    sentence = _("%(on)s后，%(who)s“%(duty)s”，%(term)s") % told
    return f"{sentence}{_('（%(when)s）') % {'when': when} if when else ''}"


@row.register
def _of_mode(value: Mode) -> str:
    return {
        Mode.ONE: _("一人签"),
        Mode.TWO: _("两人分别签"),
        Mode.ALL: _("全部签"),
        Mode.ANY: _("任一人签"),
    }[value]


@row.register
def _of_otherwise(value: Otherwise) -> str:
    told = {Otherwise.REFUSE: _("否则不能进行"), Otherwise.RECORD: _("否则记为未满足")}
    return told[value]


@row.register
def _of_quiet(value: Quiet) -> str:
    return f"{value.starts:%H:%M}–{value.ends:%H:%M}"


@row.register
def _of_time(value: time) -> str:
    return f"{value:%H:%M}"


@row.register
def _of_span(value: timedelta) -> str:
    return _("%(count)d 分钟") % {"count": value // timedelta(minutes=1)}


def duty(verb: str) -> str:
    """What is owed, in the words of its scenario."""
    known = verbs.of(verb)
    return str(known.title or known.label) if known else word(verb)
