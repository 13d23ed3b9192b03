"""Keeps child processes running until told to stop; one that dies is started again."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

TICK = 0.1
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
STEADY = 30.0
"""Seconds a child must have lived for its next death to count as the first."""

GRACE = 15.0


@dataclass
class Child:
    """One process: its command, and when it may be started again."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        """Start the process; it knows that it is a child and ends with us."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env={**os.environ, **self.environment, "HUIYIN_CHILD": self.name}
        )

    def bury(self) -> int | None:
        """The exit code of a process that has just ended; plans the next start."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.process = None
        now = time.monotonic()
        steady = now - self.started > STEADY
        self.due = now + (FIRST_PAUSE if steady else self.pause)
        self.pause = FIRST_PAUSE if steady else min(self.pause * 2, LONGEST_PAUSE)
        return code


def huiyin(name: str, **environment: str) -> Child:
    """A child that runs the command ``huiyin <name>`` in this Python."""
    return Child(name, [sys.executable, "-m", "huiyin.config.cli", name], environment)


class Supervisor:
    """Runs ``children`` and ``watch`` (the database's keeper) until SIGTERM, SIGINT or ``stop``."""

    def __init__(
        self,
        children: list[Child],
        say: Callable[[str], object],
        watch: Callable[[], object] = lambda: None,
    ) -> None:
        self.children = children
        self.stopping = threading.Event()
        self._say = say
        self._watch = watch

    def run(self) -> None:
        """Start everybody, mind them, and stop everybody in the end."""
        previous = {number: signal.signal(number, self._told) for number in _SIGNALS}
        try:
            while not self.stopping.wait(TICK):
                self._watch()
                self._mind()
        finally:
            self._stop()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _mind(self) -> None:
        for child in self.children:
            code = child.bury()
            if code is not None:
                self._say(f"{child.name} ended ({_reason(code)}); starting it again")
            if child.process is None and time.monotonic() >= child.due:
                child.start()

    def _stop(self) -> None:
        """Ask all, wait for all; kill who has not ended in time."""
        processes = [child.process for child in self.children if child.process is not None]
        for process in processes:
            process.terminate()
        until = time.monotonic() + GRACE
        for process in processes:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _told(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stopping.set()


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


_SIGNALS = (signal.SIGTERM, signal.SIGINT)
