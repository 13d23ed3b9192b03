"""The hash tree of RFC 6962, section 2.1: leaves, nodes, roots, inclusion and consistency."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of one entry (prefix 0x00)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node (prefix 0x01)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """Roots of the full subtrees of a growing tree, largest first: all that appending needs."""

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    def push(self, leaf: bytes) -> None:
        """Append one leaf hash; on average one inner hash."""
        node, rest = leaf, self.size
        while rest & 1:
            node = sha256(b"\x01" + self.nodes.pop() + node).digest()
            rest >>= 1
        self.nodes.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Root of the tree so far."""
        if not self.nodes:
            return EMPTY_ROOT
        node = self.nodes[-1]
        for left in reversed(self.nodes[:-1]):
            node = node_hash(left, node)
        return node


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root over leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.push(leaf)
    return tree.root()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """All levels of the tree, leaves first; an odd last node moves up unchanged."""
    rows = [list(leaves)]
    while len(rows[-1]) > 1:
        below = rows[-1]
        row = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        rows.append(row + below[-1:] if len(below) % 2 else row)
    return rows


def path(rows: Sequence[Sequence[bytes]], index: int) -> list[bytes]:
    """Inclusion proof of leaf ``index`` (PATH of RFC 6962, 2.1.1), nearest sibling first."""
    if not 0 <= index < len(rows[0]):
        raise IndexError(index)
    proof = []
    for row in rows:
        sibling = index ^ 1
        if sibling < len(row):
            proof.append(row[sibling])
        index >>= 1
    return proof


def root_from_path(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Root that ``proof`` leads to for ``leaf`` at ``index``; None when it cannot be one."""
    if not 0 <= index < size:
        return None
    node, last, rest = leaf, size - 1, list(reversed(proof))
    while last:
        if index & 1 or index < last:
            if not rest:
                return None
            sibling = rest.pop()
            node = node_hash(sibling, node) if index & 1 else node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return None if rest else node


def consistency(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """Proof that the first ``old`` leaves are a prefix (PROOF of RFC 6962, 2.1.2)."""
    if not 0 < old <= len(leaves):
        raise ValueError(f"no tree of {old} leaves within {len(leaves)}")
    return _subproof(leaves, old, whole=True)


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    size = len(leaves)
    if old == size:
        return [] if whole else [root_of(leaves)]
    half = 1 << (size - 1).bit_length() - 1
    if old <= half:
        return [*_subproof(leaves[:half], old, whole=whole), root_of(leaves[half:])]
    return [*_subproof(leaves[half:], old - half, whole=False), root_of(leaves[:half])]


def is_consistent(
    old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows that the tree ``old``/``old_root`` is a prefix of ``size``/``root``."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    rest = list(reversed(proof))
    index, last = old - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if index and not rest:
        return False
    start = rest.pop() if index else old_root
    return _climb(index, last, start, rest) == (old_root, root)


def _climb(index: int, last: int, start: bytes, rest: list[bytes]) -> tuple[bytes, bytes] | None:
    """Both roots that the siblings in ``rest`` (used from its end) lead to; None when misfit."""
    before = after = start
    while last:
        if index & 1 or index < last:
            if not rest:
                return None
            sibling = rest.pop()
            if index & 1:
                before, after = node_hash(sibling, before), node_hash(sibling, after)
            else:
                after = node_hash(after, sibling)
        index, last = index >> 1, last >> 1
    return None if rest else (before, after)
