"""Posts are forgotten after a while; any number of workers may do it at once."""

import threading
from datetime import timedelta

from django.db import connection

from huiyin.cases.intake.models import Post
from huiyin.kit import clock

KEPT_FOR = timedelta(days=30)
EVERY = 3600.0
"""Seconds between two rounds."""


def run(stop: threading.Event) -> None:
    """Forget once an hour until told to stop; holds no connection in between."""
    while not stop.is_set():
        purge()
        connection.close()
        stop.wait(EVERY)


def purge() -> int:
    """Delete posts of more than thirty days ago; how many. Troubles and cases stay."""
    return Post.objects.filter(at__lte=clock.now() - KEPT_FOR).delete()[0]
