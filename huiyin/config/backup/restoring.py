"""Put a backup into an empty installation, and prove that it is whole before anybody works with it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import FileField

from huiyin.config.apps import RESTORED
from huiyin.config.backup import archive, making, postgres
from huiyin.core.event import Event
from huiyin.kit import clock

_INSTALLATION = UUID("0b5d1d0c-7b4e-5f0a-9f57-54e2a4d3c611")


class NotEmpty(Exception):
    """A restore never writes over anything: there are tables, files or keys already."""


@dataclass(slots=True)
class Restored:
    """What was put back; ``findings`` are sentences, none when everything is whole."""

    manifest: dict[str, Any]
    size: int
    findings: list[str] = field(default_factory=list)


def restore(
    source: Path, key_text: str, *, say: Callable[[str], object] = lambda _line: None
) -> Restored:
    """Unpack ``source``, check it, load it, and check it again where it now stands.

    ``archive.Unreadable``, ``NotEmpty`` and ``postgres.ToolFailed`` leave everything as it was.
    """
    _refuse_what_is_there()
    home = settings.ENV.home
    with tempfile.TemporaryDirectory(dir=home, prefix="restore-") as scratch:
        folder = Path(scratch)
        manifest = archive.read(source, archive.identity(key_text), folder)
        say(f"The backup of {manifest['made_at']} is whole: {len(manifest['members'])} files")
        postgres.load(folder / making.DATABASE)
        say("The database is loaded")
        _move_in(folder, home)
    return _proved(manifest)


def go_on(restored: Restored, reason: str) -> None:
    """Write down in the ledger that it was put back, to where, and why."""
    from huiyin.obligations.record import record

    ledger = restored.manifest["ledger"]
    facts = {"size": ledger["size"], "root": ledger["root"], "reason": reason}
    facts["made_at"] = restored.manifest["made_at"]
    subject = str(uuid5(_INSTALLATION, settings.LEDGER_ORIGIN))
    record(Event(RESTORED, subject, clock.now(), None, facts))


def _refuse_what_is_there() -> None:
    if not postgres.is_empty():
        raise NotEmpty("the database has tables; restore into an empty one")
    for name in (*making.KEYS.values(), making.CHECKPOINTS):
        if name != "secret" and making.place(settings.ENV.home, name).exists():
            raise NotEmpty(
                f"{making.place(settings.ENV.home, name)} exists; use an empty HUIYIN_HOME"
            )
    if any(Path(settings.MEDIA_ROOT).rglob("*")):
        raise NotEmpty(f"{settings.MEDIA_ROOT} holds files; use an empty HUIYIN_HOME")


def _move_in(folder: Path, home: Path) -> None:
    for name, place in (*making.KEYS.items(), (making.CHECKPOINTS, making.CHECKPOINTS)):
        if (folder / name).exists():
            target = making.place(home, place)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder / name, target)
            target.chmod(0o600)
    media = folder / making.MEDIA
    if media.exists():
        shutil.copytree(media, settings.MEDIA_ROOT, dirs_exist_ok=True, copy_function=shutil.move)


def _proved(manifest: dict[str, Any]) -> Restored:
    from huiyin.ledger.check import verify_database
    from huiyin.obligations.doctor import findings

    connection.close()
    note = manifest["ledger"]["note"]
    report = verify_database(checkpoints=[note] if note else [])
    found = [*([] if report.ok else report.lines), *findings(), *_missing_files()]
    if report.size < manifest["ledger"]["size"]:
        found.append(
            f"the ledger has {report.size} entries, the backup says {manifest['ledger']['size']}"
        )
    return Restored(manifest, report.size, found)


def _missing_files() -> Iterator[str]:
    """Files that rows name (whatever room they belong to) and that are not there."""
    media = Path(settings.MEDIA_ROOT)
    for model in apps.get_models():
        for one in model._meta.get_fields():  # noqa: SLF001 - Django's documented name
            if isinstance(one, FileField):
                rows = model._default_manager  # noqa: SLF001 - Django's documented name
                names = rows.exclude(**{one.name: ""}).values_list(one.name, flat=True)
                gone = (name for name in names.iterator() if not (media / name).exists())
                yield from (f"the attached file {name} is missing" for name in gone)
