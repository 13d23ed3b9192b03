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


class Loop(threading.Thread):
    """One loop: logged, restarted with growing pauses, its connections given back."""

    def __init__(self, name: str, function: Function, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._function = function
        self._stop_event = stop

    def run(self) -> None:
        """Work until told to stop."""
        pause = FIRST_PAUSE
        while not self._stop_event.is_set():
            began = time.monotonic()
            longest = self._attempt()
            pause = FIRST_PAUSE if time.monotonic() - began > STEADY else min(pause * 2, longest)
            self._stop_event.wait(pause)

    def _attempt(self) -> float:
        """One life of the function; the longest pause that its end deserves."""
        try:
            self._function(self._stop_event)
        except (DatabaseError, InterfaceError) as error:
            log.warning("%s waits for the database: %s", self.name, type(error).__name__)
            return LONGEST_PAUSE_FOR_DATABASE
        except Exception:
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
