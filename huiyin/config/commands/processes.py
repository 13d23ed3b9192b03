"""``web``, ``live`` and ``worker``: one process each, on as many machines as you like."""

import os
import signal
import threading

import click

from huiyin.config import lifeline, webfolder
from huiyin.config.commands.ground import product, say


@click.command()
@click.option("--host", default="127.0.0.1", envvar="HUIYIN_HOST", show_default=True)
@click.option("--port", type=int, default=8000, envvar="PORT", show_default=True)
@click.option("--threads", type=int, default=8, envvar="HUIYIN_THREADS", show_default=True)
@click.option("--workers", type=int, default=1, envvar="HUIYIN_WORKERS", show_default=True)
@click.option(
    "--drain",
    type=click.FloatRange(min=0),
    default=0.0,
    envvar="HUIYIN_DRAIN",
    show_default=True,
    help="Seconds between SIGTERM and the end, while /readyz/web says 503 and all is answered.",
)
def web(host: str, port: int, threads: int, workers: int, drain: float) -> None:
    """Serve the pages and the API (WSGI, threads)."""
    _tie()
    os.environ["PORT"] = str(port)
    with webfolder.prepare_folder(), product():
        from huiyin.config import nodes, steps
        from huiyin.config.webserver import WebServer

        steps.refuse_newer()
        os.environ["HUIYIN_CHILD"] = "web"
        server = WebServer(host, port, threads=threads, workers=workers, drain=drain)
        server.on_shutdown(lambda: nodes.forget_web(nodes.here(port)))
        server.serve()


@click.command()
@click.option("--host", default="127.0.0.1", envvar="HUIYIN_HOST", show_default=True)
@click.option("--port", type=int, default=8001, envvar="HUIYIN_LIVE_PORT", show_default=True)
def live(host: str, port: int) -> None:
    """Serve live updates to open pages (server-sent events)."""
    _tie()
    with product():
        import uvicorn
        from django.conf import settings

        from huiyin.config import descriptors, nodes, steps

        steps.refuse_newer()
        descriptors.take_all()
        from huiyin.config.asgi import application

        presence = nodes.Presence("live", nodes.here(port), lambda: {"pages": len(application.hub)})
        presence.start()
        try:
            uvicorn.run(
                application,
                host=host,
                port=port,
                access_log=False,
                log_level="warning",
                log_config=None,
                timeout_graceful_shutdown=1,
                backlog=4096,
                proxy_headers=True,
                forwarded_allow_ips=list(settings.ENV.trusted_proxies),
            )
        finally:
            presence.leave()


@click.command()
@click.option(
    "--port",
    type=int,
    default=0,
    envvar="HUIYIN_WORKER_PORT",
    help="Where to answer /healthz and /metrics; none by default.",
)
def worker(port: int) -> None:
    """Do the background work: jobs, the clock, the sealer, incoming mail."""
    _tie()
    with product():
        from huiyin.config import steps
        from huiyin.config import worker as process

        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_told: stop.set())
        steps.await_tables(stop, say)
        if stop.is_set():
            return
        say("worker started")
        process.main(port)


def _tie() -> None:
    """As a child of ``huiyin run``, end when it does."""
    if os.environ.get("HUIYIN_CHILD"):
        lifeline.tie()
