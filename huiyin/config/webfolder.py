"""What the processes of one ``huiyin web`` share: their figures, and the mark that they are leaving."""

import os
import tempfile
from pathlib import Path

FOLDER = "HUIYIN_WEB_FOLDER"
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder with a name of its own is made in it


def prepare_folder() -> "tempfile.TemporaryDirectory[str]":
    """Make it, and name it in the environment; before anything imports ``prometheus_client``."""
    folder = tempfile.TemporaryDirectory(prefix="huiyin-web-", dir=_memory())
    os.environ[FOLDER] = folder.name
    counted = Path(folder.name) / "figures"
    counted.mkdir()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counted)
    return folder


def is_draining() -> bool:
    """Whether this web process has been told to stop."""
    return bool(os.environ.get(FOLDER)) and _marker().exists()


def say_draining() -> None:
    """From now on this web process is about to stop."""
    _marker().touch()


def figures() -> str:
    """Where the processes keep what they count; empty when there is only this one."""
    return os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")


def _memory() -> str | None:
    """Memory where there is some: figures are mapped files, and a full disk would kill who counts."""
    return str(MEMORY) if os.access(MEMORY, os.W_OK | os.X_OK) else None


def _marker() -> Path:
    return Path(os.environ[FOLDER]) / "draining"
