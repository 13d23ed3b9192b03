"""Links whose time has come, and those whose sender died; any number of workers may look at once."""

import logging
import threading

from django.db import DatabaseError, connection

from huiyin.scenarios.problems.trackers import syncing

EVERY = 5.0
"""Seconds between two rounds."""

log = logging.getLogger(__name__)


def run(stop: threading.Event) -> None:
    """Look until told to stop; holds no connection in between."""
    while not stop.is_set():
        try:
            syncing.bury_dead()
            syncing.retry_due()
        except DatabaseError as fault:
            log.warning("trackers are not looked at: %s", type(fault).__name__)
        connection.close()
        stop.wait(EVERY)
