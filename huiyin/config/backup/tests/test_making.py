"""A backup of the test database, and what refuses to be written over."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.conf import settings as live_settings
from django.db import connection

from huiyin.cases.models import Attachment, Case
from huiyin.config.backup import archive, making, postgres, restoring
from huiyin.config.backup.postgres import ToolFailed
from huiyin.core.event import Event
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from huiyin.ledger.models import Entry
from huiyin.ledger.sealer import seal_once
from huiyin.obligations.record import record
from huiyin.obligations.tests.conftest import install
from huiyin.policies import in_force

KEY = pyrage.x25519.Identity.generate()
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation's folder with a secret and an attached file."""
    monkeypatch.setattr(live_settings.ENV, "home", tmp_path)
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "attachments").mkdir(parents=True)
    (tmp_path / "media" / "attachments" / "a.bin").write_bytes(b"file")
    (tmp_path / "secret").write_text("s")
    return tmp_path


@pytest.fixture
def company() -> Iterator[Company]:
    """The cast, under a regulation that asks for nothing."""
    install('[[route]]\nwhen = {}\nchannels = ["inbox"]\nconfirm = "acknowledge"\n')
    yield make_company()
    in_force.forget()


def make(home: Path, name: str = "one.age") -> tuple[Path, dict[str, Any]]:
    """A backup and its manifest."""
    said: list[str] = []
    manifest = making.make(
        home / name, str(KEY.to_public()), say=lambda line: said.append(str(line))
    )
    assert said[0].startswith("Database: ")
    return home / name, manifest


def test_a_backup_names_where_the_ledger_stood(home: Path, company: Company) -> None:
    record(Event("t.happened", str(new_id()), clock.now(), company["林若溪"].pk, {}))
    seal_once()
    sealed, manifest = make(home)
    assert manifest["ledger"]["size"] == Entry.objects.count() > 0
    assert {"database.dump", "keys/secret", "keys/ledger.key", "media/attachments/a.bin"} <= set(
        manifest["members"]
    )
    folder = home / "out"
    assert archive.read(sealed, KEY, folder) == manifest
    tool = postgres._tool("pg_restore")
    listed = subprocess.run(
        [tool, "--list", folder / "database.dump"], capture_output=True, text=True, check=True
    )
    assert "TABLE DATA public ledger_entry" in listed.stdout


def test_a_checkpoint_told_during_the_dump_is_not_in_the_backup(
    home: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LEDGER_CHECKPOINTS_FILE = home / making.CHECKPOINTS
    file = making.place(home, making.CHECKPOINTS)
    file.write_text("before\n")
    dump = postgres.dump

    def slow(target: Path, snapshot: str) -> None:
        dump(target, snapshot)
        file.write_text("before\nafter\n")

    monkeypatch.setattr(postgres, "dump", slow)
    sealed, _manifest = make(home)
    archive.read(sealed, KEY, home / "out")
    assert (home / "out" / making.CHECKPOINTS).read_text() == "before\n"


def test_before_anything_happened_there_is_no_checkpoint(home: Path) -> None:
    _sealed, manifest = make(home)
    assert manifest["ledger"] == {"size": 0, "root": "", "note": ""}


def test_a_bad_key_and_a_failing_tool_leave_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(archive.Unreadable):
        making.make(home / "x.age", "age1nonsense")
    monkeypatch.setattr(postgres, "server_major", lambda: 999)
    with pytest.raises(ToolFailed, match="PostgreSQL 999"):
        make(home, "x.age")
    assert not list(home.glob("*.age*"))


def test_a_dump_that_is_none_is_refused(home: Path) -> None:
    (home / "bad").write_text("no dump")
    with pytest.raises(ToolFailed, match="pg_restore"):
        postgres.load(home / "bad")


def test_nothing_is_written_over(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, _manifest = make(home)
    with pytest.raises(restoring.NotEmpty, match="tables"):
        restoring.restore(sealed, str(KEY))
    monkeypatch.setattr(postgres, "is_empty", lambda: True)
    with pytest.raises(restoring.NotEmpty, match="holds files"):
        restoring.restore(sealed, str(KEY))
    (home / "media" / "attachments" / "a.bin").unlink()
    (home / "ledger.key").touch()
    live_settings.LEDGER_KEY_FILE = home / "ledger.key"
    with pytest.raises(restoring.NotEmpty, match="key exists"):
        restoring.restore(sealed, str(KEY))


def test_what_was_put_back_is_proved(
    home: Path, company: Company, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is here already: everything but the loading is what a restore does."""
    del company
    record(Event("t.happened", str(new_id()), clock.now(), None, {}))
    seal_once()
    sealed, manifest = make(home)
    for name in ("LEDGER_KEY_FILE", "LEDGER_CHECKPOINTS_FILE"):
        setattr(settings, name, home / "fresh" / Path(getattr(settings, name)).name)
    settings.MEDIA_ROOT = home / "fresh" / "media"
    monkeypatch.setattr(postgres, "is_empty", lambda: True)
    monkeypatch.setattr(postgres, "load", lambda dump: dump.stat())
    done = restoring.restore(sealed, str(KEY))
    assert (done.findings, done.size) == ([], manifest["ledger"]["size"])
    assert (home / "fresh" / "media" / "attachments" / "a.bin").read_bytes() == b"file"
    restoring.go_on(done, "演练")
    assert Entry.objects.filter(kind="ledger.restored").count() == 1


def test_a_file_that_rows_name_and_that_is_not_there_is_found(home: Path) -> None:
    person = make_company()["林若溪"]
    case = Case.objects.create(
        scenario="t", initiator=person, department=person.department, created_at=clock.now()
    )
    Attachment.objects.create(
        case=case,
        name="a.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0",
        file="attachments/gone.bin",
        uploaded_by=person,
        uploaded_at=clock.now(),
    )
    connection.commit()
    found = restoring._proved({"ledger": {"size": 7, "note": ""}}).findings
    assert "the attached file attachments/gone.bin is missing" in found
    assert any("the backup says 7" in line for line in found)
