"""What a department's own rules give up, rule by rule and clause by clause."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.linting import Loosening, Weight, loosens, overlay
from huiyin.core.linting.tests.house import SOUND, read
from huiyin.core.policy import Anchor, Rule, Rung
from huiyin.core.terms import Duration, Unit, parse_duration, parse_term

pytestmark = pytest.mark.req("Z15", "G04")

RULE = read(SOUND).clause("1").rules[0]


def said(found: list[Loosening]) -> list[tuple[str, bool]]:
    return [(one.field, one.certain) for one in found]


def rung(after: str, anchor: Anchor, who: str, do: str, within: str = "") -> Rung:
    allowed = parse_duration(within) if within else None
    return Rung(parse_duration(after), who, do, anchor, allowed)


REMIND = rung("1wh", Anchor.BEFORE_DUE, "bearer", "remind")
PHONE = rung("2h", Anchor.AFTER_DUE, "initiator", "phone_unread", "1h")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"within": parse_term("3wh")}, []),
        ({"within": parse_term("4h")}, []),
        ({"within": parse_term("5wh")}, [("within", True)]),
        ({"within": None}, [("within", True)]),
        ({"within": parse_term("1wd")}, [("within", False)]),
        ({"when": {}}, []),
        ({"when": {"urgency": ("urgent", "important")}}, []),
        ({"when": {"urgency": ("important",)}}, [("when", True)]),
        ({"when": {"urgency": ("urgent",), "kind": ("policy",)}}, [("when", True)]),
        ({"needs": "understood"}, []),
        ({"needs": ""}, [("needs", True)]),
        ({"needs": "acknowledged"}, [("needs", False)]),
        ({"deem": True}, [("deem", True)]),
        ({"excused_by": ""}, []),
        ({"excused_by": "memos.forgotten"}, [("excused_by", False)]),
        ({"ended_by": "memos.over"}, [("ended_by", False)]),
        ({"met_by": "memos.seen"}, [("met_by", False)]),
        ({"to": "asker"}, [("to", False)]),
        ({"owes": "see_memo"}, [("owes", False)]),
        ({"ladder": (REMIND,)}, [("ladder[1]", True)]),
        ({"ladder": ()}, [("ladder[0]", True), ("ladder[1]", True)]),
        ({"ladder": (PHONE, REMIND)}, []),
        ({"ladder": (REMIND, PHONE, PHONE)}, []),
        ({"ladder": (replace(REMIND, after=Duration(2, Unit.WORKING_HOUR)), PHONE)}, []),
        (
            {"ladder": (replace(REMIND, after=Duration(2, Unit.HOUR)), PHONE)},
            [("ladder[0]", False)],
        ),
        ({"ladder": (REMIND, replace(PHONE, after=Duration(3, Unit.HOUR)))}, [("ladder[1]", True)]),
        ({"ladder": (REMIND, replace(PHONE, within=None))}, [("ladder[1]", True)]),
        (
            {"ladder": (REMIND, replace(PHONE, within=Duration(2, Unit.HOUR)))},
            [("ladder[1]", True)],
        ),
        (
            {"ladder": (REMIND, replace(PHONE, anchor=Anchor.BIRTH))},
            [("ladder[1]", False)],
        ),
    ],
)
def test_one_change_of_a_rule(change: dict[str, object], found: list[tuple[str, bool]]) -> None:
    assert said(loosens(RULE, replace(RULE, **change))) == found  # type: ignore[arg-type]


def test_an_excuse_that_there_was_not() -> None:
    strict = replace(RULE, excused_by="", ended_by="")
    assert said(loosens(strict, RULE)) == [("excused_by", True), ("ended_by", True)]


amounts = st.integers(1, 40)


def tighter(rule: Rule, amount: int) -> list[Rule]:
    """Ways of asking for more; the first only when ``amount`` is less than before."""
    return [
        replace(rule, within=parse_term(f"{amount}wd")),
        replace(rule, needs="understood"),
        replace(rule, when={}),
        replace(rule, excused_by="", ended_by=""),
        replace(rule, deem=False),
        replace(rule, ladder=(*rule.ladder, PHONE)),
        replace(rule, ladder=(REMIND, replace(PHONE, after=Duration(1, Unit.HOUR)))),
    ]


def looser(rule: Rule, amount: int) -> list[Rule]:
    """Ways of asking for less than any rule here does."""
    return [
        replace(rule, within=parse_term(f"{40 + amount}wd")),
        replace(rule, within=None),
        replace(rule, needs=""),
        replace(rule, deem=True),
        replace(rule, ladder=rule.ladder[1:]),
        replace(rule, when={"kind": ("policy",), **rule.when}),
        replace(rule, excused_by="memos.forgotten"),
        replace(rule, ended_by="memos.over"),
    ]


@given(amounts, amounts, st.lists(st.tuples(st.integers(0, 6), amounts), max_size=5))
def test_tightened_never_loosens(limit: int, less: int, steps: list[tuple[int, int]]) -> None:
    base = replace(RULE, within=parse_term(f"{limit + less}wd"))
    own = base
    for which, amount in steps:
        own = tighter(own, min(amount, limit))[which]
    assert loosens(base, own) == []


@given(
    amounts,
    st.integers(0, 7),
    amounts,
    st.lists(st.tuples(st.integers(1, 4), amounts), max_size=3),
)
def test_loosened_always_does(
    limit: int, which: int, by: int, steps: list[tuple[int, int]]
) -> None:
    base = replace(RULE, within=parse_term(f"{limit}wd"), excused_by="", ended_by="")
    own = base
    for way, amount in steps:
        own = tighter(own, amount)[way]
    own = looser(own, by)[which]
    assert any(one.certain for one in loosens(base, own))


OWN_2 = SOUND[SOUND.index('[[clause]]\nid = "2"') : SOUND.index('[[clause]]\nid = "3"')]
OWN_1 = SOUND[SOUND.index('[[clause]]\nid = "1"') : SOUND.index('[[clause]]\nid = "2"')]
RULE_0 = OWN_1[OWN_1.index("[[clause.rule]]") : OWN_1.index('[[clause.rule]]\non = "memos.sent"\n'
               'when = { urgency = "routine" }')]  # fmt: skip
GUARD_2 = OWN_1[OWN_1.rindex("[[clause.guard]]") : OWN_1.index("[[clause.rule]]")]
SIGN_1 = OWN_2[OWN_2.rindex("[[clause.sign]]") : OWN_2.index("[[clause.rule]]")]


@pytest.mark.parametrize(
    ("source", "old", "new", "field", "code"),
    [
        (OWN_1, '"4wh"', '"3wh"', "", ""),
        (OWN_1, '"4wh"', '"8wh"', "rule[0].within", "loosens"),
        (OWN_1, '"4wh"', '"1wd"', "rule[0].within", "incomparable"),
        (OWN_1, RULE_0, "", "rule[0]", "loosens"),
        (OWN_1, 'owes = "hear_memo"', 'owes = "skip_memo"', "rule[2]", "loosens"),
        (OWN_1, '"24h after', '"48h after', "", ""),
        (OWN_1, '"24h after', '"12h after', "guard[1].not_before", "loosens"),
        (OWN_1, '"24h after', '"1wd after', "", ""),
        (OWN_1, '"24h after', '"4wh after', "guard[1].not_before", "incomparable"),
        (OWN_1, '"1d before', '"2d before', "", ""),
        (OWN_1, '"1d before', '"12h before', "guard[2].not_after", "loosens"),
        (OWN_1, GUARD_2, "", "guard[2]", "loosens"),
        (OWN_1, GUARD_2, GUARD_2.replace('"policy"', '"notice"'), "guard[2].when", "loosens"),
        (
            OWN_1,
            'needs = "signed_off"\notherwise = "refuse"',
            'needs = "signed_off"\notherwise = "record"',
            "guard[0].otherwise",
            "loosens",
        ),
        (OWN_1, 'needs = "signed_off"', 'needs = "is_signed"', "guard[0]", "loosens"),
        (OWN_2, 'step = "approve"\nwho = "management"\nmode = "one"',
         'step = "approve"\nwho = "management"\nmode = "two"', "", ""),
        (OWN_2, SIGN_1, "", "sign[1]", "loosens"),
        (OWN_2, 'of = "memos"\nwhen = { kind = "policy" }',
         'of = "memos"\nwhen = { kind = "notice" }', "sign[1].when", "loosens"),
        (OWN_2, 'kind = "executable"', 'kind = "executable"\nwaits_for = "later"', "waits_for",
         "loosens"),
    ],
)  # fmt: skip
def test_one_change_of_a_clause(source: str, old: str, new: str, field: str, code: str) -> None:
    assert source.count(old) == 1
    found = overlay(read(SOUND), read(source.replace(old, new)))
    assert [(one.field, one.code) for one in found] == ([(field, code)] if code else [])
    assert all((one.weight is Weight.ERROR) == (code == "loosens") for one in found)


def test_fewer_who_sign() -> None:
    base = SOUND.replace('step = "approve"\nwho = "management"\nmode = "one"',
                         'step = "approve"\nwho = "management"\nmode = "all"')  # fmt: skip
    found = overlay(read(base), read(OWN_2))
    assert [(one.clause, one.field, one.code) for one in found] == [
        ("2", "sign[1].mode", "loosens")
    ]


def test_several_rules_may_share_the_cases_of_one() -> None:
    base = SOUND.replace('when = { urgency = "urgent" }\nbearer', "bearer").replace(
        'when = { urgency = "routine" }\n', 'when = { urgency = "never" }\n'
    )
    urgent = RULE_0.replace('"4wh"', '"1wh"')
    rest = RULE_0.replace('when = { urgency = "urgent" }\n', "")
    own = OWN_1.replace(RULE_0, urgent + rest).replace(
        '{ urgency = "routine" }', '{ urgency = "never" }'
    )
    assert overlay(read(base), read(own)) == []
    lax = own.replace(rest, rest.replace('"4wh"', '"8wh"'))
    assert {one.field for one in overlay(read(base), read(lax))} == {"rule[0].within"}
    narrow = own.replace(rest, "")
    assert [one.field for one in overlay(read(base), read(narrow))] == ["rule[0].when"]


def test_what_only_one_of_the_two_has_is_not_compared() -> None:
    assert overlay(read(SOUND), read(OWN_2.replace('id = "2"', 'id = "9"'))) == []
    assert overlay(read(SOUND), read("")) == []
    assert overlay(read(SOUND), read(SOUND)) == []


def test_a_waiver_makes_notes_of_it() -> None:
    own = read(OWN_1.replace('"4wh"', '"8wh"'))
    assert [one.weight for one in overlay(read(SOUND), own, waived=["1"])] == [Weight.NOTE]
    assert [one.weight for one in overlay(read(SOUND), own, waived=["2"])] == [Weight.ERROR]
