"""Exports: checked offline by a file of their own; no mutation is ever called intact."""

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from huiyin.ledger import export, outside, private, proof, sealer, tree, verifier
from huiyin.ledger.checkpoint import read_note
from huiyin.ledger.tests import record

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z11")]

Files = dict[str, bytes]

SCALE = int(os.environ.get("HUIYIN_FUZZ_SCALE", "1"))
"""1 tries 1,400 mutations; the release run sets 8 (11,200)."""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A whole export of sixty entries."""
    record.fill(60)
    path = tmp_path / "record.zip"
    assert export.export_ledger(path) == 60
    return path


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The export of one case out of sixty entries."""
    record.fill(60)
    path = tmp_path / "case.zip"
    assert export.export_ledger(path, record.MEETING) == 20
    return path


def unpack(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(files: Files, path: Path, *, sums: bool = True) -> Path:
    """Write a zip, with sums that fit, as an attacker would."""
    if sums:
        names = sorted(set(files) - {"SHA256SUMS"})
        text = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in names)
        files = files | {"SHA256SUMS": text.encode()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_whole_export_is_intact_alone_and_against_checkpoints(made: Path) -> None:
    kept = [note or "" for note in outside.notes()]
    assert verifier.verify(made).ok
    result = verifier.verify(made, kept)
    assert result.ok
    assert (result.size, result.outside) == (60, len(kept))
    assert verifier.lines(result) == ["完好：60 条"]


def test_a_folder_will_do(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path / "folder")
    assert verifier.verify(tmp_path / "folder").ok


def test_a_case_is_intact_and_says_what_was_not_compared(case: Path) -> None:
    kept = [note or "" for note in outside.notes()]
    result = verifier.verify(case, kept)
    assert result.ok
    assert (result.size, result.unsettled) == (20, len(kept) - 1)
    assert len(verifier.lines(result, "en")) == 2


def test_without_private_values_nothing_personal_leaves(tmp_path: Path) -> None:
    record.fill(20)
    path = tmp_path / "plain.zip"
    export.export_ledger(path, with_private=False)
    assert b"1380000" not in b"".join(unpack(path).values())
    assert verifier.verify(path).ok


def test_a_lawful_erasure_leaves_an_intact_export(tmp_path: Path) -> None:
    record.fill(20)
    assert private.erase_person(5, record.AT) == 1
    sealer.seal_once()
    path = tmp_path / "erased.zip"
    assert export.export_ledger(path) == 21
    result = verifier.verify(path)
    assert result.ok
    assert result.absent == 1
    assert "1" in verifier.lines(result)[1]


def test_nothing_sealed_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(export.NothingSealed):
        export.export_ledger(tmp_path / "none.zip")


def test_the_verifier_runs_alone(made: Path, tmp_path: Path) -> None:
    script = tmp_path / "verifier.py"
    script.write_bytes(unpack(made)["verifier.py"])
    note = tmp_path / "note.txt"
    note.write_text(outside.last() or "", encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", str(script), "--language", "en"]
    options = {"capture_output": True, "text": True, "env": {"PATH": os.environ["PATH"]}}
    good = subprocess.run([*command, str(made), "--checkpoint", str(note)], check=False, **options)  # type: ignore[call-overload]
    assert (good.returncode, good.stdout, good.stderr) == (0, "Intact: 60 entries\n", "")
    none = subprocess.run([*command, str(note)], check=False, **options)  # type: ignore[call-overload]
    assert none.returncode == 2
    assert "cannot be read" in none.stdout


def edit(files: Files, name: str, change: Callable[[list[bytes]], None]) -> None:
    lines = files[name].splitlines(keepends=True)
    change(lines)
    files[name] = b"".join(lines)


def drop_line(files: Files, chance: random.Random) -> None:
    names = {"entries.jsonl", "seals.txt", "proofs.jsonl"} & set(files)
    # What a case's export leaves out is only counted: the record of its erasure is elsewhere.
    name = chance.choice(sorted(names | ({"private.jsonl"} if "seals.txt" in files else set())))
    edit(files, name, lambda lines: lines.__delitem__(chance.randrange(len(lines))))


def swap_lines(files: Files, chance: random.Random) -> None:
    name = chance.choice(sorted({"entries.jsonl", "seals.txt", "proofs.jsonl"} & set(files)))

    def change(lines: list[bytes]) -> None:
        a, b = chance.sample(range(len(lines)), 2)
        lines[a], lines[b] = lines[b], lines[a]

    edit(files, name, change)


def repeat_line(files: Files, chance: random.Random) -> None:
    name = chance.choice(sorted({"entries.jsonl", "seals.txt", "proofs.jsonl"} & set(files)))
    edit(files, name, lambda lines: lines.insert(chance.randrange(len(lines)), lines[0]))


def rebuild_leaf(files: Files, chance: random.Random) -> None:
    """Change an entry and the leaf that stands for it."""
    lines = files["entries.jsonl"].split(b"\n")
    at = chance.randrange(len(lines) - 1)
    lines[at] = lines[at].replace(b'"inbox"', b'"phone"')
    files["entries.jsonl"] = b"\n".join(lines)
    if "seals.txt" in files:
        leaves = files["seals.txt"].split(b"\n")
        leaves[at] = tree.leaf_hash(lines[at]).hex().encode()
        files["seals.txt"] = b"\n".join(leaves)


def cut_tail(files: Files, chance: random.Random) -> None:
    keep = chance.randrange(1, files["entries.jsonl"].count(b"\n"))
    for name in {"entries.jsonl", "seals.txt"} & set(files):
        files[name] = b"".join(files[name].splitlines(keepends=True)[:keep])


def change_header(files: Files, chance: random.Random) -> None:
    header = json.loads(files["header.json"])
    key = chance.choice(["format", "scope", "size"])
    header[key] = chance.choice([None, [], {}, -1, 10**30, "all" if key != "scope" else "x", 1.5])
    files["header.json"] = json.dumps(header).encode()


def drop_file(files: Files, chance: random.Random) -> None:
    del files[chance.choice(sorted(set(files) - {"README.txt", "verifier.py", "SHA256SUMS"}))]


def add_file(files: Files, chance: random.Random) -> None:
    files[chance.choice(["../x", "entries2.jsonl", "回音"])] = b"x"


def other_key(files: Files, chance: random.Random) -> None:
    note = files["checkpoint.txt"].decode()
    cut = chance.randrange(len(note) - 30, len(note) - 3)
    files["checkpoint.txt"] = (note[:cut] + chance.choice("AZaz09") * 2 + note[cut + 2 :]).encode()


def nonsense_line(files: Files, chance: random.Random) -> None:
    bad = chance.choice(
        [b"[" * 3000, b"\xff\xfe", b"null", b'{"seq":1e999}', b'{"seq":"a"}', b"0" * 5000, b"NaN"]
    )
    name = chance.choice([name for name in files if name.endswith("l") or name == "seals.txt"])
    edit(files, name, lambda lines: lines.__setitem__(chance.randrange(len(lines)), bad + b"\n"))


STRUCTURE = [
    drop_line,
    swap_lines,
    repeat_line,
    rebuild_leaf,
    cut_tail,
    change_header,
    drop_file,
    add_file,
    other_key,
    nonsense_line,
]


@pytest.mark.parametrize("kind", ["made", "case"])
def test_no_mutation_of_structure_is_called_intact(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    original = unpack(request.getfixturevalue(kind))
    for number in range(300 * SCALE):
        chance = record.chance(f"{kind} {number}")
        mutate = STRUCTURE[number % len(STRUCTURE)]
        files = dict(original)
        mutate(files, chance)
        if files == original:
            continue
        result = verifier.verify(pack(files, tmp_path / "mutated.zip"))
        assert not result.ok, (mutate.__name__, number)
        assert verifier.lines(result)


@pytest.mark.parametrize("kind", ["made", "case"])
def test_no_mutation_of_bytes_is_called_intact(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    path: Path = request.getfixturevalue(kind)
    original, raw = unpack(path), path.read_bytes()
    mutated = tmp_path / "mutated.zip"
    for number in range(400 * SCALE):
        chance = record.chance(f"bytes {number}")
        if number % 2:
            changed = bytearray(raw)
            flip(changed, chance)
            mutated.write_bytes(changed[: chance.choice([len(raw), chance.randrange(len(raw))])])
            if same_content(bytes(mutated.read_bytes()), original):
                continue
        else:
            name = chance.choice(sorted(original))
            content = bytearray(original[name])
            flip(content, chance)
            if bytes(content) == original[name]:
                continue
            pack(original | {name: bytes(content)}, mutated, sums=False)
        result = verifier.verify(mutated)
        assert not result.ok, number
        assert result.findings


def flip(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 1, 1, 8])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def same_content(raw: bytes, original: Files) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return {name: archive.read(name) for name in archive.namelist()} == original
    except Exception:  # noqa: BLE001 - any failure means that it differs
        return False


def test_the_first_bad_entry_is_named(made: Path, tmp_path: Path) -> None:
    files = unpack(made)
    lines = files["entries.jsonl"].split(b"\n")
    lines[17] = lines[17].replace(b"inbox", b"phone")
    files["entries.jsonl"] = b"\n".join(lines)
    result = verifier.verify(pack(files, tmp_path / "x.zip"))
    assert [(item.code, item.seq) for item in result.findings] == [("changed", 17)]
    assert verifier.lines(result)[0] == "#17的内容被改动"


def test_an_export_shorter_than_a_kept_checkpoint_is_found(tmp_path: Path) -> None:
    record.fill(10)
    path = tmp_path / "early.zip"
    export.export_ledger(path)
    record.fill(10)
    result = verifier.verify(path, [outside.last() or ""])
    assert [item.code for item in result.findings] == ["truncated"]


@pytest.mark.parametrize("kind", ["made", "case"])
def test_checkpoints_of_another_record_or_key_do_not_fit(
    kind: str, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue(kind)
    note = (outside.last() or "").replace("huiyin.local", "other.example")
    other = "other+" + "0" * 8 + "+" + "A" * 44
    assert not verifier.verify(path, [note]).ok
    assert not verifier.verify(path, ["nonsense"]).ok
    assert not verifier.verify(path, verifier_key=other).ok


def test_a_private_value_that_does_not_fit_is_found(made: Path, tmp_path: Path) -> None:
    files = unpack(made)
    files["private.jsonl"] = files["private.jsonl"].replace(b"13800000010", b"13900000010")
    result = verifier.verify(pack(files, tmp_path / "x.zip"))
    assert [(item.code, item.seq) for item in result.findings] == [("private", 10)]


def test_many_findings_are_counted_not_listed(made: Path, tmp_path: Path) -> None:
    files = unpack(made)
    result = verifier.Result(read=True)
    for number in range(130):
        result.add("changed", f"#{number}", "", number)
    assert len(verifier.lines(result)) == 102
    assert "30 more" in verifier.lines(result, "en")[100]
    files["entries.jsonl"] = b""
    assert not verifier.verify(pack(files, tmp_path / "x.zip")).ok


@pytest.mark.req("R05")
def test_proofs_of_a_case_lead_to_the_signed_root() -> None:
    record.fill(600, steps=3)
    record.append(3)
    page = proof.of_subject(record.MEETING, limit=90)
    entries = page["entries"]
    while page["next"] is not None:
        page = proof.of_subject(record.MEETING, after=page["next"], limit=90)
        entries += page["entries"]
    json.dumps(page)
    root, size = read_note(page["checkpoint"]).root, page["size"]
    assert len(entries) == 201
    assert entries[-1]["seq"] is None
    assert entries[-1]["proof"] == []
    for entry in entries[:-1]:
        leaf = tree.leaf_hash(entry["body"].encode())
        nodes = [bytes.fromhex(node) for node in entry["proof"]]
        assert tree.root_from_path(leaf, entry["seq"], size, nodes) == root


def test_before_the_first_checkpoint_there_is_no_proof() -> None:
    record.append(3)
    page = proof.of_subject(record.MEETING)
    assert (page["checkpoint"], page["size"], page["root"]) == ("", 0, "")
    with pytest.raises(IndexError):
        proof.Prover().inclusion(0)


@pytest.mark.parametrize(
    ("arguments", "status"), [([], 0), (["--key", "a+b+c"], 1), (["--checkpoint", "/nowhere"], 2)]
)
def test_the_command_line_tells_by_its_status(
    made: Path, arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verifier.main([str(made), *arguments]) == status
    assert capsys.readouterr().out


def test_findings_have_their_own_status(made: Path, tmp_path: Path) -> None:
    files = unpack(made)
    edit(files, "entries.jsonl", lambda lines: lines.__delitem__(4))
    assert verifier.main([str(pack(files, tmp_path / "x.zip"))]) == 1


def test_forged_entries_behind_the_checkpoint_are_found(made: Path, tmp_path: Path) -> None:
    files = unpack(made)
    body = b'{"v":1}'
    files["entries.jsonl"] += body + b"\n"
    files["seals.txt"] += tree.leaf_hash(body).hex().encode() + b"\n"
    result = verifier.verify(pack(files, tmp_path / "x.zip"))
    assert [(item.code, item.seq) for item in result.findings] == [("gap", 60)]


def test_a_case_at_a_kept_checkpoint_of_the_same_size_is_compared(
    case: Path, ledger_home: Path
) -> None:
    last = read_note(outside.last() or "")
    text = (outside.last() or "").replace(
        b64encode(last.root).decode(), b64encode(last.root[::-1]).decode()
    )
    assert [item.code for item in verifier.verify(case, [text]).findings] == ["root"]


def test_an_entry_of_another_case_is_found(case: Path, tmp_path: Path) -> None:
    files = unpack(case)
    files["header.json"] = files["header.json"].replace(
        str(record.MEETING).encode(), str(record.NOTICE).encode()
    )
    result = verifier.verify(pack(files, tmp_path / "x.zip"))
    assert {item.code for item in result.findings} == {"columns"}
