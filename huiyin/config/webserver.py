"""The web process: Granian, which on SIGTERM first says that it leaves, and then does.

While it drains (``HUIYIN_DRAIN`` seconds) everything is still answered, only ``/readyz/web`` is not: the
proxy takes the node out, and nobody meets a closed door.
"""

import threading
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from huiyin.config import webfolder

ENDING = 20
"""Seconds that requests in flight may take once no new ones are let in."""


class WebServer(MPServer):
    """Serves until told to stop; a second signal stops it at once."""

    def __init__(self, host: str, port: int, *, threads: int, workers: int, drain: float) -> None:
        super().__init__(
            "huiyin.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            respawn_failed_workers=True,
            respawn_interval=0.5,
            workers_kill_timeout=ENDING if drain else 3,
            log_level=LogLevels.error,
        )
        self._drain = drain

    def signal_handler_interrupt(self, *_told: Any, **_more: Any) -> None:
        """Say that we leave, wait for the proxy, then stop."""
        if not self._drain or webfolder.is_draining():
            self._stop()
            return
        webfolder.say_draining()
        wait = threading.Timer(self._drain, self._stop)
        wait.daemon = True
        wait.start()

    def _stop(self) -> None:
        super().signal_handler_interrupt()  # type: ignore[no-untyped-call]  # Granian's own
