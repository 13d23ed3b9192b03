"""Two changes at once: what one changed is kept, what both changed is named."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.merging import BESIDE, Keep, merge
from huiyin.core.writing.source import read_source

pytestmark = pytest.mark.req("Z01")


def source(texts: Mapping[str, str], budget: str = "") -> str:
    """A regulation with these clauses."""
    clauses = [
        f'[[clause]]\nid = "{number}"\ntext = "{text}"\nkind = "guidance"\n'
        for number, text in texts.items()
    ]
    route = f'[[route]]\nchannels = ["inbox"]\nconfirm = "{budget}"\n' if budget else ""
    return "# file: a\n" + "\n".join(clauses) + route


def texts(merged: str) -> dict[str, str]:
    return {clause.id: clause.text for clause in read_source(merged).clauses}


BASE = {"1": "一", "2": "二", "3": "三"}


def test_what_only_one_changed_is_kept_from_both() -> None:
    mine = source(BASE | {"1": "壹", "4": "四"})
    theirs = source({"1": "一", "2": "贰"})
    made = merge(source(BASE), mine, theirs)
    assert made.conflicts == ()
    assert texts(made.source) == {"1": "壹", "2": "贰", "4": "四"}


def test_the_same_change_twice_is_one() -> None:
    both = source(BASE | {"1": "壹"})
    made = merge(source(BASE), both, both)
    assert (made.conflicts, texts(made.source)) == ((), BASE | {"1": "壹"})


@pytest.mark.parametrize(("keep", "text"), [(Keep.MINE, "壹"), (Keep.THEIRS, "幺")])
def test_a_conflict_is_named_and_can_be_decided(keep: Keep, text: str) -> None:
    told = source(BASE), source(BASE | {"1": "壹"}), source(BASE | {"1": "幺"})
    assert merge(*told).conflicts == ("1",)
    made = merge(*told, {"1": keep})
    assert (made.conflicts, texts(made.source)["1"]) == ((), text)


@pytest.mark.parametrize("keep", Keep)
def test_one_took_out_what_the_other_changed(keep: Keep) -> None:
    told = source(BASE), source({"2": "二", "3": "三"}), source(BASE | {"1": "幺"})
    assert merge(*told).conflicts == ("1",)
    assert ("1" in texts(merge(*told, {"1": keep}).source)) == (keep is Keep.THEIRS)


def test_the_matrix_is_changed_by_one_or_in_conflict() -> None:
    base, mine = source(BASE, "acknowledge"), source(BASE | {"1": "壹"}, "spoken")
    made = merge(base, mine, source(BASE | {"2": "贰"}, "acknowledge"))
    assert made.conflicts == ()
    assert read_source(made.source).matrix[0].confirm == "spoken"
    assert texts(made.source) == {"1": "壹", "2": "贰", "3": "三"}
    third = source(BASE, "quiz")
    assert merge(base, mine, third).conflicts == (BESIDE,)
    kept = merge(base, mine, third, {BESIDE: Keep.MINE}).source
    assert read_source(kept).matrix[0].confirm == "spoken"
    assert read_source(merge(base, mine, third).source).matrix[0].confirm == "quiz"


versions = st.dictionaries(st.sampled_from("12345"), st.sampled_from(["甲", "乙", "丙"]))


@given(base=versions, mine=versions, theirs=versions)
def test_nobodys_change_is_lost(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    made = merge(source(base), source(mine), source(theirs))
    found = texts(made.source)
    for number in {*base, *mine, *theirs}:
        was, own, now = base.get(number), mine.get(number), theirs.get(number)
        conflict = was not in (own, now) and own != now
        assert (number in made.conflicts) == conflict
        assert found.get(number) == (own if now == was else now)


@given(base=versions, mine=versions)
def test_alone_it_is_what_was_written(base: dict[str, str], mine: dict[str, str]) -> None:
    assert texts(merge(source(base), source(mine), source(base)).source) == mine
