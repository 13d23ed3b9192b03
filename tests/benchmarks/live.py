"""W4: open pages on one live process of a running product: admitted, kept, told.

The live process is killed first, as an upgrade would end it; its pages come back all at once. Then
something is committed again and again, and each page notes when it hears. The limit of the same run
is a bare server that writes the same bytes to the same client.
"""

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psutil
import psycopg

from huiyin.kit.live import CHANNEL
from tests.benchmarks.crowd import Crowd, make_room
from tests.faults import instance
from tests.faults.browser import Browser
from tests.faults.instance import ROOT, Instance

PATIENCE = 60.0
PAUSE = 0.6
"""Seconds between two events: the live process tells a page of a topic once in a while."""

Figures = dict[str, float]


def lines(*, quick: bool) -> Iterator[dict[str, Any]]:
    """Three lines for each size: admitted, bytes a page, told."""
    sizes, events = ((1_000,), 3) if quick else ((1_000, 10_000), 7)
    room = make_room(max(sizes))
    with instance.running(HUIYIN_LIVE_PER_CLIENT=str(2 * max(sizes))) as product:
        for pages in sizes if room else (1_000,):
            ours = _ours(product, pages, events)
            bare = _bare(product, pages, events)
            yield from _said(pages, ours, bare)


def _said(pages: int, ours: Figures, bare: Figures) -> Iterator[dict[str, Any]]:
    for name, unit, digits in (
        ("admitted", "s", 2),
        ("bytes", "bytes a page", 0),
        ("first", "ms", 1),
        ("median", "ms", 1),
        ("last", "ms", 1),
    ):
        value, limit = ours[name], bare[name]
        yield {
            "name": f"{pages} live pages: {name}",
            "value": round(value, digits),
            "unit": unit,
            "limit": round(limit, digits),
            "ratio": round(value / limit, 2) if limit else None,
        }


def _ours(product: Instance, pages: int, events: int) -> Figures:
    """The product's own live process, just started anew."""
    instance.kill(product.processes("live")[:1])
    product.until(lambda: _listens(product), "live again")
    case = f"case:{uuid4()}"
    token = product.inside("topics", case=case.removeprefix("case:"))
    crowd = Crowd(product.port + 1, f"/live?topics={quote(token)}", pages)
    process = product.processes("live")[0]
    return asyncio.run(_measure(crowd, process, product.url, case, events))


def _bare(product: Instance, pages: int, events: int) -> Figures:
    """The limit: the same client, a server that does nothing else."""
    port = instance.free_ports()
    command = [sys.executable, "-m", "tests.benchmarks.lineserver", str(port), product.url, CHANNEL]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert server.stdout.readline()
            crowd = Crowd(port, "/", pages)
            process = psutil.Process(server.pid)
            told = _measure(crowd, process, product.url, f"case:{uuid4()}", events)
            return asyncio.run(told)
        finally:
            server.kill()


def _listens(product: Instance) -> bool:
    return Browser(product.port + 1).try_get("/live/healthz") == 200


async def _measure(
    crowd: Crowd, server: psutil.Process, url: str, case: str, events: int
) -> Figures:
    """Open all pages, see what they cost, tell them something again and again."""
    before = server.memory_info().rss
    try:
        admitted = await crowd.open(PATIENCE)
        cost = (server.memory_info().rss - before) / crowd.told.wanted
        with contextlib.closing(psycopg.connect(url, autocommit=True)) as connection:
            heard = [await _tell(crowd, connection, case) for _event in range(events)]
    finally:
        crowd.close()
    return {
        "admitted": admitted,
        "bytes": max(cost, 0),
        "first": _middle(heard, lambda found: found[0]),
        "median": _middle(heard, lambda found: found[len(found) // 2]),
        "last": _middle(heard, lambda found: found[-1]),
    }


async def _tell(crowd: Crowd, connection: psycopg.Connection[Any], case: str) -> list[float]:
    """Milliseconds from the commit until each page heard."""
    await asyncio.sleep(PAUSE)
    crowd.listen()
    began = time.perf_counter()
    await asyncio.to_thread(connection.execute, "SELECT pg_notify(%s, %s)", [CHANNEL, case])
    return [(at - began) * 1000 for at in await crowd.hear(PATIENCE)]


def _middle(found: list[list[float]], one: Callable[[list[float]], float]) -> float:
    chosen = sorted(one(times) for times in found)
    return chosen[len(chosen) // 2]
