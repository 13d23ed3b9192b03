"""The sealed file: what goes in comes out; whatever is wrong with it is said, and nothing is taken."""

import json
import subprocess
from pathlib import Path

import pyrage
import pytest

from huiyin.config.backup import archive
from huiyin.config.backup.archive import Unreadable

KEY = pyrage.x25519.Identity.generate()


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A backup of two files, one of them larger than a pipe holds."""
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_text("名单", encoding="utf-8")
    large.write_bytes(bytes(range(256)) * 20_000)
    target = tmp_path / "one.age"
    archive.write(
        target, KEY.to_public(), [("a/small", small), ("large", large)], {"made_at": "2026-09-07"}
    )
    return target


def test_what_goes_in_comes_out(sealed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    manifest = archive.read(sealed, KEY, folder)
    assert manifest["made_at"] == "2026-09-07"
    assert {name: one["size"] for name, one in manifest["members"].items()} == {
        "a/small": 6,
        "large": 5_120_000,
    }
    assert (folder / "a" / "small").read_text("utf-8") == "名单"
    assert (folder / "large").read_bytes() == (tmp_path / "large").read_bytes()


def test_nothing_readable_and_nothing_half(sealed: Path, tmp_path: Path) -> None:
    assert "名单".encode() not in sealed.read_bytes()
    assert sealed.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileNotFoundError):
        archive.write(tmp_path / "two.age", KEY.to_public(), [("x", tmp_path / "gone")], {})
    assert sorted(one.name for one in tmp_path.iterdir()) == ["large", "one.age", "small"]


@pytest.mark.parametrize("place", [0, 100, 300, 70_000, 3_000_000, -1, -200])
def test_one_altered_byte_is_noticed(sealed: Path, tmp_path: Path, place: int) -> None:
    content = bytearray(sealed.read_bytes())
    content[place] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(Unreadable):
        archive.read(sealed, KEY, tmp_path / "out")


@pytest.mark.parametrize("length", [0, 50, 200, 65_000, 1_000_000, 5_120_000])
def test_a_file_that_is_cut_off_is_noticed(sealed: Path, tmp_path: Path, length: int) -> None:
    sealed.write_bytes(sealed.read_bytes()[:length])
    with pytest.raises(Unreadable):
        archive.read(sealed, KEY, tmp_path / "out")


def test_another_key_does_not_open_it(sealed: Path, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="does not open"):
        archive.read(sealed, pyrage.x25519.Identity.generate(), tmp_path / "out")


@pytest.mark.parametrize("change", ["other", "missing", "extra", "no list"])
def test_contents_are_compared_with_the_list(tmp_path: Path, change: str) -> None:
    """A tar of somebody who has the public key is no backup unless its list fits."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a").write_text("one")
    listed = {
        "a": {
            "size": 3,
            "sha256": "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed",
        }
    }
    if change == "other":
        (inside / "a").write_text("two")
    if change == "missing":
        listed["b"] = listed["a"]
    if change == "extra":
        (inside / "b").write_text("one")
    if change != "no list":
        (inside / archive.MANIFEST).write_text(json.dumps({"members": listed}))
    plain, sealed = tmp_path / "plain.tar", tmp_path / "made.age"
    subprocess.run(
        ["tar", "-cf", plain, "-C", inside, *sorted(p.name for p in inside.iterdir())], check=True
    )
    sealed.write_bytes(pyrage.encrypt(plain.read_bytes(), [KEY.to_public()]))
    with pytest.raises(Unreadable, match="list of contents"):
        archive.read(sealed, KEY, tmp_path / "out")


def test_a_name_that_climbs_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "evil").write_text("x")
    plain = tmp_path / "plain.tar"
    command = ["tar", "-cPf", str(plain), "-C", str(tmp_path), "--transform", "s,^,../../,", "evil"]
    subprocess.run(command, check=True)
    sealed = tmp_path / "made.age"
    sealed.write_bytes(pyrage.encrypt(plain.read_bytes(), [KEY.to_public()]))
    with pytest.raises(Unreadable):
        archive.read(sealed, KEY, tmp_path / "deep" / "out")


def test_keys_are_read_as_their_files_hold_them() -> None:
    assert str(archive.identity(f"# public key: x\n{KEY}\n")) == str(KEY)
    assert str(archive.recipient(f" {KEY.to_public()}\n")) == str(KEY.to_public())
    for text in ("", "# nothing", "AGE-SECRET-KEY-1X"):
        with pytest.raises(Unreadable):
            archive.identity(text)
    with pytest.raises(Unreadable):
        archive.recipient("age1nonsense")
