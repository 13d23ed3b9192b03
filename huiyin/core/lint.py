"""Judges a policy that can be read: what it asks for and never gets (first form of Z15)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from huiyin.core.due import Duration, Every, Unit, Within
from huiyin.core.policy import Anchor, Clause, Kind, Policy, Rule, Rung

ROLES = frozenset(
    {
        "recipients",
        "initiator",
        "bearer",
        "head_of(bearer)",
        "recorder",
        "management",
        "asker",
        "answerer",
        "doubters",
        "team_heads",
    }
)
"""The roles that the directory or every case can resolve."""

_WORKING = {Unit.WORKING_DAY, Unit.WORKING_HOUR}
_LENGTH = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in ``field`` of ``clause``, in words."""

    clause: str
    field: str
    problem: str


def lint(
    policy: Policy,
    *,
    events: Collection[str] | None = None,
    roles: Collection[str] = ROLES,
    requirements: Collection[str] | None = None,
) -> list[Finding]:
    """What is wrong with ``policy``, in the order of its clauses; empty when nothing is.

    ``events`` are those that some scenario records, ``requirements`` the known ids; ``None``
    leaves that check out.
    """
    found: list[Finding] = []
    seen: set[str] = set()
    for clause in policy.clauses:
        if clause.id in seen:
            found.append(Finding(clause.id, "id", "条款编号重复"))
        seen.add(clause.id)
        found += _clause(clause, requirements)
        if not clause.waits_for:
            found += _acting(clause, events, roles)
    measures = [aim.measure for aim in policy.targets()]
    found += (
        Finding(aim.clause, "target", f"{aim.measure} 的目标写了两次")
        for place, aim in enumerate(policy.targets())
        if aim.measure in measures[:place]
    )
    if policy.matrix and all(route.when for route in policy.matrix):
        found.append(Finding("", "route", "渠道矩阵最后缺少一条无条件的行"))
    if policy.attention is not None and policy.attention.clause not in seen:
        owner = policy.attention.clause
        found.append(Finding(owner, "attention", f"打扰上限属于不存在的条款 {owner}"))
    return found


def _acting(
    clause: Clause, events: Collection[str] | None, roles: Collection[str]
) -> Iterator[Finding]:
    """The rules and guards of a clause that does not wait for its scenario."""
    for place, rule in enumerate(clause.rules):
        for field, problem in _rule(rule, events, roles):
            yield Finding(clause.id, f"rule[{place}].{field}", problem)
    for place, guard in enumerate(clause.guards):
        if events is not None and guard.on not in events:
            yield Finding(clause.id, f"guard[{place}].on", f"没有场景记录 {guard.on}")


def _clause(clause: Clause, requirements: Collection[str] | None) -> Iterator[Finding]:
    if clause.kind is Kind.EXECUTABLE:
        if not (_acts(clause) or clause.stories):
            yield Finding(clause.id, "kind", "可执行的条款既无规则也无例子")
        elif _acts_on_events(clause) and not clause.stories:
            yield Finding(clause.id, "story", "规则没有例子")
    elif _acts(clause):
        yield Finding(clause.id, "kind", "有规则的条款应为 executable")
    for requirement in clause.requirement:
        if requirements is not None and requirement not in requirements:
            yield Finding(clause.id, "requirement", f"没有编号为 {requirement} 的需求")


def _acts(clause: Clause) -> bool:
    """Whether the clause does anything by itself."""
    return _acts_on_events(clause) or any((clause.targets, clause.lints))


def _acts_on_events(clause: Clause) -> bool:
    """Whether something follows from an event, which an example then has to show."""
    return any((clause.rules, clause.guards, clause.signings))


def _rule(
    rule: Rule, events: Collection[str] | None, roles: Collection[str]
) -> Iterator[tuple[str, str]]:
    if not rule.met_by and not rule.deem:
        yield "met_by", "没有写明怎样算完成"
    if rule.deem and rule.within is None:
        yield "deem", "没有期限，默认永不生效"
    yield from _unrecorded(rule, events)
    for field, role in (("bearer", rule.bearer), ("to", rule.to)):
        if role not in roles:
            yield field, f"没有人担任 {role}"
    for place, rung in enumerate(rule.ladder):
        for field, problem in _rung(rule, place, rung, roles):
            yield f"ladder[{place}].{field}", problem


def _unrecorded(rule: Rule, events: Collection[str] | None) -> Iterator[tuple[str, str]]:
    awaited = {
        "on": rule.on,
        "met_by": rule.met_by,
        "excused_by": rule.excused_by,
        "ended_by": rule.ended_by,
    }
    if isinstance(rule.within, Every):
        awaited["within"] = rule.within.until
    for field, event in awaited.items():
        if event and events is not None and event not in events:
            yield field, f"没有场景记录 {event}"


def _rung(rule: Rule, place: int, rung: Rung, roles: Collection[str]) -> Iterator[tuple[str, str]]:
    if rung.who not in roles:
        yield "who", f"没有人担任 {rung.who}"
    if rung.do == "remind" and rung.who != "bearer":
        yield "who", "提醒只能给承担人（bearer）；对其他人应写明要做的事"
    if rung in rule.ladder[:place]:
        yield "do", "与前面的一步相同"
    reason = _unreachable(rule, rung)
    if reason:
        yield rung.anchor.value, reason


def _unreachable(rule: Rule, rung: Rung) -> str:
    """Why the clock never comes to ``rung``; empty when it does or when that depends on dates."""
    if rung.anchor is not Anchor.BIRTH and rule.within is None:
        return "规则没有期限，这一步无从计时"
    if rung.anchor is Anchor.AFTER_DUE and rule.deem:
        return "到期即默认完成，这一步永远轮不到"
    if not isinstance(rule.within, Within):
        return ""
    if rung.anchor is Anchor.BEFORE_DUE and _reaches(rung.after, rule.within.duration):
        return "早于事件发生，这一步永远轮不到"
    if rung.anchor is Anchor.BIRTH and rule.deem and _reaches(rung.after, rule.within.duration):
        return "到期即默认完成，这一步永远轮不到"
    return ""


def _reaches(one: Duration, limit: Duration) -> bool:
    """Whether ``one`` is at least as long as ``limit``, as far as the units tell."""
    if one.unit == limit.unit:
        return one.amount >= limit.amount
    if {one.unit, limit.unit} & _WORKING:
        return False
    return one.amount * _LENGTH[one.unit] >= limit.amount * _LENGTH[limit.unit]
