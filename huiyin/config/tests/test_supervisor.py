"""Children are started again, told to stop, and never outlive a killed supervisor."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.config import supervisor
from huiyin.config.supervisor import Child, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
_DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
STUBBORN = [sys.executable, "-c", _DEAF]
TIED = [
    sys.executable,
    "-c",
    "from huiyin.config import lifeline; lifeline.tie(); import time; time.sleep(60)",
]


def until(condition: Callable[[], object], seconds: float = 15.0) -> None:
    """Wait for ``condition``; an error when it does not come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether the process runs and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def pid_of(child: Child) -> int:
    """The process id of a running child."""
    assert child.process is not None
    return child.process.pid


def scripted(*children: Child, script: Callable[[Supervisor], None]) -> list[str]:
    """Run a supervisor while ``script`` acts on it from another thread; what it said."""
    said: list[str] = []
    kept = Supervisor(list(children), said.append)
    failures: list[BaseException] = []

    def act() -> None:
        try:
            script(kept)
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)
        finally:
            kept.stopping.set()

    thread = threading.Thread(target=act)
    thread.start()
    kept.run()
    thread.join()
    if failures:
        raise failures[0]
    return said


def test_a_killed_child_is_started_again() -> None:
    child = Child("sleeper", SLEEPER)

    def script(_kept: Supervisor) -> None:
        until(lambda: child.process)
        first = pid_of(child)
        os.kill(first, signal.SIGKILL)
        until(lambda: child.process and child.process.pid != first)

    assert scripted(child, script=script) == ["sleeper ended (SIGKILL); starting it again"]


def test_a_child_that_dies_at_once_is_started_ever_more_slowly() -> None:
    child = Child("dying", [sys.executable, "-c", "raise SystemExit(3)"])

    def script(_kept: Supervisor) -> None:
        until(lambda: child.pause > 2 * supervisor.FIRST_PAUSE)

    said = scripted(child, script=script)
    assert said[0] == "dying ended (exit code 3); starting it again"
    assert child.due - child.started >= supervisor.FIRST_PAUSE


def test_all_children_end_with_the_supervisor() -> None:
    children = [Child("one", SLEEPER), Child("two", SLEEPER)]
    pids: list[int] = []

    def script(_kept: Supervisor) -> None:
        until(lambda: all(child.process for child in children))
        pids.extend(pid_of(child) for child in children)

    scripted(*children, script=script)
    assert pids
    assert not any(alive(pid) for pid in pids)


def test_a_stubborn_child_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.5)
    child = Child("stubborn", STUBBORN)
    pids: list[int] = []

    def script(_kept: Supervisor) -> None:
        until(lambda: child.process)
        pids.append(pid_of(child))

    scripted(child, script=script)
    assert not alive(pids[0])


def test_a_signal_stops_it_and_the_watch_was_asked() -> None:
    asked: list[int] = []
    kept = Supervisor([], lambda _line: None, lambda: asked.append(1))
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    kept.run()
    timer.join()
    assert kept.stopping.is_set()
    assert asked


def test_children_of_a_killed_parent_end_by_themselves() -> None:
    code = f"import subprocess; print(subprocess.Popen({TIED!r}).pid, flush=True); input()"
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        time.sleep(0.5)
        parent.kill()
    until(lambda: not alive(child))
