"""Proofs that the entries of a case are in the record, against its newest signed checkpoint."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.ledger.checkpoint import read_note
from huiyin.ledger.tree import levels, path

SUBTREE = 256
PAGE = 1000

_ENTRIES_SQL = """
SELECT entry.id, seal.seq, entry.body, entry.leaf
FROM ledger_entry entry LEFT JOIN ledger_seal seal ON seal.entry_id = entry.id
WHERE entry.subject = %s AND entry.id > %s ORDER BY entry.id LIMIT %s
"""


class Prover:
    """Inclusion proofs for one checkpoint; keeps what it read, so many proofs cost few reads.

    ``size`` is 0 and ``note`` empty when nothing was signed yet.
    """

    def __init__(self) -> None:
        """Read the newest signed checkpoint and the roots of the full subtrees below it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT size, note FROM ledger_checkpoint WHERE note <> ''"
                " ORDER BY size DESC LIMIT 1"
            )
            size, note = cursor.fetchone() or (0, "")
            self.size, self.note = int(size), str(note)
            cursor.execute(
                "SELECT root FROM ledger_subtree WHERE index < %s ORDER BY index",
                [self.size // SUBTREE],
            )
            roots = [bytes(row[0]) for row in cursor.fetchall()]
        self._blocks: dict[int, list[list[bytes]]] = {}
        if self.size % SUBTREE:
            roots.append(self._block(self.size // SUBTREE)[-1][0])
        self._top = levels(roots) if roots else []

    def inclusion(self, seq: int) -> list[bytes]:
        """Proof of the leaf ``seq``; IndexError when the checkpoint does not cover it."""
        if not 0 <= seq < self.size:
            raise IndexError(seq)
        block, place = divmod(seq, SUBTREE)
        return path(self._block(block), place) + path(self._top, block)

    def prefetch(self, places: Iterable[int]) -> None:
        """Read the leaves that proofs of these ``places`` need, in one query."""
        wanted = {seq // SUBTREE for seq in places if seq < self.size} - self._blocks.keys()
        if not wanted:
            return
        found: dict[int, list[bytes]] = {block: [] for block in wanted}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT seal.seq, seal.leaf FROM unnest(%s::bigint[]) block"
                " JOIN ledger_seal seal ON seal.seq BETWEEN block * 256 AND block * 256 + 255"
                " WHERE seal.seq < %s ORDER BY seal.seq",
                [sorted(wanted), self.size],
            )
            for seq, leaf in cursor.fetchall():
                found[seq // SUBTREE].append(bytes(leaf))
        self._blocks |= {block: levels(leaves) for block, leaves in found.items()}

    def _block(self, block: int) -> list[list[bytes]]:
        self.prefetch([block * SUBTREE])
        return self._blocks[block]


def of_subject(subject: UUID | str, *, after: int = 0, limit: int = PAGE) -> dict[str, Any]:
    """Entries of a case with their proofs, as JSON-able values, ``limit`` per page by entry id.

    ``checkpoint`` is the signed note ("" before the first) and ``size`` its tree; an entry newer
    than it has ``seq`` None and no ``proof``. ``next`` is the ``after`` of the next page, or None.
    """
    prover = Prover()
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES_SQL, [str(subject), after, limit + 1])
        rows = cursor.fetchall()
    page = rows[:limit]
    prover.prefetch(row[1] for row in page if row[1] is not None)
    return {
        "subject": str(subject),
        "checkpoint": prover.note,
        "size": prover.size,
        "root": read_note(prover.note).root.hex() if prover.note else "",
        "entries": [_entry(prover, *row) for row in page],
        "next": page[-1][0] if len(rows) > limit else None,
    }


def _entry(
    prover: Prover, number: int, seq: int | None, body: str, leaf: bytes
) -> Mapping[str, Any]:
    nodes: list[bytes] = []
    if seq is not None and seq < prover.size:
        nodes = prover.inclusion(seq)
    else:
        seq = None
    return {
        "id": number,
        "seq": seq,
        "body": body,
        "leaf": bytes(leaf).hex(),
        "proof": [node.hex() for node in nodes],
    }
