"""Before Django is set up: which database this process talks to."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from huiyin.config.embedded import Server

Say = Callable[[str], object]


def home() -> Path:
    """The data folder, ``HUIYIN_HOME`` or ``.huiyin`` where we stand; made when missing."""
    folder = Path(os.environ.get("HUIYIN_HOME") or ".huiyin").absolute()
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    (folder / "static").mkdir(exist_ok=True)
    return folder


@contextmanager
def reachable(say: Say, *, own: bool = False) -> Iterator[Server | None]:
    """``DATABASE_URL``, or the embedded server, started if need be.

    Who started it stops it, last; ``own`` takes over a server that was left running.
    Sets ``DATABASE_URL``, ``HUIYIN_HOME`` and ``HUIYIN_CLOCK_FILE`` for this process and its children.
    """
    os.environ["HUIYIN_HOME"] = str(home())
    os.environ.setdefault("HUIYIN_CLOCK_FILE", str(home() / "clock.json"))
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    server = Server(home(), say=say)
    stop_it = own or not server.is_running()
    if not server.place.base.is_relative_to(home()):
        say(f"The database lives in {server.place.base}: its user cannot enter {home()}")
    os.environ["DATABASE_URL"] = server.start()
    try:
        yield server
    finally:
        if stop_it:
            server.stop()
