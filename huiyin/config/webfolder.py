"""What the processes of one ``huiyin web`` share: their figures, and the mark that they are leaving."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = "HUIYIN_WEB_FOLDER"
FIGURES = "PROMETHEUS_MULTIPROC_DIR"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder with a name of its own is made in it


@contextmanager
def prepare_folder() -> Iterator[str]:
    """Make it, and name it in the environment; before anything imports ``prometheus_client``."""
    with tempfile.TemporaryDirectory(prefix="huiyin-web-", dir=_memory()) as folder:
        counted = Path(folder) / "figures"
        counted.mkdir()
        os.environ |= {FOLDER: folder, FIGURES: str(counted)}
        try:
            yield folder
        finally:
            del os.environ[FOLDER], os.environ[FIGURES]


def is_draining() -> bool:
    """Whether this web process has been told to stop."""
    return bool(os.environ.get(FOLDER)) and _marker().exists()


def say_draining() -> None:
    """From now on this web process is about to stop."""
    _marker().touch()


def figures() -> str:
    """Where the processes keep what they count; empty when there is only this one."""
    return os.environ.get(FIGURES, "")


def _memory() -> str | None:
    """Memory where there is some: figures are mapped files, and a full disk would kill who counts."""
    return str(MEMORY) if os.access(MEMORY, os.W_OK | os.X_OK) else None


def _marker() -> Path:
    return Path(os.environ[FOLDER]) / "draining"
