"""The regulation in force, as people read it: chapters, clauses, rules as sentences, ladders."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases import verbs
from huiyin.core.due import At, Before, By, Every, Term, Within, say_duration
from huiyin.core.policy import Anchor, Clause, Kind, Policy, Route, Rule, Rung


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
    stories: tuple[str, ...]


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
        stories=tuple(story.title for story in clause.stories),
    )


def routes(policy: Policy) -> list[RouteWords]:
    """The channel matrix in words, the first row that fits decides."""
    return [_route(row) for row in policy.matrix]


def term(value: Term | None) -> str:
    """A deadline in words."""
    match value:
        case None:
            return _("无期限")
        case Within(duration):
            return _("%(span)s内") % {"span": say_duration(duration)}
        case Before(duration, fact):
            return _("%(fact)s前 %(span)s") % {"fact": _word(fact), "span": say_duration(duration)}
        case By(at, None):
            return _("当日 %(time)s 前") % {"time": at.strftime("%H:%M")}
        case By(at, weekday):
            day = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[weekday or 0]
            return _("%(day)s %(time)s 前") % {"day": day, "time": at.strftime("%H:%M")}
        case At(fact):
            return _("%(fact)s前") % {"fact": _word(fact)}
        case Every(duration, until):
            return _("每 %(span)s一次，直到%(until)s") % {
                "span": say_duration(duration),
                "until": _word(until),
            }


def duty(verb: str) -> str:
    """What is owed, in the words of its scenario."""
    known = verbs.of(verb)
    return str(known.title or known.label) if known else _word(verb)


def _rule(rule: Rule) -> RuleWords:
    return RuleWords(
        when=_word(rule.on),
        conditions=_conditions(rule.when),
        who=_word(rule.bearer),
        what=duty(rule.owes),
        term=term(rule.within) + (_("，逾期未答视为同意") if rule.deem else ""),
        met=_word(rule.met_by),
        ladder=(Step("0", _("送达"), "ok"), *(_step(rung, rule) for rung in rule.ladder)),
    )


def _step(rung: Rung, rule: Rule) -> Step:
    form = {
        Anchor.BIRTH: _("%(span)s后"),
        Anchor.BEFORE_DUE: _("到期前 %(span)s"),
        Anchor.AFTER_DUE: _("逾期 %(span)s"),
    }[rung.anchor]
    when = form % {"span": say_duration(rung.after)}
    if rung.do == "remind":
        return Step(when, _("提醒%(who)s") % {"who": _word(rung.who)}, "soon")
    tone = "esc" if rung.who == f"head_of({rule.bearer})" or rung.who == "head_of(bearer)" else "late"
    return Step(when, f"{_word(rung.who)}{duty(rung.do)}", tone)


def _route(row: Route) -> RouteWords:
    return RouteWords(
        _conditions(row.when),
        _("、").join(_word(name) for name in row.channels),
        _word(row.confirm),
        row.with_text,
    )


def _conditions(when: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(
        f"{_word(name)}：{_('或').join(_word(value) for value in values)}"
        for name, values in when.items()
    )


def _kinds() -> dict[Kind, str]:
    return {
        Kind.EXECUTABLE: _("系统执行"),
        Kind.GUIDANCE: _("指引"),
        Kind.OUT_OF_SCOPE: _("不由系统执行"),
    }


def _word(name: str) -> str:
    """A name of the policy in people's words; the name itself when it has none here."""
    known = {
        "notices.published": _("通知发布"),
        "notices.confirmed": _("确认收到"),
        "notices.replied": _("回复"),
        "urgency": _("紧急程度"),
        "routine": _("常规"),
        "important": _("重要"),
        "urgent": _("紧急"),
        "classification": _("密级"),
        "public": _("公开"),
        "internal": _("内部"),
        "confidential": _("机密"),
        "has_reply_by": _("要求回复"),
        "true": _("是"),
        "false": _("否"),
        "reply_by": _("回复期限"),
        "recipients": _("接收人"),
        "initiator": _("发起人"),
        "bearer": _("本人"),
        "head_of(bearer)": _("主管"),
        "inbox": _("站内"),
        "mail": _("邮件"),
        "phone": _("电话"),
        "acknowledge": _("确认收到"),
        "spoken": _("口头复述"),
    }
    return known.get(name.lower(), name)
