"""Check an export of a Huiyin ledger without Huiyin: the standard library, Python 3.11 or later.

``export.verifier_text`` joins ``checkpoint.py`` and this file to the one file that people keep:
``python verifier.py export.zip [--checkpoint note.txt]… [--key NAME+ID+KEY] [--language en]``
Exit status: 0 intact, 1 something is wrong, 2 it could not be read (never a false "intact").

Hash tree: RFC 6962. Checkpoints: C2SP tlog-checkpoint and signed-note. Ed25519: RFC 8032.
A checkpoint that was kept elsewhere is what makes the result worth something; without one, whoever
holds the signing key could have rewritten everything.
"""

import argparse
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO, cast

from huiyin.ledger.checkpoint import Note, has_signature, read_key, read_note

FORMAT = "huiyin-ledger-export/1"
LONGEST_LINE = 64 * 1024 * 1024
KEPT = 100
FILES = {
    "all": {"header.json", "checkpoint.txt", "key.txt", "entries.jsonl", "seals.txt"},
    "subject": {"header.json", "checkpoint.txt", "key.txt", "entries.jsonl", "proofs.jsonl"},
}
ALWAYS_ALLOWED = {"README.txt", "verifier.py", "SHA256SUMS"}

WORDS = {
    "changed": ("{where}的内容被改动", "{where}: the content was changed"),
    "removed": ("{where}被删除", "{where} was removed"),
    "gap": ("{where}处编号不连续", "the numbering breaks at {where}"),
    "columns": ("{where}的{detail}与其正文不符", "{where}: {detail} differs from its body"),
    "unreadable": ("{where}无法读取：{detail}", "{where} cannot be read: {detail}"),
    "rows": ("{where}的名单与其摘要不符", "{where}: its list does not fit its root"),
    "root": ("{detail}与记录不符：改动位于{where}", "{detail} does not fit: changed at {where}"),
    "truncated": ("记录在{where}处中断，而{detail}", "the record ends at {where}, but {detail}"),
    "signature": ("{detail}没有有效签名", "{detail} has no valid signature"),
    "file": ("文件 {detail}", "file {detail}"),
    "private": ("{where}的私密值 {detail} 与承诺不符", "{where}: {detail} does not fit"),
    "private_gone": (
        "{where}的私密值 {detail} 不见了，没有删除记录",
        "{where}: {detail} is gone unrecorded",
    ),
    "proof": ("{where}的证明不成立", "{where}: its proof does not hold"),
    "hidden": ("{where}未封存，也不在队列中", "{where} is neither sealed nor waiting"),
    "queue": ("队列与{where}不符：{detail}", "the queue does not fit {where}: {detail}"),
    "subtree": ("子树 {detail} 的根不符", "the root of subtree {detail} does not fit"),
    "guard": ("数据库保护缺失：{detail}", "a guard of the database is missing: {detail}"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``seq`` is the first bad place when known."""

    code: str
    where: str = ""
    detail: str = ""
    seq: int | None = None

    def words(self, language: str = "zh") -> str:
        """The finding as a sentence, Chinese unless ``language`` begins with ``en``."""
        text = WORDS[self.code][1 if language.startswith("en") else 0]
        return text.format(where=self.where, detail=self.detail)


@dataclass(slots=True)
class Result:
    """What a check found; ``read`` says that it got to the end."""

    size: int = 0
    read: bool = False
    findings: list[Finding] = field(default_factory=list)
    total: int = 0
    scope: str = "all"
    outside: int = 0
    unsettled: int = 0
    absent: int = 0

    @property
    def ok(self) -> bool:
        """Intact: read to the end and nothing found."""
        return self.read and not self.total

    def add(self, code: str, where: str = "", detail: str = "", seq: int | None = None) -> None:
        """Note a finding; the first hundred are kept, all are counted."""
        self.total += 1
        if len(self.findings) < KEPT:
            self.findings.append(Finding(code, where, detail, seq))


class Walk:
    """Takes entries in order, rebuilds the tree from the leaves and holds it against claims."""

    def __init__(self, result: Result, claims: Iterable[tuple[int, bytes, str]]) -> None:
        """Each claim is size, root, and in words whose it is."""
        self.result = result
        self.size = 0
        self.nodes: list[bytes] = []
        self.sound = 0
        self.lost = False
        self.claims: dict[int, list[tuple[bytes, str]]] = {}
        self.commitments: dict[tuple[int, str], bytes] = {}
        self.erased: set[bytes] = set()
        for size, root, source in claims:
            self.claims.setdefault(size, []).append((root, source))
        self._compare()

    def push(self, leaf: bytes) -> None:
        """Append a leaf hash, then compare with what was claimed for this size."""
        node, rest = leaf, self.size
        while rest & 1:
            node = sha256(b"\x01" + self.nodes.pop() + node).digest()
            rest >>= 1
        self.nodes.append(node)
        self.size += 1
        if self.size in self.claims:
            self._compare()

    def read(self, body: str, key: int, where: str) -> dict[str, Any]:
        """Parse a body, check its list, take down its commitments under ``key``."""
        try:
            content = json.loads(body)
            if not isinstance(content, dict):
                raise TypeError("not an object")  # noqa: TRY301 - told like any other
            self._take_down(content, key, where)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            self.result.add("unreadable", where, type(error).__name__, self.size)
            return {}
        return content

    def private(self, key: int, name: str, salt: bytes, value: str, where: str) -> None:
        """Hold one private value against its commitment."""
        expected = self.commitments.pop((key, name), None)
        content = b"huiyin/pc1" + salt + name.encode() + b"\0" + value.encode()
        if sha256(content).digest() != expected:
            self.result.add("private", where, name, key)

    def finish(self, word: Callable[[int], str] = "#{}".format) -> None:
        """Report claims beyond the end and private values that nobody erased."""
        self.result.size = self.size
        for size in sorted(self.claims):
            for _, source in self.claims[size]:
                self.result.add("truncated", f"#{self.size}", f"{source} > #{size}", self.size)
        for (key, name), digest in sorted(self.commitments.items()):
            if digest in self.erased:
                self.result.absent += 1
            else:
                self.result.add("private_gone", word(key), name, key)

    def _compare(self) -> None:
        claims = self.claims.pop(self.size, None)
        if claims is None:
            return
        root = self.nodes[-1] if self.nodes else sha256(b"").digest()
        for left in reversed(self.nodes[:-1]):
            root = sha256(b"\x01" + left + root).digest()
        wrong = [source for claimed, source in claims if claimed != root]
        if not wrong:
            self.sound = self.size
        elif not self.lost:
            # Once the root differs every later one does; only the first place helps.
            self.lost = True
            span = f"#{self.sound}-#{max(self.size - 1, 0)}"
            self.result.add("root", span, ", ".join(wrong), self.sound)

    def _take_down(self, content: dict[str, Any], key: int, where: str) -> None:
        for name, digest in content.get("private", {}).items():
            self.commitments[key, name] = bytes.fromhex(digest)
        if content.get("kind") == "privacy.erased":
            self.erased.update(map(bytes.fromhex, content["facts"]["commitments"]))
        if "people" in content:
            ids = ",".join(map(str, content["people"]))
            root = sha256(b"huiyin/rows1:" + ids.encode()).hexdigest()
            if content.get("root") != root or content.get("count") != len(content["people"]):
                self.result.add("rows", where, "", self.size)


class Export:
    """A zip or a folder, read in streams; a name that occurs twice is refused."""

    def __init__(self, path: Path) -> None:
        """Open it; any exception means that it cannot be read."""
        self.folder = path
        self.zip = None if path.is_dir() else zipfile.ZipFile(path)
        self.names = self.zip.namelist() if self.zip else [item.name for item in path.iterdir()]
        if len(set(self.names)) != len(self.names):
            raise ValueError("a file name occurs twice")

    def open(self, name: str) -> BinaryIO:
        """The bytes of one file, as a stream."""
        if self.zip:
            return cast("BinaryIO", self.zip.open(name))
        return (self.folder / name).open("rb")

    def text(self, name: str) -> str:
        """A short file, whole."""
        with self.open(name) as stream:
            return stream.read(1 << 20).decode()

    def lines(self, name: str) -> Iterator[bytes]:
        """Lines without their ends; ValueError for one that is too long or torn."""
        with self.open(name) as stream:
            while line := stream.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise ValueError(f"{name}: a line has no end")
                yield line[:-1]

    def sums(self) -> str:
        """What SHA256SUMS has to say."""
        lines = []
        for name in sorted(set(self.names) - {"SHA256SUMS"}):
            digest = sha256()
            with self.open(name) as stream:
                while part := stream.read(1 << 20):
                    digest.update(part)
            lines.append(f"{digest.hexdigest()}  {name}\n")
        return "".join(lines)


def verify(path: Path, checkpoints: Iterable[str] = (), verifier_key: str | None = None) -> Result:
    """Check an export against checkpoints kept elsewhere. Never raises an exception."""
    result = Result()
    try:
        export = Export(path)
        header = json.loads(export.text("header.json"))
        note = _checked_note(export, header, result, verifier_key)
        claims = [(note.size, note.root, "checkpoint.txt")]
        for text in checkpoints:
            other = read_note(text)
            if other.origin != note.origin:
                result.add("signature", "", f"{other.origin} {other.size}")
            claims.append((other.size, other.root, f"checkpoint {other.size}"))
            result.outside += 1
        (_whole if result.scope == "all" else _subject)(export, header, result, claims)
        result.read = True
    except Exception as error:  # noqa: BLE001 - total by promise: whatever it is, not intact
        result.add("unreadable", str(path), f"{type(error).__name__} {error}", result.size)
    return result


def _checked_note(export: Export, header: Any, result: Result, wanted: str | None) -> Note:
    result.scope = header["scope"]
    files = FILES[result.scope] | ({"private.jsonl"} if header["private"] is True else set())
    if header["format"] != FORMAT or files != set(export.names) - ALWAYS_ALLOWED:
        result.add("file", "", "header.json")
    if export.text("SHA256SUMS") != export.sums():
        result.add("file", "", "SHA256SUMS")
    note, key = read_note(export.text("checkpoint.txt")), export.text("key.txt").strip()
    trusted = (wanted or key).strip()
    if key != trusted or read_key(key)[0] != note.origin or not has_signature(note, key):
        result.add("signature", "", "checkpoint.txt")
    if header["size"] != note.size:
        result.add("file", "", "header.json")
    return note


def _whole(
    export: Export, header: Any, result: Result, claims: list[tuple[int, bytes, str]]
) -> None:
    walk = Walk(result, claims)
    bodies, leaves = export.lines("entries.jsonl"), export.lines("seals.txt")
    for body, line in zip_longest(bodies, leaves):
        seq, where = walk.size, f"#{walk.size}"
        if body is None or line is None:
            result.add("removed" if body is None else "gap", where, "", seq)
            break
        leaf = bytes.fromhex(line.decode("ascii"))
        if sha256(b"\x00" + body).digest() != leaf:
            result.add("changed", where, "", seq)
        walk.read(body.decode(), seq, where)
        walk.push(leaf)
    if walk.size > claims[0][0]:
        result.add("gap", f"#{claims[0][0]}", "", claims[0][0])
    _private(export, header, walk)


def _subject(
    export: Export, header: Any, result: Result, claims: list[tuple[int, bytes, str]]
) -> None:
    size, root, _ = claims[0]
    walk, before = Walk(result, ()), -1
    for claimed, other, source in claims[1:]:
        if claimed != size:
            result.unsettled += 1
        elif other != root:
            result.add("root", f"#0-#{size - 1}", source, 0)
    bodies, proofs = export.lines("entries.jsonl"), export.lines("proofs.jsonl")
    for body, line in zip(bodies, proofs, strict=True):
        proof = json.loads(line)
        seq, nodes = proof["seq"], [bytes.fromhex(node) for node in proof["proof"]]
        content = walk.read(body.decode(), seq, f"#{seq}")
        leaf = sha256(b"\x00" + body).digest()
        if seq <= before or root_from_path(leaf, seq, size, nodes) != root:
            result.add("proof", f"#{seq}", "", seq)
        if content.get("subject") != header["subject"]:
            result.add("columns", f"#{seq}", "subject", seq)
        before, walk.size = seq, walk.size + 1
    walk.erased.update(walk.commitments.values())
    _private(export, header, walk)


def _private(export: Export, header: Any, walk: Walk) -> None:
    if header["private"] is not True:
        walk.commitments.clear()
    else:
        for line in export.lines("private.jsonl"):
            row = json.loads(line)
            seq, where = row["seq"], f"#{row['seq']}"
            walk.private(seq, row["field"], bytes.fromhex(row["salt"]), row["value"], where)
    walk.finish()


def root_from_path(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """Root that an inclusion proof leads to (RFC 9162, 2.1.3.2); None when it cannot be one."""
    node, last, rest = leaf, size - 1, proof[::-1]
    if not 0 <= index < size:
        return None
    while last:
        if index & 1 or index < last:
            if not rest:
                return None
            pair = (rest.pop(), node) if index & 1 else (node, rest.pop())
            node = sha256(b"\x01" + pair[0] + pair[1]).digest()
        index, last = index >> 1, last >> 1
    return None if rest else node


def lines(result: Result, language: str = "zh") -> list[str]:
    """The result in sentences; the first says whether the record is intact."""
    english = language.startswith("en")
    told = [finding.words(language) for finding in result.findings]
    if result.total > len(told):
        more = result.total - len(told)
        told.append(f"and {more} more" if english else f"另有 {more} 处")
    if result.ok:
        told.append(f"Intact: {result.size} entries" if english else f"完好：{result.size} 条")
    if result.absent:
        gone = "Private values erased or left out" if english else "已删除或未附的私密值"
        told.append(f"{gone}: {result.absent}")
    if result.unsettled or not result.outside:
        told.append(
            "Not compared with a checkpoint kept elsewhere"
            if english
            else "未与另行保存的检查点核对"
        )
    return told


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Check an export of a Huiyin ledger.")
    parser.add_argument("export", type=Path)
    parser.add_argument("--checkpoint", type=Path, action="append", default=[])
    parser.add_argument("--key")
    parser.add_argument("--language", default="zh")
    chosen = parser.parse_args(arguments)
    try:
        notes = [file.read_text(encoding="utf-8") for file in chosen.checkpoint]
    except (OSError, UnicodeDecodeError) as error:
        sys.stdout.write(f"{error}\n")
        return 2
    result = verify(chosen.export, notes, chosen.key)
    sys.stdout.write("\n".join(lines(result, chosen.language)) + "\n")
    return 0 if result.ok else 1 if result.read else 2


if __name__ == "__main__":
    sys.exit(main())
