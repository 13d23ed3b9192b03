"""The checkpoints kept outside the database: what a thief of the database cannot rewrite.

One JSON line per published note. The machine compares the tail with the database at each seal, so
that a database that lost its end, or was put back from an older copy, is noticed at once.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

TAIL = 65_536


def file() -> Path:
    """Where published notes are kept."""
    return Path(settings.LEDGER_CHECKPOINTS_FILE)


def notes() -> Iterator[str | None]:
    """Every published note, oldest first; None for a whole line that cannot be read."""
    try:
        with file().open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield _note(line)
    except FileNotFoundError:
        return


def last() -> str | None:
    """The newest published note; ValueError when the line that holds it cannot be read."""
    try:
        with file().open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - TAIL))
            lines = log.read().rpartition(b"\n")[0].splitlines()
    except FileNotFoundError:
        return None
    if not lines:
        return None
    note = _note(lines[-1])
    if note is None:
        raise ValueError(f"the last line of {file().name} cannot be read")
    return note


def keep(text: str) -> None:
    """Append one note durably; the rest of a line torn by a crash is cut off first."""
    path = file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as log:
        end = log.seek(0, os.SEEK_END)
        log.seek(max(0, end - TAIL))
        torn = len(log.read().rpartition(b"\n")[2])
        log.truncate(end - torn)
        log.write(json.dumps({"note": text}, ensure_ascii=False).encode() + b"\n")
        log.flush()
        os.fsync(log.fileno())


def set_aside(size: int) -> None:
    """Start a new file after a restore that was accepted; the old one keeps its content."""
    path = file()
    path.rename(path.with_name(f"{path.name}.before-restore-{size}"))


def _note(line: bytes) -> str | None:
    try:
        return str(json.loads(line)["note"])
    except (ValueError, KeyError, TypeError):
        return None
