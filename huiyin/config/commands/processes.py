"""``web``, ``live`` and ``worker``: one process each, on as many machines as you like."""

import os

import click

from huiyin.config import lifeline
from huiyin.config.commands.ground import product, say


@click.command()
@click.option("--host", default="127.0.0.1", envvar="HUIYIN_HOST", show_default=True)
@click.option("--port", type=int, default=8000, envvar="PORT", show_default=True)
@click.option("--threads", type=int, default=8, envvar="HUIYIN_THREADS", show_default=True)
@click.option("--workers", type=int, default=1, envvar="HUIYIN_WORKERS", show_default=True)
def web(host: str, port: int, threads: int, workers: int) -> None:
    """Serve the pages and the API (WSGI, threads)."""
    _tie()
    with product():
        from granian.constants import Interfaces
        from granian.log import LogLevels
        from granian.server import Server

        os.environ["HUIYIN_CHILD"] = "web"
        Server(
            "huiyin.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            respawn_failed_workers=True,
            respawn_interval=0.5,
            workers_kill_timeout=3,
            log_level=LogLevels.error,
        ).serve()


@click.command()
@click.option("--host", default="127.0.0.1", envvar="HUIYIN_HOST", show_default=True)
@click.option("--port", type=int, default=8001, envvar="HUIYIN_LIVE_PORT", show_default=True)
def live(host: str, port: int) -> None:
    """Serve live updates to open pages (server-sent events)."""
    _tie()
    with product():
        import uvicorn

        uvicorn.run(
            "huiyin.config.asgi:application",
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=1,
            backlog=4096,
        )


@click.command()
def worker() -> None:
    """Do the background work: jobs, the clock, the sealer, incoming mail."""
    _tie()
    with product():
        from huiyin.config import worker as process

        say("worker started")
        process.main()


def _tie() -> None:
    """As a child of ``huiyin run``, end when it does."""
    if os.environ.get("HUIYIN_CHILD"):
        lifeline.tie()
