"""Whether one's own rules ask for less than the company's: departments may only tighten (G04)."""

from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.core.conditions import covers
from huiyin.core.phrase import phrase
from huiyin.core.policy import Rule, Rung
from huiyin.core.strictness import never_later, never_longer, stronger_needs
from huiyin.core.terms import Duration


@dataclass(frozen=True, slots=True)
class Loosening:
    """``field`` asks for less, in words; not ``certain`` when the two cannot be compared."""

    field: str
    problem: str
    certain: bool = True


def loosens(base: Rule, own: Rule) -> list[Loosening]:
    """What ``own`` gives up of ``base``; empty when it asks for the same or more, never for less.

    Fewer cases, a later deadline, a weaker answer, silence or excuses that count, a step of the
    ladder that is gone or comes later. What depends on the calendar cannot be compared.
    """
    return [*_scope(base, own), *_terms(base, own), *_ends(base, own), *_ladder(base, own)]


def eases(base: Rule, own: Rule) -> list[Loosening]:
    """The same without a look at the cases: for a rule of several that share them."""
    return [*_terms(base, own), *_ends(base, own), *_ladder(base, own)]


def _scope(base: Rule, own: Rule) -> Iterator[Loosening]:
    for name in ("on", "bearer", "owes"):
        if getattr(base, name) != getattr(own, name):
            yield Loosening(name, phrase("不是同一件事，无法比较"), certain=False)
    if not covers(own.when, base.when):
        yield Loosening("when", phrase("适用的情形变少了"))


def _terms(base: Rule, own: Rule) -> Iterator[Loosening]:
    if not never_later(own.within, base.within):
        if never_later(base.within, own.within):
            yield Loosening("within", phrase("期限变晚了"))
        else:
            yield Loosening("within", phrase("两个期限无法比较先后"), certain=False)
    if not stronger_needs(own.needs, base.needs):
        certain = stronger_needs(base.needs, own.needs)
        problem = phrase("所需的确认变弱了") if certain else phrase("两种确认方式无法比较强弱")
        yield Loosening("needs", problem, certain=certain)
    if own.deem and not base.deem:
        yield Loosening("deem", phrase("沉默视为完成"))


def _ends(base: Rule, own: Rule) -> Iterator[Loosening]:
    """How the duty may end without or beside the answer."""
    if own.met_by != base.met_by:
        yield Loosening("met_by", phrase("完成的方式不同，无法比较"), certain=False)
    if own.to != base.to:
        yield Loosening("to", phrase("对谁负责不同，无法比较"), certain=False)
    for name in ("excused_by", "ended_by"):
        mine, theirs = getattr(own, name), getattr(base, name)
        if mine and not theirs:
            yield Loosening(name, phrase("多了一种免除的方式"))
        elif mine and mine != theirs:
            yield Loosening(name, phrase("免除的方式不同，无法比较"), certain=False)


def _ladder(base: Rule, own: Rule) -> Iterator[Loosening]:
    for place, rung in enumerate(base.ladder):
        field = f"ladder[{place}]"
        same = [each for each in own.ladder if (each.who, each.do) == (rung.who, rung.do)]
        if not same:
            yield Loosening(field, phrase("少了由 %(who)s 做的 %(do)s", who=rung.who, do=rung.do))
        elif not any(_as_soon(each, rung) for each in same):
            later = all(_as_soon(rung, each) for each in same)
            problem = phrase("这一步变晚了") if later else phrase("这一步的时间无法比较先后")
            yield Loosening(field, problem, certain=later)


def _as_soon(one: Rung, other: Rung) -> bool:
    """Whether ``one`` never comes later than ``other``, and gives no more time for what it asks."""
    return (
        one.anchor is other.anchor
        and _no_longer(one.within, other.within)
        and never_longer(*_in_order(one, other))
    )


def _in_order(one: Rung, other: Rung) -> tuple[Duration, Duration]:
    """The two lengths so that the first must not be longer: before a due time, longer is sooner."""
    pair = (one.after, other.after)
    return pair if one.anchor.value != "before_due" else (pair[1], pair[0])


def _no_longer(one: Duration | None, other: Duration | None) -> bool:
    return other is None or (one is not None and never_longer(one, other))
