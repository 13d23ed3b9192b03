"""The worker's loop that ends a rolling upgrade: the new policy, when the last old node has gone."""

import threading

from huiyin.config.preparation import finish_upgrade

WHILE_OPEN = 2.0
LATER = 60.0


def run(stop: threading.Event) -> None:
    """Look until ``stop`` is set; rarely once everything is done."""
    while not stop.is_set():
        stop.wait(LATER if finish_upgrade() else WHILE_OPEN)
