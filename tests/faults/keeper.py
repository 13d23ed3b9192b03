"""Keeps one command and its folder; when the test that started it goes, so does everything.

Arguments: folder, log file, command. Says the command's process id on standard output. The end of
standard input is the signal to end: it comes even when the test process is killed.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

GRACE = 60.0


def main(folder: Path, log: Path, command: list[str]) -> None:
    """Start ``command``, wait for the end of standard input, stop all of it, remove ``folder``."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    print(process.pid, flush=True)  # noqa: T201 - the caller reads it
    try:
        sys.stdin.buffer.read()
    finally:
        _stop(process)
        for file in folder.rglob("postmaster.pid"):
            _end_server(file)
        shutil.rmtree(folder, ignore_errors=True)


def _stop(process: subprocess.Popen[bytes]) -> None:
    family: list[psutil.Process] = []
    with contextlib.suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for one in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()  # psutil knows a number that was given to another process


def _end_server(file: Path) -> None:
    """A database that outlived its keeper: its lock file names it, its command line proves it."""
    with contextlib.suppress(ValueError, psutil.Error, OSError):
        server = psutil.Process(int(file.read_text().split("\n", 1)[0]))
        if str(file.parent) in server.cmdline():
            server.send_signal(signal.SIGQUIT)
            until = time.monotonic() + GRACE
            while server.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
                time.sleep(0.05)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os.close(0))
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
