"""What ``postmaster.pid`` says, and whether that process is still the server it was."""

import os
import subprocess
from pathlib import Path


def running_pid(data: Path) -> int | None:
    """The process id of the server of ``data``; none when it is gone or its number is re-used."""
    pid = _written_pid(data)
    return pid if pid is not None and _serves(pid, data) else None


def forgive_reused_pid(data: Path) -> None:
    """Let a dead server's lock file not block the next start when its number lives again.

    PostgreSQL refuses to start while the number in the file belongs to any living process, which
    in a container is likely. It takes the file for stale when it names the starting process's
    parent. The rest of the file must stay: it guards the shared memory of orphaned backends.
    """
    file = data / "postmaster.pid"
    if _written_pid(data) is not None and running_pid(data) is None:
        _, *rest = file.read_text().splitlines(keepends=True)
        file.write_text(f"{os.getpid()}\n" + "".join(rest))


def _written_pid(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    command = _command_line(pid)
    return "postgres" in command and str(data) in command


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return ""
    answer = subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return answer.stdout
