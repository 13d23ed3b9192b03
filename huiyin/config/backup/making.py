"""Make a backup while everybody works: one snapshot of the database, the ledger's place in it named."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from huiyin import __version__
from huiyin.config.backup import archive, postgres
from huiyin.kit import clock

DATABASE = "database.dump"
CHECKPOINTS = "checkpoints.log"
KEYS = {"keys/secret": "secret", "keys/ledger.key": "ledger.key"}
"""Name in the archive -> file under ``HUIYIN_HOME``; without them links and signatures would end."""

MEDIA = "media/"

_NEWEST = "SELECT size, encode(root, 'hex'), note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"


def make(
    target: Path, to: str, *, say: Callable[[str], object] = lambda _line: None
) -> dict[str, Any]:
    """Write the backup for the public key ``to`` to ``target``; its manifest.

    Nobody waits meanwhile. ``archive.Unreadable`` for a bad key, ``postgres.ToolFailed`` when the dump
    fails; nothing is left at ``target`` then.
    """
    key = archive.recipient(to)
    folder = settings.ENV.home
    with tempfile.TemporaryDirectory(dir=folder, prefix="backup-") as scratch:
        dumped = Path(scratch) / DATABASE
        published = _published(folder, Path(scratch))
        about = _dump(dumped)
        say(f"Database: {dumped.stat().st_size} bytes, ledger of {about['ledger']['size']} entries")
        members = [(DATABASE, dumped), *published, *_files(folder)]
        return archive.write(target, key, members, about)


def _dump(target: Path) -> dict[str, Any]:
    """Dump what one snapshot sees, and say where the ledger stood in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = str(cursor.fetchone()[0])
        cursor.execute(_NEWEST)
        size, root, note = cursor.fetchone() or (0, "", "")
        postgres.dump(target, snapshot)
    return {
        "huiyin": __version__,
        "organisation": settings.ORGANISATION,
        "made_at": clock.now().isoformat(),
        "postgresql": postgres.server_major(),
        "ledger": {"size": size, "root": root, "note": note or ""},
    }


def _published(home: Path, scratch: Path) -> list[tuple[str, Path]]:
    """The checkpoints told so far, taken before the dump: it knows of each of them."""
    file = place(home, CHECKPOINTS)
    if not file.exists():
        return []
    return [(CHECKPOINTS, Path(shutil.copy(file, scratch / CHECKPOINTS)))]


def _files(home: Path) -> Iterator[tuple[str, Path]]:
    """Taken after the dump: every file that it names is there, perhaps some more."""
    for name, known in KEYS.items():
        file = place(home, known)
        if file.exists():
            yield name, file
    media = Path(settings.MEDIA_ROOT)
    for file in sorted(media.rglob("*")):
        if file.is_file():
            yield MEDIA + file.relative_to(media).as_posix(), file


def place(home: Path, name: str) -> Path:
    """Where a file that is not in the database lives; some have places of their own."""
    own = {
        "ledger.key": settings.LEDGER_KEY_FILE,
        CHECKPOINTS: settings.LEDGER_CHECKPOINTS_FILE,
    }
    return Path(own.get(name, home / name))
