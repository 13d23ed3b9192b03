"""Random regulations from few words, so that their clauses meet one another."""

from hypothesis import strategies as st

from huiyin.core.policy import (
    Anchor,
    Clause,
    Guard,
    Kind,
    Mode,
    Otherwise,
    Policy,
    Route,
    Rule,
    Rung,
    Signing,
    Story,
)
from huiyin.core.precedence import Tension
from huiyin.core.terms import parse_duration, parse_term

ids = st.sampled_from(("1", "2", "3"))
EVENTS = ("memos.sent", "memos.asked", "signoff.asked", "memos.gone")
events = st.sampled_from(EVENTS)
maybe = st.one_of(st.just(""), events)
roles = st.sampled_from(("recipients", "management", "ghost"))
spans = st.sampled_from(("30min", "2h", "24h", "1d", "4wh", "1wd", "2wd")).map(parse_duration)
terms = st.sampled_from(
    (
        "1h", "24h", "4wh", "2wd", "by 17:00", "by fri 17:00", "by starts_at", "1d before starts_at",
        "2wd before starts_at", "2h after starts_at", "every 1d until memos.gone",
        "1mo", "by month 5 17:00", "by month endwd 17:00", "by 1wd 17:00", "by 2d 17:00",
        "every month end 17:00 until memos.gone", "every 1wd 17:00 until memos.gone",
    )
).map(parse_term)  # fmt: skip
when = st.dictionaries(
    st.sampled_from(("urgency", "kind", "scenario", "step")),
    st.lists(st.sampled_from(("urgent", "memos", "true", "x")), min_size=1, unique=True).map(tuple),
    max_size=2,
)
rungs = st.builds(
    Rung, spans, roles, st.sampled_from(("remind", "phone")), st.sampled_from(Anchor), spans
)
stories = st.builds(
    Story, ids, st.just("t"),
    st.lists(st.sampled_from(("09:00 memos.sent memo:1 urgency=urgent", "?", "")), max_size=2)
    .map(tuple), st.just(()),
)  # fmt: skip


def rules(clause: str, place: int) -> st.SearchStrategy[Rule]:
    return st.builds(
        Rule,
        key=st.just(f"{clause}/{place}"),
        clause=st.just(clause),
        on=events,
        bearer=roles,
        owes=st.sampled_from(("confirm", "sign")),
        met_by=st.one_of(maybe, st.just("signoff.completed")),
        when=when,
        within=st.none() | terms,
        excused_by=maybe,
        ended_by=maybe,
        needs=st.sampled_from(("", "acknowledged", "understood", "as confirm")),
        ladder=st.lists(rungs, max_size=2).map(tuple),
        deem=st.booleans(),
    )


def guards(clause: str, place: int) -> st.SearchStrategy[Guard]:
    limit = st.one_of(
        st.fixed_dictionaries({"not_before": terms}),
        st.fixed_dictionaries({"not_after": terms}),
        st.fixed_dictionaries({"needs": st.sampled_from(("signed_off", "kind"))}),
    )
    key = f"{clause}/g{place}"
    return st.tuples(events, when, st.sampled_from(Otherwise), limit).map(
        lambda it: Guard(key, clause, it[0], it[1], "不行", it[2], **it[3])
    )


def signings(clause: str, place: int) -> st.SearchStrategy[Signing]:
    return st.builds(
        Signing,
        key=st.just(f"{clause}/s{place}"),
        clause=st.just(clause),
        of=st.sampled_from(("memos", "signoff")),
        when=when,
        step=st.sampled_from(("true", "x")),
        who=roles,
        mode=st.sampled_from(Mode),
    )


def clauses(number: str) -> st.SearchStrategy[Clause]:
    return st.builds(
        Clause,
        id=st.just(number),
        text=st.just("条文"),
        kind=st.sampled_from(Kind),
        waits_for=st.sampled_from(("", "", "memos", "others")),
        rules=st.tuples(rules(number, 0), rules(number, 1)).flatmap(_some),
        guards=st.tuples(guards(number, 0), guards(number, 1)).flatmap(_some),
        signings=st.tuples(signings(number, 0), signings(number, 1)).flatmap(_some),
        stories=st.lists(stories, max_size=1).map(tuple),
    )


def _some(made: tuple[object, ...]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.integers(0, len(made)).map(lambda count: made[:count])


tensions = st.builds(
    Tension,
    st.lists(st.sampled_from(("1", "2", "3", "9")), min_size=2, max_size=3, unique=True).map(tuple),
    st.just("x"),
    st.sampled_from(("", "1", "2")),
    st.sampled_from(("", "y")),
    st.booleans(),
)
routes = st.builds(
    Route, when, st.sampled_from((("inbox",), ("mail", "sms"))),
    st.sampled_from(("none", "acknowledge")), st.booleans(),
)  # fmt: skip
texts = st.lists(ids.flatmap(clauses), max_size=3).map(tuple)
policies = st.builds(
    Policy,
    st.just(1),
    texts,
    st.lists(routes, max_size=3).map(tuple),
    tensions=st.lists(tensions, max_size=2).map(tuple),
)
