import pytest
from hypothesis import given

from huiyin.core.policy import Clause
from huiyin.core.table import PolicyError
from huiyin.core.writing.reading import line_of, of_clause, of_toml, read, read_toml
from huiyin.core.writing.tests.strategies import clauses

pytestmark = pytest.mark.req("Z01")

TOML = """# 头
[[clause]]
id = "1"
text = "条款"
kind = "magic"
[[clause.rule]]
on = "a.b"
bearer = "li li"
owes = "x"
[[clause.rule]]
on = "a.b"
bearer = "initiator"
owes = "x"
within = "soon"
color = 1
ladder = [{ after = "1x", who = "bearer", do = "remind" }]
[[clause.story]]
title = "例"
"""


@given(clauses())
def test_every_clause_has_a_table(clause: Clause) -> None:
    assert read(of_clause(clause)).clause == clause


def test_all_slips_are_named_with_their_lines() -> None:
    found = read_toml(TOML)
    assert found.clause is None
    assert [(one.field, one.line) for one in found.problems] == [
        ("kind", 5),
        ("rule[0].bearer", 8),
        ("rule[1].within", 14),
        ("rule[1].ladder[0].after", 16),
        ("rule[1].color", 15),
    ]


def test_what_is_missing_is_named_at_its_table() -> None:
    found = read_toml(TOML.replace('title = "例"', "").replace('id = "1"', ""))
    lines = {one.field: one.line for one in found.problems}
    assert (lines["id"], lines["story[0].title"]) == (2, 17)


@pytest.mark.parametrize(
    ("toml", "line"), [("[[clause]]\nid = \n", 2), ("", 1), ('[[route]]\nconfirm = "x"', 1)]
)
def test_what_is_no_clause_at_all(toml: str, line: int) -> None:
    assert [one.line for one in read_toml(toml).problems] == [line]
    with pytest.raises(PolicyError):
        of_toml(toml)


def test_conditions_that_are_not_chosen_yet_do_not_count() -> None:
    table = of_toml(SOUND)
    table["rule"][0]["when"] = {"": [], "urgency": ["important"]}
    clause = read(table).clause
    assert clause is not None
    assert clause.rules[0].when == {"urgency": ("important",)}


def test_what_cannot_be_mended_ends_the_search() -> None:
    assert [one.field for one in read({"id": "1", "rule": "x"}).problems] == [
        "text",
        "kind",
        "rule",
    ]
    guard = {"on": "a.b", "says": "x", "otherwise": "refuse"}
    found = read({"id": "1", "text": "x", "kind": "guidance", "guard": [guard]})
    assert [one.field for one in found.problems] == ["guard[0].needs"]
    assert line_of("", "nothing") == 1


SOUND = """[[clause]]
id = "1"
text = "条款"
kind = "executable"
[[clause.rule]]
on = "a.b"
bearer = "initiator"
owes = "x"
"""


def test_a_condition_that_says_nothing_is_named_and_the_next_slip_too() -> None:
    table = of_toml(SOUND)
    table["rule"][0] |= {"when": {"urgency": []}, "color": 1}
    assert [one.field for one in read(table).problems] == ["rule[0].when.urgency", "rule[0].color"]


@pytest.mark.parametrize("key", ["a.b", "a[0].b", "a[3].b", f"a[{'9' * 5000}].b"])
def test_a_key_that_looks_like_a_path_ends_the_search(key: str) -> None:
    table = of_toml(SOUND)
    table["rule"][0]["when"] = {"a": ["x"], key: []}
    assert [one.field for one in read(table).problems] == [f"rule[0].when.{key}"]
    found = read_toml(SOUND + f'when = {{ a = ["x"], "{key}" = [] }}\n')
    assert [one.field for one in found.problems] == [f"rule[0].when.{key}"]
    assert len(read_toml(SOUND.replace("on =", f'"rule[7].{key}" = 1\non =')).problems) == 1


def test_the_search_for_slips_has_an_end() -> None:
    table = of_toml(SOUND) | {f"unknown{place}": 1 for place in range(100)}
    found = read(table)
    assert (found.clause, len(found.problems)) == (None, 60)
