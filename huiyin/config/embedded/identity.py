"""Who the database server runs as: PostgreSQL refuses root, so root needs a user for it."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM_USER = "pgserver"


class NoDatabaseUser(Exception):
    """Root has no way to make the system user that the database must run as."""


@dataclass(frozen=True)
class Identity:
    """A user and group id, or nothing when the server runs as ourselves."""

    uid: int | None = None
    gid: int | None = None

    def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        """Run to the end as this identity; output captured as text."""
        return subprocess.run(  # noqa: PLW1510 - callers look at the exit code
            command, capture_output=True, text=True, cwd="/", **self._switch(), **options
        )

    def spawn(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        """Start in a session of its own, so that a Ctrl-C at the terminal does not reach it."""
        return subprocess.Popen(
            command, cwd="/", start_new_session=True, **self._switch(), **options
        )

    def own(self, path: Path) -> None:
        """Give ``path`` to this identity."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def may_write(self, folder: Path) -> bool:
        """Whether this identity reaches ``folder`` and may write in it."""
        return (
            self.run(["/bin/sh", "-c", 'test -w "$0" && test -x "$0"', str(folder)]).returncode == 0
        )

    def may_execute(self, binary: Path) -> bool:
        """Whether this identity can run ``binary`` (asked for its version)."""
        try:
            return self.run([str(binary), "--version"]).returncode == 0
        except PermissionError:
            return False

    def _switch(self) -> dict[str, Any]:
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def for_this_process() -> Identity:
    """Ourselves; for root the system user ``pgserver``, made when it does not exist.

    Raises ``NoDatabaseUser`` when the system has no command that makes users.
    """
    if os.geteuid() != 0:
        return Identity()
    entry = _entry() or _make()
    return Identity(entry.pw_uid, entry.pw_gid)


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _make() -> pwd.struct_passwd:
    commands = (
        ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false"],
        ["adduser", "-S", "-D", "-H", "-s", "/bin/false"],  # BusyBox
    )
    for command in commands:
        if shutil.which(command[0]):
            subprocess.run([*command, SYSTEM_USER], check=False, capture_output=True)
            if entry := _entry():
                return entry
    raise NoDatabaseUser(
        f"PostgreSQL does not run as root and the system user {SYSTEM_USER!r} could not be made; "
        "make it, start Huiyin as an ordinary user, or set DATABASE_URL"
    )
