"""A backup is proved without restoring it: it opens, it is whole, and it is of this ledger."""

from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner
from django.conf import settings as live_settings

from huiyin.config import marks
from huiyin.config.backup import archive, making, proving
from huiyin.config.cli import main
from huiyin.core.event import Event
from huiyin.kit import clock as kit_clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Checkpoint
from huiyin.ledger.sealer import seal_once
from huiyin.obligations.record import record
from huiyin.obligations.tests.conftest import install
from huiyin.policies import in_force

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def regulation() -> Iterator[None]:
    """A regulation that asks for nothing."""
    install('[[route]]\nwhen = {}\nchannels = ["inbox"]\nconfirm = "acknowledge"\n')
    yield
    in_force.forget()


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pyrage.x25519.Identity:
    """A private key, and a home of the test's own."""
    monkeypatch.setattr(live_settings.ENV, "home", tmp_path)
    return pyrage.x25519.Identity.generate()


def backup(folder: Path, key: pyrage.x25519.Identity, root: str, *names: str) -> Path:
    """A backup with these members that says that the ledger had one entry under ``root``."""
    dumped = folder / "dumped"
    dumped.write_bytes(b"PGDMP")
    ledger = {"size": 1, "root": root, "note": ""}
    about = {"made_at": "2026-11-22T10:00:00+00:00", "ledger": ledger}
    target = folder / f"{new_id()}.age"
    archive.write(target, key.to_public(), [(name, dumped) for name in names], about)
    return target


def sealed() -> str:
    """One entry in the ledger; the root of its checkpoint."""
    record(Event("t.happened", str(new_id()), kit_clock.now(), None, {}))
    seal_once()
    return bytes(Checkpoint.objects.get(size=1).root).hex()


def test_a_whole_backup_of_this_ledger_is_proved(
    tmp_path: Path, key: pyrage.x25519.Identity
) -> None:
    file = backup(tmp_path, key, sealed(), making.DATABASE, "media/a.bin")
    proved = proving.prove(file, str(key))
    assert (proved.size, proved.members, proved.findings) == (1, 2, [])
    assert not list(tmp_path.glob("prove-*")), "the unpacked copy stays"


def test_of_another_ledger_or_without_a_database(
    tmp_path: Path, key: pyrage.x25519.Identity
) -> None:
    sealed()
    proved = proving.prove(backup(tmp_path, key, "00" * 32, "media/a.bin"), str(key))
    assert [finding.split()[0:2] for finding in proved.findings] == [
        ["the", "backup"],
        ["this", "ledger"],
    ]


def test_the_command_writes_down_that_it_was_proved(
    tmp_path: Path, key: pyrage.x25519.Identity
) -> None:
    private = tmp_path / "private.key"
    private.write_text(f"# kept elsewhere\n{key}\n")
    file = backup(tmp_path, key, sealed(), making.DATABASE)
    done = CliRunner().invoke(main, ["backup", "prove", str(file), "--key", str(private)])
    assert done.exit_code == 0, done.output
    assert marks.facts(marks.BACKUP_PROVED) == {"entries": 1}
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    done = CliRunner().invoke(main, ["backup", "prove", str(file), "--key", str(private)])
    assert done.exit_code == 1
    other = backup(tmp_path, key, "00" * 32, making.DATABASE)
    done = CliRunner().invoke(main, ["backup", "prove", str(other), "--key", str(private)])
    assert (done.exit_code, "no checkpoint" in done.output) == (1, True)
