"""The one sealer: numbers what was appended, extends the tree, then signs and publishes.

Two transactions on purpose. A note must never be known outside before the seals it covers are
durable, or a crash would look like a forgery; an unsigned checkpoint is signed at the next run.
"""

import json
from typing import Any

from django.db import connection, transaction

from huiyin.kit import clock
from huiyin.ledger import book, notes, outside
from huiyin.ledger.checkpoint import Note, read_note
from huiyin.ledger.tree import Frontier, root_of

LOCK = 0x6875_6979_696E  # any fixed number: one sealer at a time in this database
SUBTREE = 256

_SEAL_SQL = """
WITH taken AS (
  DELETE FROM ledger_queue
  WHERE id IN (SELECT id FROM ledger_queue ORDER BY id LIMIT %s) RETURNING id, leaf
), sealed AS (
  INSERT INTO ledger_seal (seq, entry_id, leaf)
  SELECT %s + row_number() OVER (ORDER BY id) - 1, id, leaf FROM taken RETURNING seq, leaf
)
SELECT leaf FROM sealed ORDER BY seq
"""


class LedgerBroken(RuntimeError):
    """The record in the database contradicts itself or a checkpoint kept outside."""


def seal_once(limit: int = 50_000) -> int:
    """Seal up to ``limit`` waiting entries, then sign what is unsigned; returns how many.

    LedgerBroken when the tree's end is gone or differs from what was published before; nothing
    is sealed or signed then, while appending goes on.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        _only_sealer(cursor)
        sealed = _seal(cursor, limit)
    publish()
    return sealed


def publish() -> int:
    """Sign and publish every checkpoint that is not yet; returns how many."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        _only_sealer(cursor)
        cursor.execute("SELECT size, root FROM ledger_checkpoint WHERE note = '' ORDER BY size")
        unsigned = cursor.fetchall()
        known = _published(cursor) if unsigned else None
        for size, root in unsigned:
            note = notes.signer().sign(size, bytes(root))
            if known is None or known.size < size:
                outside.keep(note)
            cursor.execute("UPDATE ledger_checkpoint SET note = %s WHERE size = %s", [note, size])
    return len(unsigned)


def accept_restore(reason: str, actor: int | str | None) -> None:
    """Go on after an older copy of the database was put back: record it, start a new file.

    The entry ``ledger.restored`` names the newest checkpoint published before, so that whoever
    keeps that one knows why it fits no more. ValueError when nothing was published.
    """
    text = outside.last()
    if text is None:
        raise ValueError("no checkpoint was published before")
    note = read_note(text)
    facts = {"size": note.size, "root": note.root.hex(), "reason": reason}
    with transaction.atomic():
        book.append("ledger.restored", None, clock.now(), actor, facts)
        transaction.on_commit(lambda: outside.set_aside(note.size))


def _only_sealer(cursor: Any) -> None:
    cursor.execute("SET LOCAL synchronous_commit = on")
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _seal(cursor: Any, limit: int) -> int:
    cursor.execute("SELECT EXISTS (SELECT 1 FROM ledger_queue)")
    if not cursor.fetchone()[0]:
        return 0
    tree = _frontier(cursor)
    _published(cursor)
    base = tree.size
    pending = _open_subtree(cursor, base)
    cursor.execute(_SEAL_SQL, [limit, base])
    leaves = [bytes(row[0]) for row in cursor.fetchall()]
    for leaf in leaves:
        tree.push(leaf)
    _keep_subtrees(cursor, base // SUBTREE, pending + leaves)
    cursor.execute(
        "INSERT INTO ledger_checkpoint (size, root, frontier, at, note)"
        " VALUES (%s, %s, %s::jsonb, %s, '')",
        [tree.size, tree.root(), json.dumps([node.hex() for node in tree.nodes]), clock.now()],
    )
    return len(leaves)


def _frontier(cursor: Any) -> Frontier:
    cursor.execute("SELECT size, root, frontier FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
    row = cursor.fetchone()
    size, root, nodes = row or (0, None, "[]")
    cursor.execute("SELECT max(seq) + 1 FROM ledger_seal")
    sealed = cursor.fetchone()[0] or 0
    if sealed != size:
        raise LedgerBroken(f"{sealed} seals, but the newest checkpoint covers {size}")
    hexes = json.loads(nodes) if isinstance(nodes, str) else nodes
    tree = Frontier(size, [bytes.fromhex(node) for node in hexes])
    if root is not None and tree.root() != bytes(root):
        raise LedgerBroken(f"the frontier of checkpoint {size} does not give its root")
    return tree


def _published(cursor: Any) -> Note | None:
    """The newest note outside, after making sure that this database still holds its tree."""
    text = outside.last()
    if text is None:
        return None
    note = read_note(text)
    cursor.execute("SELECT root FROM ledger_checkpoint WHERE size = %s", [note.size])
    row = cursor.fetchone()
    if row is None or bytes(row[0]) != note.root:
        raise LedgerBroken(f"checkpoint {note.size}, published before, is not in the database")
    return note


def _open_subtree(cursor: Any, size: int) -> list[bytes]:
    cursor.execute(
        "SELECT leaf FROM ledger_seal WHERE seq >= %s ORDER BY seq", [size - size % SUBTREE]
    )
    return [bytes(row[0]) for row in cursor.fetchall()]


def _keep_subtrees(cursor: Any, first: int, leaves: list[bytes]) -> None:
    full = len(leaves) // SUBTREE
    roots = [root_of(leaves[i * SUBTREE : (i + 1) * SUBTREE]) for i in range(full)]
    with cursor.copy("COPY ledger_subtree (index, root) FROM STDIN") as copy:
        for place, root in enumerate(roots, first):
            copy.write_row((place, root))
