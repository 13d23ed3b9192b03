"""A department's own clauses beside the company's: tightening only, unless waived (G04)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from huiyin.core.conditions import both, covers, exhausted, overlaps
from huiyin.core.linting.finding import Finding, Weight
from huiyin.core.linting.loosening import Loosening, eases
from huiyin.core.phrase import phrase
from huiyin.core.policy import Clause, Guard, Mode, Otherwise, Policy, Rule, Signing
from huiyin.core.precedence import same_duty
from huiyin.core.strictness import never_later

_ASKED = {Mode.ANY: 1, Mode.ONE: 1, Mode.TWO: 2, Mode.ALL: 3}


def overlay(base: Policy, own: Policy, waived: Collection[str] = ()) -> list[Finding]:
    """What ``own`` clauses loosen of those of ``base`` with the same number, in their order.

    Clauses that only one of the two has are not compared. An error for what certainly asks for
    less, a warning for what cannot be compared; a note for clauses that are ``waived``.
    """
    theirs = {clause.id: clause for clause in base.clauses}
    found = [
        _finding(clause.id, each)
        for clause in own.clauses
        if clause.id in theirs
        for each in loosened(theirs[clause.id], clause)
    ]
    return [replace(one, weight=Weight.NOTE) if one.clause in waived else one for one in found]


def loosened(base: Clause, own: Clause) -> Iterator[Loosening]:
    """What the clause ``own`` gives up of ``base``; fields are those of ``base``."""
    for place, rule in enumerate(base.rules):
        others = [_unnamed(other) for other in base.rules if other is not rule]
        kept = [one for one in own.rules if _unnamed(one) in others]
        yield from _within(f"rule[{place}]", _rule(rule, own.rules, kept))
    for place, guard in enumerate(base.guards):
        yield from _within(f"guard[{place}]", _guard(guard, own.guards))
    for place, signing in enumerate(base.signings):
        yield from _within(f"sign[{place}]", _signing(signing, base.signings[:place], own.signings))
    if base.waits_for != own.waits_for:
        yield Loosening("waits_for", phrase("条款不再起作用，或改为等待别的场景"))


def _unnamed(rule: Rule) -> Rule:
    """``rule`` as far as it binds: wherever it stands."""
    return replace(rule, key="")


def _rule(base: Rule, owns: Iterable[Rule], kept: Collection[Rule]) -> Iterator[Loosening]:
    """Several own rules may share the cases of one; each that takes some must be as strict.

    Those that are ``kept`` as the company wrote them give nothing up.
    """
    mine = [own for own in owns if same_duty(base, own)]
    if exhausted(base.when, [own.when for own in mine if not eases(base, own)]):
        return
    if not exhausted(base.when, [own.when for own in mine]):
        yield Loosening(
            "when" if mine else "", phrase("适用的情形变少了") if mine else phrase("规则不见了")
        )
    for own in mine:
        if own not in kept:
            yield from eases(base, own)


def _guard(base: Guard, owns: Iterable[Guard]) -> Iterator[Loosening]:
    mine = [own for own in owns if own.on == base.on and _same_kind(base, own)]
    if not mine:
        yield Loosening("", phrase("条件不见了"))
    elif not any(_eases_guard(base, own) == [] for own in mine):
        yield from _eases_guard(base, mine[0])


def _same_kind(base: Guard, own: Guard) -> bool:
    kinds: tuple[Callable[[Guard], bool], ...] = (
        lambda one: one.not_before is not None,
        lambda one: one.not_after is not None,
    )
    return base.needs == own.needs and all(kind(base) == kind(own) for kind in kinds)


def _eases_guard(base: Guard, own: Guard) -> list[Loosening]:
    found = []
    if not covers(own.when, base.when):
        found.append(Loosening("when", phrase("适用的情形变少了")))
    if base.otherwise is Otherwise.REFUSE and own.otherwise is Otherwise.RECORD:
        found.append(Loosening("otherwise", phrase("不再拒绝，只作记录")))
    # The latest allowed moment may only move forward, the earliest only back.
    for field, tight, loose in (
        ("not_after", own.not_after, base.not_after),
        ("not_before", base.not_before, own.not_before),
    ):
        if not never_later(tight, loose):
            certain = never_later(loose, tight)
            problem = phrase("允许的时间变宽了") if certain else phrase("两个时间无法比较先后")
            found.append(Loosening(field, problem, certain=certain))
    return found


def _signing(
    base: Signing, before: Sequence[Signing], owns: Iterable[Signing]
) -> Iterator[Loosening]:
    """Of steps with the same seat the first that fits is taken, among the company's and one's own."""
    mine = [own for own in owns if _seat(own) == _seat(base)]
    taken = [each.when for each in before if _seat(each) == _seat(base)]
    if not exhausted(base.when, [*taken, *(own.when for own in mine)]):
        yield Loosening("when" if mine else "", phrase("少了要签的人"))
    for own in mine:
        fewer = _ASKED[own.mode] < _ASKED[base.mode] and overlaps(base.when, own.when)
        if fewer and not exhausted(both(base.when, own.when), taken):
            yield Loosening("mode", phrase("要签的人数变少了"))
            return
        taken.append(own.when)


def _seat(signing: Signing) -> tuple[str, str, str]:
    return signing.of, signing.step, signing.who


def _within(field: str, found: Iterable[Loosening]) -> Iterator[Loosening]:
    for each in found:
        yield replace(each, field=f"{field}.{each.field}".rstrip("."))


def _finding(clause: str, each: Loosening) -> Finding:
    weight, code = (Weight.ERROR, "loosens") if each.certain else (Weight.WARNING, "incomparable")
    return Finding(clause, each.field, each.problem, weight, code)
