"""``make bench``: JSON lines of name, value, limit measured in the same run, ratio, memory.

``QUICK=1`` stays under a minute on two quiet cores, ``TINY=1`` only shows that every piece runs. Words
on the command line choose pieces (``python -m tests.benchmarks search fanout``). Ratios are what counts.

Each piece runs in a process and a database of its own: none pays for the rows of another, and
``peak_mb`` (this side) and ``server_mb`` (its connection's process on the server, shared buffers
included) are its own. A piece that fails prints its error in place of its lines; the others go on.
"""

import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from typing import Any

import django

from tests.benchmarks import machine, scratch, sizes

PIECES = (
    "fanout",
    "due",
    "deadlines",
    "confirmations",
    "replies",
    "mail",
    "reads",
    "compliance",
    "search",
    "people",
    "backtest",
    "ledger",
)
"""In this process, on a copy of the pattern database."""

LIVE = ("live", "herd", "room")
"""On a whole product of their own; only in the full run, or when named."""


def main() -> int:
    """Run the pieces asked for; how many failed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    os.environ.setdefault("HUIYIN_SECRET", "benchmark")
    os.environ["HUIYIN_MAIL_URL"] = "smtp://127.0.0.1:9"  # deliveries are made, none is sent
    os.environ["HUIYIN_HOME"] = tempfile.mkdtemp(prefix="hybench-home-")
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))
    size = sizes.wanted()
    chosen = sys.argv[1:] or [*PIECES, *(LIVE if size.name == "full" else ())]
    for name, value in machine.described(size):
        _print({"piece": "machine", "name": name, "value": value})
    failed = 0
    try:
        if own := [one for one in PIECES if one in chosen]:
            with scratch.pattern() as home:
                django.setup()
                scratch.prepare()
                failed = sum(_apart(name, size, home) for name in own)
    finally:
        shutil.rmtree(os.environ.pop("HUIYIN_HOME"), ignore_errors=True)
    return failed + sum(_apart(name, size, None) for name in LIVE if name in chosen)


def _apart(name: str, size: sizes.Size, home: str | None) -> int:
    """Run one piece in a child; 1 when it failed."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        try:
            return int(os.waitpid(child, 0)[1] != 0)
        except BaseException:
            os.kill(child, signal.SIGKILL)  # its database is dropped with the pattern's
            raise
    status = 1
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        _run(name, size, home)
        status = 0
    except BaseException as fault:  # noqa: BLE001 - said in a line of its own, the others go on
        traceback.print_exc()
        _print({"piece": name, "error": f"{type(fault).__name__}: {fault}"})
    finally:
        sys.stdout.flush()
        os._exit(status)


def _run(name: str, size: sizes.Size, home: str | None) -> None:
    if home is None:
        os.environ.pop("DATABASE_URL", None)
        for line in importlib.import_module(f"tests.benchmarks.{name}").lines(quick=size.quick):
            _print({"piece": name} | line | {"peak_mb": _peak(resource.RUSAGE_CHILDREN)})
        return
    with scratch.copied(home, name):
        from tests.benchmarks import world

        for line in _lines(name, size):
            memory = {"peak_mb": _peak(resource.RUSAGE_SELF), "server_mb": world.server_mb()}
            _print({"piece": name} | line | memory)


def _lines(name: str, size: sizes.Size) -> Iterator[dict[str, Any]]:
    yield from importlib.import_module(f"tests.benchmarks.{name}").lines(size)


def _peak(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss // 1024


def _print(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
