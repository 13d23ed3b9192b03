import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.load import read_policy
from huiyin.core.policy import Clause
from huiyin.core.table import PolicyError
from huiyin.core.writing.clause import clause_toml
from huiyin.core.writing.order import legal_order
from huiyin.core.writing.policy import policy_source
from huiyin.core.writing.source import (
    clause_text,
    files,
    joined,
    read_clause,
    read_source,
    with_clause,
    without_clause,
)
from huiyin.core.writing.tests.strategies import clauses

FIRST = """# 通知的条款。

# 关于确认
[[clause]]
id = "3.3.1"   # 编号
kind = "guidance"
text = \"\"\"
[[clause]]
id = "9"
\"\"\"
requirement = [
  "N15",  # 见说明 [[clause]]
]

[[clause]]
id = "3.3.10"
kind = "guidance"
text = "十"
# 尾注
"""
SECOND = """[[clause]]
id = "K2.1"
kind = "guidance"
text = '''[[x]]'''
[[route]]
channels = ["inbox"]
confirm = "none"
"""
SOURCE = joined({"a/one": FIRST, "b/two": SECOND})


def new(number: str, text: str = "新") -> str:
    return f'[[clause]]\nid = "{number}"\nkind = "guidance"\ntext = "{text}"\n'


def test_a_clause_is_found_with_its_comments() -> None:
    assert clause_text(SOURCE, "3.3.10") == FIRST[FIRST.index('[[clause]]\nid = "3.3.10') : -5]
    assert clause_text(SOURCE, "K2.1").endswith("'''[[x]]'''\n")
    with pytest.raises(KeyError):
        clause_text(SOURCE, "9")


def test_a_change_touches_nothing_else() -> None:
    changed = with_clause(SOURCE, "3.3.1", new("3.3.1"))
    head, tail = (
        FIRST.split('[[clause]]\nid = "3.3.1"   ', maxsplit=1)[0],
        FIRST[FIRST.index('\n\n[[clause]]\nid = "3.3.10') :],
    )
    assert files(changed)["a/one"] == head + new("3.3.1").rstrip() + tail + "\n"
    assert files(changed)["b/two"] == SECOND


@pytest.mark.parametrize(
    ("number", "order"),
    [
        ("3.3.2", ["3.3.1", "3.3.2", "3.3.10", "K2.1"]),
        ("1.1", ["1.1", "3.3.1", "3.3.10", "K2.1"]),
        ("4", ["3.3.1", "3.3.10", "4", "K2.1"]),
        ("K1", ["3.3.1", "3.3.10", "K1", "K2.1"]),
        ("K2.1.1", ["3.3.1", "3.3.10", "K2.1", "K2.1.1"]),
    ],
)
def test_a_new_clause_stands_at_its_place(number: str, order: list[str]) -> None:
    added = with_clause(SOURCE, number, new(number))
    assert [clause.id for clause in read_source(added).clauses] == order
    assert without_clause(added, number).replace("\n", "") == SOURCE.replace("\n", "")


def test_a_new_number_moves_the_clause() -> None:
    moved = with_clause(SOURCE, "3.3.1", new("3.3.11"))
    assert [clause.id for clause in read_source(moved).clauses] == ["3.3.10", "3.3.11", "K2.1"]
    assert "关于确认" not in moved
    with pytest.raises(PolicyError, match="重复"):
        with_clause(SOURCE, "3.3.1", new("K2.1"))


def test_the_only_clause_of_a_file_goes_and_the_files_stay() -> None:
    left = without_clause(without_clause(SOURCE, "3.3.1"), "3.3.10")
    assert list(files(left)) == ["a/one", "b/two"]
    assert [clause.id for clause in read_source(left).clauses] == ["K2.1"]
    bare = without_clause(left, "K2.1")
    assert read_source(bare).clauses == ()
    assert [clause.id for clause in read_source(with_clause(bare, "1", new("1"))).clauses] == ["1"]


def test_the_first_clause_makes_a_file() -> None:
    assert read_source(with_clause("", "1", new("1"))).clauses == (read_clause(new("1")),)
    one = joined({"a": ""})
    assert read_source(with_clause(one, "1", new("1"))).clause("1").text == "新"


