"""The worker's sealer: twice a second, whatever was written is sealed."""

import threading

from huiyin.ledger.sealer import seal_once

EVERY = 0.5


def run(stop: threading.Event) -> None:
    """Seal until ``stop`` is set; a full batch is followed by the next at once."""
    while not stop.is_set():
        if not seal_once():
            stop.wait(EVERY)
