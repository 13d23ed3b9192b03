"""The record as a file that anyone can check: bodies, leaves, checkpoint, key and the verifier."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import connection, transaction

from huiyin.kit.digest import canonical
from huiyin.ledger import notes, proof, verifier

READ = 5_000
NEW_LINE = "\n"

README = """回音账本导出
用 python3 verifier.py 本文件.zip --checkpoint 另存的检查点.txt 离线核对；请使用自己保存的 verifier.py。
entries.jsonl 每行是一条记录的正文，逐字节参与散列；seals.txt 是各条的叶散列；checkpoint.txt 是已签名的检查点。

Check offline with python3 verifier.py THIS.zip --checkpoint NOTE.txt, using a verifier.py of your own.
"""

_SEALED_SQL = """
SELECT seal.seq, seal.leaf, entry.body FROM ledger_seal seal
JOIN ledger_entry entry ON entry.id = seal.entry_id WHERE seal.seq < %s ORDER BY seal.seq
"""

_SUBJECT_SQL = """
SELECT seal.seq, entry.body FROM ledger_entry entry
JOIN ledger_seal seal ON seal.entry_id = entry.id
WHERE entry.subject = %s AND seal.seq < %s ORDER BY seal.seq
"""

_PRIVATE_SQL = """
SELECT seal.seq, hidden.field, hidden.salt, hidden.value
FROM ledger_private hidden JOIN ledger_seal seal ON seal.entry_id = hidden.entry_id
JOIN ledger_entry entry ON entry.id = hidden.entry_id
WHERE seal.seq < %s AND (%s::uuid IS NULL OR entry.subject = %s::uuid) ORDER BY seal.seq, field
"""


class NothingSealed(ValueError):
    """There is no signed checkpoint yet, so nothing could be proved."""


class _Writer:
    """Writes files of a zip in streams and remembers their digests."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.sums: dict[str, str] = {}

    def write(self, name: str, parts: Iterable[str]) -> None:
        """One file from its parts."""
        digest = sha256()
        entry = ZipInfo(name)
        entry.compress_type = ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as out:
            for part in parts:
                raw = part.encode()
                digest.update(raw)
                out.write(raw)
        self.sums[name] = digest.hexdigest()

    def close(self) -> None:
        """Write SHA256SUMS, sorted by name."""
        self.write("SHA256SUMS", [f"{self.sums[name]}  {name}\n" for name in sorted(self.sums)])


def export_ledger(
    path: Path, subject: UUID | str | None = None, *, with_private: bool = True
) -> int:
    """Write the sealed record (or one case with its proofs) to a zip; returns how many entries.

    NothingSealed before the first signed checkpoint. Without ``with_private`` the file holds no
    personal data, and commitments in it cannot be checked.
    """
    with _snapshot(), ZipFile(path, "w") as archive:
        prover = proof.Prover()
        if not prover.note:
            raise NothingSealed("nothing has been sealed and signed yet")
        writer = _Writer(archive)
        header = {
            "format": verifier.FORMAT,
            "scope": "subject" if subject else "all",
            "subject": str(UUID(str(subject))) if subject else None,
            "size": prover.size,
            "private": with_private,
        }
        writer.write("header.json", [canonical(header) + "\n"])
        writer.write("README.txt", [README])
        writer.write("verifier.py", [verifier_text()])
        writer.write("checkpoint.txt", [prover.note])
        writer.write("key.txt", [notes.signer().verifier_key + "\n"])
        if subject:
            count = _write_subject(writer, prover, subject)
        else:
            count = _write_all(writer, prover.size)
        if with_private:
            writer.write("private.jsonl", _private(prover.size, subject))
        writer.close()
    return count


def verifier_text() -> str:
    """The offline verifier as one file of the standard library alone."""
    here = Path(__file__).parent
    parts = [(here / name).read_text(encoding="utf-8") for name in ("checkpoint.py", "verifier.py")]
    before, _, after = parts[1].partition("\nfrom huiyin.ledger.checkpoint import ")
    return f"{before}\n{parts[0]}\n{after.partition(NEW_LINE)[2]}"


@contextmanager
def _snapshot() -> Iterator[None]:
    """One view of all tables; inside a transaction of the caller, theirs."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _write_all(writer: _Writer, size: int) -> int:
    writer.write("entries.jsonl", (body + "\n" for _, _, body in rows(_SEALED_SQL, [size])))
    writer.write(
        "seals.txt", (bytes(leaf).hex() + "\n" for _, leaf, _ in rows(_SEALED_SQL, [size]))
    )
    return size


def _write_subject(writer: _Writer, prover: proof.Prover, subject: UUID | str) -> int:
    params = [str(subject), prover.size]
    writer.write("entries.jsonl", (body + "\n" for _, body in rows(_SUBJECT_SQL, params)))
    places = [seq for seq, _ in rows(_SUBJECT_SQL, params)]
    writer.write("proofs.jsonl", _proofs(prover, places))
    return len(places)


def _proofs(prover: proof.Prover, places: list[int]) -> Iterator[str]:
    for start in range(0, len(places), READ):
        prover.prefetch(places[start : start + READ])
        for seq in places[start : start + READ]:
            nodes = [node.hex() for node in prover.inclusion(seq)]
            yield canonical({"seq": seq, "proof": nodes}) + "\n"


def rows(sql: str, params: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of a query by a server-side cursor, never all in memory; needs a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while part := cursor.fetchmany(READ):
            yield from part


def _private(size: int, subject: UUID | str | None) -> Iterator[str]:
    for seq, name, salt, value in rows(_PRIVATE_SQL, [size, subject, subject]):
        yield canonical({"seq": seq, "field": name, "salt": bytes(salt).hex(), "value": value})
        yield "\n"
