"""The regulation in force, as people read it: chapters, clauses, rules as sentences, ladders."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.cases.naming import word
from huiyin.cases.terms import conditions, span, term
from huiyin.core.policy import Aim, Anchor, Clause, Kind, Policy, Route, Rule, Rung
from huiyin.pages.conditions import GuardWords, SigningWords, guard_words, signing_words
from huiyin.pages.weights import WeightWords, weight_words


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a ladder in words; ``tone`` is a state of a clock."""

    when: str
    what: str
    tone: str


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule as a sentence in five parts."""

    when: str
    conditions: tuple[str, ...]
    who: str
    what: str
    term: str
    met: str
    needs: str
    ladder: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """A clause with its rules in words."""

    id: str
    text: str
    kind: str
    reason: str
    requirement: tuple[str, ...]
    rules: tuple[RuleWords, ...]
    guards: tuple[GuardWords, ...]
    signings: tuple[SigningWords, ...]
    weights: tuple[WeightWords, ...]
    stories: tuple[str, ...]
    title: str = ""
    waits_for: str = ""
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteWords:
    """A row of the channel matrix."""

    conditions: tuple[str, ...]
    channels: str
    confirm: str
    with_text: bool


def clauses(policy: Policy) -> list[ClauseWords]:
    """All clauses in the order of the regulation."""
    return [words(clause) for clause in policy.clauses]


def words(clause: Clause) -> ClauseWords:
    """One clause."""
    return ClauseWords(
        id=clause.id,
        text=clause.text,
        kind=_kinds()[clause.kind],
        reason=clause.reason,
        requirement=clause.requirement,
        rules=tuple(_rule(rule) for rule in clause.rules),
        guards=tuple(guard_words(guard) for guard in clause.guards),
        signings=tuple(signing_words(signing) for signing in clause.signings),
        weights=weight_words(clause.lints),
        stories=tuple(story.title for story in clause.stories),
        title=clause.title,
        waits_for=word(clause.waits_for) if clause.waits_for else "",
        targets=tuple(_target(aim) for aim in clause.targets),
    )


def rung_words(rung: Rung) -> str:
    """A rung in one line: ``2 小时后：发起人电话提醒未读``."""
    step = _step(rung)
    return f"{step.when}{_('：')}{step.what}"


def routes(policy: Policy) -> list[RouteWords]:
    """The channel matrix in words, the first row that fits decides."""
    return [_route(row) for row in policy.matrix]


def duty(verb: str) -> str:
    """What is owed, in the words of its scenario."""
    known = verbs.of(verb)
    return str(known.title or known.label) if known else word(verb)


def _rule(rule: Rule) -> RuleWords:
    return RuleWords(
        when=word(rule.on),
        conditions=conditions(rule.when),
        who=word(rule.bearer),
        what=duty(rule.owes),
        term=term(rule.within) + (_("，逾期未答视为同意") if rule.deem else ""),
        met=word(rule.met_by),
        needs=word(rule.needs) if rule.needs else "",
        ladder=(Step("0", _("送达"), "ok"), *(_step(rung) for rung in rule.ladder)),
    )


def _step(rung: Rung) -> Step:
    form = {
        Anchor.BIRTH: _("%(span)s后"),
        Anchor.BEFORE_DUE: _("到期前 %(span)s"),
        Anchor.AFTER_DUE: _("逾期 %(span)s"),
    }[rung.anchor]
    when = form % {"span": span(rung.after)} if rung.after.amount else _("立即")
    if rung.do == "remind":
        return Step(when, _("提醒%(who)s") % {"who": word(rung.who)}, "soon")
    tone = "esc" if rung.who.startswith("head_of(") else "late"
    who = word(rung.who)
    gap = " " if who[-1:].isascii() else ""
    return Step(when, f"{who}{gap}{duty(rung.do)}", tone)


def _target(aim: Aim) -> str:
    most = aim.limit.at_most is not None
    form = _("%(measure)s不高于 %(share)s") if most else _("%(measure)s不低于 %(share)s")
    return form % {"measure": word(aim.measure), "share": f"{100 * aim.limit.limit:g}%"}


def _route(row: Route) -> RouteWords:
    return RouteWords(
        conditions(row.when),
        _("、").join(word(name) for name in row.channels),
        word(row.confirm),
        row.with_text,
    )


def _kinds() -> dict[Kind, str]:
    return {
        Kind.EXECUTABLE: _("系统执行"),
        Kind.GUIDANCE: _("指引"),
        Kind.OUT_OF_SCOPE: _("不由系统执行"),
    }
