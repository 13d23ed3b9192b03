"""Remembered answers are forgotten after a day; any number of workers may do it at once."""

import threading
from datetime import timedelta

from django.db import connection

from huiyin.api.models import IdempotentAnswer
from huiyin.kit import clock

KEPT_FOR = timedelta(days=1)
EVERY = 3600.0
"""Seconds between two rounds."""


def run(stop: threading.Event) -> None:
    """Forget once an hour until told to stop; holds no connection in between."""
    while not stop.is_set():
        purge()
        connection.close()
        stop.wait(EVERY)


def purge() -> int:
    """Delete the answers that were given more than a day ago; how many."""
    return IdempotentAnswer.objects.filter(created_at__lte=clock.now() - KEPT_FOR).delete()[0]
