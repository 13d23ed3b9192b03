"""The tree against known values and against the recursive definition of RFC 6962."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ledger import tree, verifier

INPUTS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}

leaf_lists = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


def definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    left, right = definition(leaves[:half]), definition(leaves[half:])
    return sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_roots_known_from_certificate_transparency(size: int, root: str) -> None:
    leaves = [tree.leaf_hash(bytes.fromhex(text)) for text in INPUTS[:size]]
    assert tree.root_of(leaves).hex() == root


@given(leaf_lists)
def test_frontier_and_levels_follow_the_definition(leaves: list[bytes]) -> None:
    assert tree.root_of(leaves) == definition(leaves) == tree.levels(leaves)[-1][0]


@given(leaf_lists, st.data())
def test_inclusion_holds_only_for_its_leaf_and_place(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = tree.path(tree.levels(leaves), index)
    root, size = definition(leaves), len(leaves)
    assert tree.root_from_path(leaves[index], index, size, proof) == root
    assert verifier.root_from_path(leaves[index], index, size, proof) == root
    wrong = sha256(leaves[index]).digest()
    assert tree.root_from_path(wrong, index, size, proof) != root
    for bad in ([*proof, wrong], proof[:-1]):
        if bad != proof:
            assert tree.root_from_path(leaves[index], index, size, bad) != root
            assert verifier.root_from_path(leaves[index], index, size, bad) != root


@given(leaf_lists, st.data())
def test_consistency_holds_for_prefixes_only(leaves: list[bytes], data: st.DataObject) -> None:
    old, size = data.draw(st.integers(1, len(leaves))), len(leaves)
    proof = tree.consistency(leaves, old)
    before, after = definition(leaves[:old]), definition(leaves)
    assert tree.is_consistent(old, size, before, after, proof)
    assert not tree.is_consistent(old, size, sha256(before).digest(), after, proof)
    assert not tree.is_consistent(old, size, before, sha256(after).digest(), proof)
    assert not tree.is_consistent(old, size, before, after, [*proof, before])
    if proof:
        assert not tree.is_consistent(old, size, before, after, proof[:-1])
        assert not tree.is_consistent(old, size, before, after, [])


def test_places_outside_the_tree_are_refused() -> None:
    rows = tree.levels([b"a" * 32])
    with pytest.raises(IndexError):
        tree.path(rows, 1)
    with pytest.raises(ValueError, match="no tree of 2"):
        tree.consistency([b"a" * 32], 2)
    assert tree.root_from_path(b"a" * 32, 1, 1, []) is None
    assert verifier.root_from_path(b"a" * 32, 1, 1, []) is None
    assert not tree.is_consistent(0, 1, b"", b"", [])
