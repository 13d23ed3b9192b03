"""A child process ends when its parent does, even when the parent was killed."""

import os
import signal
import threading
import time

EVERY = 0.5


def tie(number: int = signal.SIGTERM) -> None:
    """From now on send ourselves ``number`` when our parent is gone; again after ten seconds, KILL."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent, number), name="lifeline", daemon=True).start()


def _watch(parent: int, number: int) -> None:
    while os.getppid() == parent:
        time.sleep(EVERY)
    os.kill(os.getpid(), number)
    time.sleep(10)
    os.kill(os.getpid(), signal.SIGKILL)
