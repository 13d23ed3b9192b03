"""All clauses that can be read, for properties."""

from datetime import time

from hypothesis import strategies as st

from huiyin.core.load import NEEDS
from huiyin.core.measure import Target
from huiyin.core.policy import (
    Aim,
    Anchor,
    Clause,
    Guard,
    Kind,
    Lint,
    Mode,
    Otherwise,
    Rule,
    Rung,
    Signing,
    Story,
)
from huiyin.core.terms import After, At, Before, By, Duration, Every, Later, On, Term, Unit, Within
from huiyin.core.wording.finding import LEVELS, Level

TRICKY = ['"', '"""', "'''", "\\", "[[clause]]", "#", "# file: x", "\n", "\t", "，", "𠮷", "\r\n"]
chars = st.characters(codec="utf-8")
said = st.lists(st.one_of(st.text(chars, max_size=6), st.sampled_from(TRICKY)), max_size=5)
words = said.map("".join)
texts = words.map(str.strip).filter(bool)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
kinds = st.builds("{}.{}".format, names, names)
roles = st.one_of(names, st.builds("{}({})".format, names, names))
numbers = st.from_regex(r"[A-Z]?[0-9]{1,2}(\.[0-9]{1,2}){0,3}", fullmatch=True)
spans = st.builds(Duration, st.integers(1, 9999), st.sampled_from(Unit))
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
facts = st.one_of(words, st.sampled_from(["true", "false", "0", "-3", "007", "12"]))
when = st.dictionaries(
    st.one_of(names, texts), st.lists(facts, min_size=1, max_size=3).map(tuple), max_size=3
)
dates: st.SearchStrategy[Term] = st.one_of(
    st.builds(Before, spans, names), st.builds(After, spans, names)
)
days = st.builds(Duration, st.integers(1, 9999), st.sampled_from((Unit.DAY, Unit.WORKING_DAY)))
months = st.sets(st.integers(1, 12), min_size=1).map(lambda found: tuple(sorted(found)))
moments: st.SearchStrategy[By | Later | On] = st.one_of(
    st.builds(By, clocks, st.none() | st.integers(0, 6)),
    st.builds(Later, clocks, days),
    st.builds(On, clocks, months, st.integers(1, 31), st.booleans()),
)
terms: st.SearchStrategy[Term] = st.one_of(
    st.builds(Within, spans),
    dates,
    moments,
    st.builds(At, names),
    st.builds(Every, spans | moments, kinds),
)


@st.composite
def rungs(draw: st.DrawFn) -> Rung:
    anchor = draw(st.sampled_from(Anchor))
    least = 0 if anchor is Anchor.BIRTH else 1
    after = Duration(draw(st.integers(least, 9999)), draw(st.sampled_from(Unit)))
    within = draw(st.none() | spans)
    return Rung(after, draw(roles), draw(names), anchor, within)


@st.composite
def rules(draw: st.DrawFn, clause: str, place: int) -> Rule:
    return Rule(
        key=f"{clause}/{place}",
        clause=clause,
        on=draw(kinds),
        bearer=draw(roles),
        owes=draw(names),
        met_by=draw(st.just("") | kinds),
        when=draw(when),
        within=draw(st.none() | terms),
        to=draw(st.just("initiator") | roles),
        excused_by=draw(st.just("") | kinds),
        ended_by=draw(st.just("") | kinds),
        needs=draw(st.sampled_from(NEEDS)),
        ladder=draw(st.lists(rungs(), max_size=3).map(tuple)),
        deem=draw(st.booleans()),
    )


@st.composite
def guards(draw: st.DrawFn, clause: str, place: int) -> Guard:
    asks = draw(st.sampled_from(["not_before", "not_after", "needs"]))
    return Guard(
        key=f"{clause}/g{place}",
        clause=clause,
        on=draw(kinds),
        when=draw(when),
        says=draw(texts),
        otherwise=draw(st.sampled_from(Otherwise)),
        not_before=draw(terms) if asks == "not_before" else None,
        not_after=draw(terms) if asks == "not_after" else None,
        needs=draw(names) if asks == "needs" else "",
    )


@st.composite
def signings(draw: st.DrawFn, clause: str, place: int) -> Signing:
    return Signing(
        key=f"{clause}/s{place}",
        clause=clause,
        of=draw(names),
        when=draw(when),
        step=draw(names),
        who=draw(roles),
        mode=draw(st.sampled_from(Mode)),
    )


@st.composite
def aims(draw: st.DrawFn, clause: str) -> Aim:
    share = draw(st.floats(0, 1, exclude_min=True, exclude_max=True))
    least = draw(st.booleans())
    limit = Target(at_least=share) if least else Target(at_most=share)
    return Aim(clause, draw(names), limit)


@st.composite
def lints(draw: st.DrawFn, clause: str) -> tuple[Lint, ...]:
    codes = draw(st.lists(st.sampled_from(sorted(LEVELS)), unique=True, max_size=4))
    levels = st.sampled_from(Level)
    return tuple(Lint(clause, code, draw(levels), draw(st.none() | spans)) for code in codes)


@st.composite
def stories(draw: st.DrawFn, clause: str) -> Story:
    lines = st.lists(words, max_size=3).map(tuple)
    return Story(clause, draw(texts), draw(lines), draw(lines))


@st.composite
def clauses(draw: st.DrawFn, number: st.SearchStrategy[str] = numbers) -> Clause:
    """Any clause that a text can say."""
    own = draw(number)

    def some(make: object) -> tuple[object, ...]:
        count = draw(st.integers(0, 2))
        return tuple(draw(make(own, place)) for place in range(count))  # type: ignore[operator]

    kind = draw(st.sampled_from(Kind))
    return Clause(
        id=own,
        text=draw(texts),
        kind=kind,
        requirement=draw(st.lists(words, max_size=3).map(tuple)),
        reason=draw(texts if kind is Kind.OUT_OF_SCOPE else st.just("") | texts),
        waits_for=draw(st.just("") | names),
        title=draw(st.just("") | texts),
        rules=some(rules),  # type: ignore[arg-type]
        guards=some(guards),  # type: ignore[arg-type]
        signings=some(signings),  # type: ignore[arg-type]
        targets=tuple(draw(aims(own)) for _ in range(draw(st.integers(0, 1)))),
        lints=draw(lints(own)),
        stories=tuple(draw(stories(own)) for _ in range(draw(st.integers(0, 2)))),
    )
