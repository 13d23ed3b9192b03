"""The regulation in one line per rule, for a file that shows in review what a change does."""

from collections.abc import Iterator, Mapping

from huiyin.core.attention import Attention
from huiyin.core.policy import Aim, Anchor, Clause, Guard, Lint, Policy, Route, Rule, Rung, Signing
from huiyin.core.writing.terms import clock, duration, term


def snapshot(policy: Policy) -> list[str]:
    """``key | on [when] | who owes what to whom | by | met by | ladder``, then the matrix.

    What waits for its scenario comes last and says so.
    """
    acting = [clause for clause in policy.clauses if not clause.waits_for]
    waiting = [clause for clause in policy.clauses if clause.waits_for]
    return [
        *_clauses(acting),
        *(f"tension {tension.wins} in {', '.join(tension.between)}" for tension in policy.tensions),
        *map(_route, policy.matrix),
        *([_attention(policy.attention)] if policy.attention else []),
        *(
            f"waits {clause.waits_for} | {line}"
            for clause in waiting
            for line in _clauses([clause])
        ),
    ]


def _clauses(clauses: list[Clause]) -> Iterator[str]:
    """Rules of all, then guards of all and so on: what is alike stands together."""
    yield from (_rule(rule) for clause in clauses for rule in clause.rules)
    yield from (_guard(guard) for clause in clauses for guard in clause.guards)
    yield from (_signing(signing) for clause in clauses for signing in clause.signings)
    yield from (_lint(lint) for clause in clauses for lint in clause.lints)
    yield from (_aim(aim) for clause in clauses for aim in clause.targets)


def _attention(rules: Attention) -> str:
    exempt = "; ".join(_when(row).strip() for row in rules.exempt) or "-"
    return " | ".join(
        (
            f"attention {rules.clause}",
            f"{rules.budget} a day",
            f"quiet {clock(rules.quiet.starts)}-{clock(rules.quiet.ends)}",
            "digest " + ", ".join(map(clock, rules.digest_at)),
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
            (term(rule.within) if rule.within else "-") + (" deem" if rule.deem else ""),
            (met or "-") + needs,
            "; ".join(map(_rung, rule.ladder)) or "-",
        )
    )


def _guard(guard: Guard) -> str:
    moment = guard.not_before or guard.not_after
    edge = "not before" if guard.not_before else "not after"
    asked = f"{edge} {term(moment)}" if moment else f"needs {guard.needs}"
    return f"{guard.key} | {guard.on}{_when(guard.when)} | {asked} | else {guard.otherwise}"


def _signing(signing: Signing) -> str:
    of = f"{signing.of}{_when(signing.when)}"
    return f"{signing.key} | {of} | {signing.step} by {signing.who} | {signing.mode}"


def _aim(aim: Aim) -> str:
    sign = "<=" if aim.limit.at_most is not None else ">="
    return f"{aim.clause} | {aim.measure} {sign} {aim.limit.limit:g}"


def _lint(lint: Lint) -> str:
    ahead = f" within {duration(lint.within)}" if lint.within else ""
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
    within = f" within {duration(rung.within)}" if rung.within else ""
    return f"{sign}{duration(rung.after)} {rung.who} {rung.do}{within}"
