"""Files are kept whole or not at all: written aside, flushed to the disk, then given their name.

After a full disk or a kill in the middle nothing stands under a name that a row may point to.
"""

import contextlib
import errno
import os
from pathlib import Path
from typing import Any

import psycopg
from django.core.files.storage import FileSystemStorage

UNDER_WAY = ".part"
"""What the name of a file ends with until it is whole."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Full(OSError):
    """The disk has no room for a file; nothing of it is kept."""


class WholeFiles(FileSystemStorage):
    """Django's folder of files, with nothing half-written in it."""

    def _save(self, name: str, content: Any) -> str:
        """Write, flush, rename. Raises ``Full`` when there is no room."""
        aside = Path(self.path(f"{name}{UNDER_WAY}"))
        try:
            super()._save(f"{name}{UNDER_WAY}", content)  # type: ignore[misc]  # the stubs lack it
            _flush(aside)
            aside.rename(self.path(name))
            _flush(aside.parent)
        except BaseException as fault:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
                raise Full(fault.errno, "no room for a file") from fault
            raise
        return name


def is_full(error: BaseException | None) -> bool:
    """Whether a full disk (ours or the database's) is at the bottom of ``error``."""
    while error is not None:
        if isinstance(error, psycopg.errors.DiskFull):
            return True
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            return True
        error = error.__cause__ or error.__context__
    return False


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
