"""W8: people live in one incident's room: from a note to the last screen, on a real ``huiyin run``.

Every page holds its line for live updates, as a browser does. A note is posted; each page hears of
it (``heard``) and fetches the part of the room that changed (``seen``). The limit of the same run is
as many pages that fetch the smallest answer of the same server at once (``/healthz``).
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.faults import instance
from tests.faults.browser import Browser
from tests.faults.instance import Instance

PATIENCE = 60.0
PEOPLE = 200


@dataclass
class Page:
    """One open page: when it heard of the present note, and when it had drawn it."""

    session: str
    topics: str
    heard: float = 0.0
    seen: float = 0.0
    news: asyncio.Event = field(default_factory=asyncio.Event)


def lines(*, quick: bool) -> Iterator[dict[str, Any]]:
    """Two lines: until the last page heard, until the last screen showed it."""
    notes = 3 if quick else 15
    with instance.running() as product:
        made = product.inside("incident_room", people=PEOPLE)
        floor = asyncio.run(_floor(product.port))
        heard, seen = asyncio.run(_measure(product, made, notes))
    for name, found, limit in (("heard", heard, 0.0), ("seen", seen, floor)):
        yield _line(f"{PEOPLE} in a room, a note is {name}", found, limit)


def _line(name: str, found: list[list[float]], limit: float) -> dict[str, Any]:
    every = sorted(one for note in found for one in note)
    last = sorted(max(note) for note in found)
    return {
        "name": name,
        "value": round(last[len(last) // 2] * 1000),
        "unit": "ms to the last",
        "p99": round(every[int(len(every) * 0.99)] * 1000),
        "median": round(every[len(every) // 2] * 1000),
        "limit": round(limit * 1000) or None,
        "ratio": round(last[len(last) // 2] / limit, 2) if limit else None,
    }


async def _floor(port: int) -> float:
    """Seconds until the last of as many pages has the smallest answer of the same server."""
    found = []
    for _again in range(3):
        began = time.perf_counter()
        wanted = (_get(port, "/healthz", "") for _page in range(PEOPLE))
        await asyncio.wait_for(asyncio.gather(*wanted), PATIENCE)
        found.append(time.perf_counter() - began)
    return sorted(found)[1]


async def _measure(
    product: Instance, made: dict[str, Any], notes: int
) -> tuple[list[list[float]], list[list[float]]]:
    pages = [Page(*each) for each in zip(made["sessions"], made["topics"], strict=True)]
    port, room = product.port, made["room"]
    lines = [asyncio.create_task(_listen(port + 1, room, page)) for page in pages]
    await asyncio.wait_for(_opened(pages), PATIENCE)
    heard: list[list[float]] = []
    seen: list[list[float]] = []
    for number in range(notes):
        text = f"测量 {number} 完"
        for page in pages:
            page.news.clear()
        began = time.perf_counter()
        drawn = [asyncio.create_task(_draw(port, room, page, text)) for page in pages]
        await asyncio.to_thread(_note, Browser(port, pages[0].session), room, text)
        await asyncio.wait_for(asyncio.gather(*drawn), PATIENCE)
        heard.append([page.heard - began for page in pages])
        seen.append([page.seen - began for page in pages])
        await asyncio.sleep(1.5)
    for line in lines:
        line.cancel()
    await asyncio.gather(*lines, return_exceptions=True)
    return heard, seen


async def _opened(pages: list[Page]) -> None:
    """Wait until every line is open: the first bytes came."""
    await asyncio.gather(*(page.news.wait() for page in pages))


def _note(browser: Browser, room: str, text: str) -> None:
    answer = browser.post(f"/incidents/{room}/note", {"text": text}, partial=True)
    if answer.status >= 400:
        raise RuntimeError(f"the note was refused: {answer.status}")


async def _listen(port: int, room: str, page: Page) -> None:
    """Hold the line; each event of the room is news."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    path = f"/live?topics={quote(page.topics)}"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    await writer.drain()
    await reader.readuntil(b"retry:")
    page.news.set()
    wanted = f"event: case:{room}".encode()
    while line := await reader.readline():
        if line.startswith(wanted):
            page.heard = time.perf_counter()
            page.news.set()
    writer.close()


async def _draw(port: int, room: str, page: Page, text: str) -> None:
    """After the news, fetch the part that changed until the note stands in it."""
    while True:
        await page.news.wait()
        page.news.clear()
        first = page.heard
        body = await _get(port, f"/incidents/{room}/live", page.session)
        if text in body:
            page.heard, page.seen = first, time.perf_counter()
            return


async def _get(port: int, path: str, session: str) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessionid={session}\r\n"
        "HX-Request: true\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode())
    await writer.drain()
    raw = await reader.read()
    writer.close()
    return raw.decode(errors="replace")
