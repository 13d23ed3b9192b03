"""What the figures were measured on."""

import os
import platform
import subprocess
from collections.abc import Iterator
from pathlib import Path

from huiyin.kit import clock
from tests.benchmarks import sizes

ROOT = Path(__file__).resolve().parents[2]


def described(size: sizes.Size) -> Iterator[tuple[str, str]]:
    """Names and values: processor, memory, system, state of the tree, how busy it was before."""
    yield "run", f"{size.name}, {clock.now():%Y-%m-%d %H:%M} UTC"
    yield "processor", f"{os.cpu_count()} x {_processor()}"
    yield "memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') >> 30} GB"
    yield "system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    yield "commit", _commit()
    yield "load before", f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    cpu = Path("/proc/cpuinfo")
    for line in cpu.read_text().splitlines() if cpu.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "no repository"