@pytest.mark.parametrize(
    "toml",
    [
        "",
        new("1") + new("2"),
        new("1") + '[[route]]\nchannels = ["inbox"]\nconfirm = "none"\n',
        new("1") + "# file: x\n",
        "[[clause",
        new("1") + "route = []",
        new("1") + "[[clause.rule]]",
    ],
)
def test_what_is_no_single_clause_is_refused(toml: str) -> None:
    with pytest.raises(PolicyError):
        with_clause(SOURCE, "1", toml)


@pytest.mark.parametrize("text", ['clause = [{ id = "1" }]', "[[clause", '[["clause"]]\nid = "1"'])
def test_a_source_whose_clauses_cannot_be_found_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        without_clause(joined({"a": text}), "1")


@st.composite
def sources(draw: st.DrawFn) -> tuple[str, list[Clause]]:
    """Files of canonical clauses with comments between them."""
    found = draw(st.lists(clauses(), min_size=1, max_size=4, unique_by=lambda one: one.id))
    own = [Clause(one.id, one.text, one.kind, reason="x", stories=one.stories) for one in found]
    between = draw(
        st.lists(st.sampled_from(["", "\n", "# 注\n", "\n# [[clause]] 注\n\n"]), min_size=4)
    )
    parts = [f"{gap}{clause_toml(one)}" for gap, one in zip(between, own, strict=False)]
    cut = draw(st.integers(0, len(parts)))
    texts = {"a": "".join(parts[:cut]), "b": "".join(parts[cut:])}
    return joined(texts), own


@given(sources(), clauses(), st.data())
def test_any_change_leaves_the_other_clauses_as_they_are(
    drawn: tuple[str, list[Clause]], new_one: Clause, data: st.DataObject
) -> None:
    source, own = drawn
    fresh = Clause(new_one.id, new_one.text, new_one.kind, reason="x", stories=new_one.stories)
    place = data.draw(st.sampled_from([*own, fresh])).id
    others = [one for one in own if one.id not in {place, fresh.id}]
    if place != fresh.id and fresh.id in {one.id for one in own}:
        return
    changed = with_clause(source, place, clause_toml(fresh))
    read = read_source(changed)
    assert read.clause(fresh.id) == fresh
    assert {one.id for one in read.clauses} == {fresh.id, *(one.id for one in others)}
    for one in others:
        assert clause_text(changed, one.id) == clause_text(source, one.id)
    without = without_clause(changed, fresh.id)
    assert {one.id for one in read_source(without).clauses} == {one.id for one in others}
    assert all(clause_text(without, one.id) == clause_text(source, one.id) for one in others)


@given(st.lists(clauses(), max_size=3, unique_by=lambda one: one.id))
def test_a_policy_written_reads_back_the_same(found: list[Clause]) -> None:
    codes: set[str] = set()
    for one in found:
        mine = {lint.code for lint in one.lints}
        if codes & mine:
            return
        codes |= mine
    first = read_policy(7, {"": "".join(map(clause_toml, found))})
    assert read_source(policy_source(first), 7) == first


def test_the_common_parts_of_a_policy_are_written_too() -> None:
    common = SECOND + (
        '[[route]]\nwhen = { level = 2, "两 字" = ["a", true] }\nchannels = ["mail"]\n'
        'confirm = "quiz"\nwith_text = false\n[[chapter]]\nid = "3"\ntitle = "三"\n'
        '[[tension]]\nbetween = ["1", "K2.1"]\nabout = "时限"\nwins = "1"\nwhy = "更严"\n'
        'waived = true\n[[tension]]\nbetween = ["1", "2"]\nabout = "频次"\n'
        '[attention]\nclause = "K2.1"\nbudget_per_day = 3\nquiet = "21:00-08:00"\n'
        'digest_at = ["09:00", "17:00"]\nbefore_due = "1h"\n'
        '[[attention.exempt]]\nurgency = "urgent"\n'
    )
    policy = read_policy(3, {"": common})
    assert read_source(policy_source(policy), 3) == policy


def test_lawyers_count_numbers_by_their_places() -> None:
    numbers = ["K2", "2.1.10", "2.1.9", "10", "2.1"]
    assert sorted(numbers, key=legal_order) == ["2.1", "2.1.9", "2.1.10", "10", "K2"]
