"""The worker's loops: each in a thread of its own, restarted when it fails.

A room names its loops in its ``AppConfig``: ``loops = ("huiyin.room.module:function", …)``. The
function takes a ``threading.Event`` and works until it is set.
"""

import importlib
import logging
import threading
import time
from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import DatabaseError, InterfaceError, connections

Function = Callable[[threading.Event], None]

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
LONGEST_PAUSE_FOR_DATABASE = 2.0
STEADY = 60.0
"""Seconds a loop must have worked for its next failure to count as the first."""

log = logging.getLogger(__name__)


class Beat(threading.Event):
    """The worker's stop, as one loop sees it: each look at it is a sign of life of that loop."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__()
        self._stop = stop
        self._last = time.monotonic()

    def is_set(self) -> bool:
        """Whether to stop."""
        self._last = time.monotonic()
        return self._stop.is_set()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the stop, at most ``timeout`` seconds; whether it came."""
        self._last = time.monotonic() + (timeout or 0.0)
        return self._stop.wait(timeout)

    @property
    def silent(self) -> float:
        """Seconds since the loop looked last, or should have woken up; zero while it waits."""
        return max(0.0, time.monotonic() - self._last)


class Loop(threading.Thread):
    """One loop: logged, restarted with growing pauses, its connections given back."""

    def __init__(self, name: str, function: Function, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._function = function
        self._stop_event = Beat(stop)
        self._trouble = ""
        self._began = time.monotonic()

    @property
    def state(self) -> dict[str, float | str]:
        """How it is: seconds of silence, and what it failed with last, if it has not recovered."""
        steady = time.monotonic() - self._began > STEADY
        trouble = "" if steady else self._trouble
        return {"silent": round(self._stop_event.silent, 1), "trouble": trouble}

    def run(self) -> None:
        """Work until told to stop."""
        pause = FIRST_PAUSE
        while not self._stop_event.is_set():
            began = self._began = time.monotonic()
            longest = self._attempt()
            pause = FIRST_PAUSE if time.monotonic() - began > STEADY else min(pause * 2, longest)
            self._stop_event.wait(pause)

    def _attempt(self) -> float:
        """One life of the function; the longest pause that its end deserves."""
        try:
            self._function(self._stop_event)
        except (DatabaseError, InterfaceError) as error:
            self._trouble = type(error).__name__
            log.warning("%s waits for the database: %s", self.name, type(error).__name__)
            return LONGEST_PAUSE_FOR_DATABASE
        except Exception as error:
            self._trouble = type(error).__name__
            log.exception("%s failed and is started again", self.name)
        finally:
            connections.close_all()
        return LONGEST_PAUSE


def discovered() -> Iterator[tuple[str, Function]]:
    """Name and function of every loop that an installed room declares."""
    for app in apps.get_app_configs():
        for path in getattr(app, "loops", ()):
            module, _, name = path.partition(":")
            yield path, _imported(module, name)


def _imported(module: str, name: str) -> Function:
    """Imports when it runs, in its own thread: one room's fault does not stop the others."""

    def work(stop: threading.Event) -> None:
        getattr(importlib.import_module(module), name)(stop)

    return work


def start(stop: threading.Event) -> list[Loop]:
    """Start every discovered loop."""
    started = [Loop(name, function, stop) for name, function in discovered()]
    for loop in started:
        loop.start()
    return started


def join(loops: list[Loop], seconds: float) -> list[str]:
    """Wait for the loops to end; the names of those that did not."""
    until = time.monotonic() + seconds
    for loop in loops:
        loop.join(max(0.0, until - time.monotonic()))
    return [loop.name for loop in loops if loop.is_alive()]
