"""The regulation in one line per rule, for a file that shows in review what a change does."""

from collections.abc import Mapping
from datetime import time

from huiyin.core.attention import Attention
from huiyin.core.due import WEEKDAYS, After, Before, By, Duration, Every, Term, Within
from huiyin.core.policy import Aim, Anchor, Guard, Lint, Policy, Route, Rule, Rung, Signing


def snapshot(policy: Policy) -> list[str]:
    """``key | on [when] | who owes what to whom | by | met by | ladder``, then the matrix."""
    guards = [guard for clause in policy.clauses for guard in clause.guards]
    return [
        *map(_rule, policy.rules()),
        *map(_guard, guards),
        *map(_signing, policy.signings()),
        *map(_lint, policy.lints().values()),
        *map(_aim, policy.targets()),
        *map(_route, policy.matrix),
        *([_attention(policy.attention)] if policy.attention else []),
    ]


def _attention(rules: Attention) -> str:
    exempt = "; ".join(_when(row).strip() for row in rules.exempt) or "-"
    return " | ".join(
        (
            f"attention {rules.clause}",
            f"{rules.budget} a day",
            f"quiet {_clock(rules.quiet.starts)}-{_clock(rules.quiet.ends)}",
            "digest " + ", ".join(map(_clock, rules.digest_at)),
            f"no later than {rules.lead} before due",
            f"exempt {exempt}",
        )
    )


def _rule(rule: Rule) -> str:
    met = " / ".join(part for part in (rule.met_by, rule.excused_by, rule.ended_by) if part)
    needs = f" ({rule.needs})" if rule.needs else ""
    return " | ".join(
        (
            rule.key,
            f"{rule.on}{_when(rule.when)}",
            f"{rule.bearer} owes {rule.owes} to {rule.to}",
            (_term(rule.within) if rule.within else "-") + (" deem" if rule.deem else ""),
            (met or "-") + needs,
            "; ".join(map(_rung, rule.ladder)) or "-",
        )
    )


def _guard(guard: Guard) -> str:
    term = guard.not_before or guard.not_after
    edge = "not before" if guard.not_before else "not after"
    asked = f"{edge} {_term(term)}" if term else f"needs {guard.needs}"
    return f"{guard.key} | {guard.on}{_when(guard.when)} | {asked} | else {guard.otherwise}"


def _signing(signing: Signing) -> str:
    of = f"{signing.of}{_when(signing.when)}"
    return f"{signing.key} | {of} | {signing.step} by {signing.who} | {signing.mode}"


def _aim(aim: Aim) -> str:
    sign = "<=" if aim.limit.at_most is not None else ">="
    return f"{aim.clause} | {aim.measure} {sign} {aim.limit.limit:g}"


def _lint(lint: Lint) -> str:
    ahead = f" within {_duration(lint.within)}" if lint.within else ""
    return f"{lint.clause} | finding {lint.code}{ahead} | {lint.level}"


def _route(route: Route) -> str:
    text = "" if route.with_text else " without text"
    when = _when(route.when).strip() or "[]"
    return f"route {when} | {', '.join(route.channels)}{text} | {route.confirm}"


def _when(when: Mapping[str, tuple[str, ...]]) -> str:
    wanted = ", ".join(f"{name}={'/'.join(values)}" for name, values in sorted(when.items()))
    return f" [{wanted}]" if wanted else ""


def _rung(rung: Rung) -> str:
    sign = {Anchor.BIRTH: "+", Anchor.BEFORE_DUE: "due-", Anchor.AFTER_DUE: "due+"}[rung.anchor]
    within = f" within {_duration(rung.within)}" if rung.within else ""
    return f"{sign}{_duration(rung.after)} {rung.who} {rung.do}{within}"


def _term(term: Term) -> str:
    match term:
        case Within(duration):
            return _duration(duration)
        case Before(duration, fact):
            return f"{_duration(duration)} before {fact}"
        case After(duration, fact):
            return f"{_duration(duration)} after {fact}"
        case By(at, weekday):
            return f"by {_clock(at)}" if weekday is None else f"by {WEEKDAYS[weekday]} {_clock(at)}"
        case Every(duration, until):
            return f"every {_duration(duration)} until {until}"
        case _:
            return f"by {term.fact}"


def _duration(duration: Duration) -> str:
    return f"{duration.amount}{duration.unit}"


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
