"""The worker process: jobs in the main thread's event loop, every room's loops in threads."""

import asyncio
import logging
import signal
import threading
from contextlib import suppress

import psycopg
from procrastinate import App
from procrastinate.contrib.django import DjangoApp, app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

from huiyin.config import loops, nodes, tracing, working
from huiyin.kit import jobs as queue

CONCURRENCY = 4
GRACE = 10.0
RETRY_AFTER = 1.0

log = logging.getLogger(__name__)


def main(port: int = 0) -> None:
    """Work until SIGTERM or SIGINT, then let what runs finish for ten seconds."""
    stop = threading.Event()
    end_traces = tracing.start("worker")
    started = loops.start(stop)
    presence = nodes.Presence(
        "worker", nodes.here(port), lambda: {"loops": {one.name: one.state for one in started}}
    )
    presence.start()
    window = working.open_port(port)
    try:
        asyncio.run(_until_signal(stop))
    finally:
        stop.set()
        if window is not None:
            window.shutdown()
        presence.leave()
        for name in loops.join(started, GRACE):
            log.warning("%s did not end in time", name)
        end_traces()


async def _until_signal(stop: threading.Event) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    jobs = asyncio.create_task(_run_jobs())
    await told.wait()
    stop.set()
    jobs.cancel()
    with suppress(asyncio.CancelledError):
        await jobs


async def _run_jobs() -> None:
    """Run jobs for ever; when the database goes, come back with it."""
    while True:
        try:
            async with _job_app().open_async() as opened:
                await opened.run_worker_async(
                    name="huiyin",
                    queues=queue.queues(),
                    worker_middleware=[working.watched],
                    concurrency=CONCURRENCY,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE - 2,
                    fetch_job_polling_interval=2.0,
                    update_heartbeat_interval=5.0,
                )
        except (ConnectorException, psycopg.Error, OSError) as error:
            log.warning("jobs wait for the database: %s", type(error).__name__)
        except Exception:
            log.exception("the job runner failed and is started again")
        await asyncio.sleep(RETRY_AFTER)


def _job_app() -> App:
    """The same tasks on an asynchronous connection.

    The product's own app keeps Django's connection, so that what a task or a loop defers stays
    in its transaction.
    """
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the product's job app must use Django's connection")
    twin = DjangoApp(connector=connector.get_worker_connector())
    twin.tasks.update(app.tasks)
    return twin
