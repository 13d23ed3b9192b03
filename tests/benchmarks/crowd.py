"""Many open pages in one process: each holds a line for live updates and notes when it hears."""

import asyncio
import contextlib
import resource
import time
from dataclasses import dataclass, field

AT_ONCE = 500
"""Lines that are being opened at the same time; a browser each, all of them after a restart."""

SPARE = 200
"""Descriptors that a process needs beside its lines."""


@dataclass
class Told:
    """What a crowd has heard since it was asked to listen."""

    wanted: int
    at: list[float] = field(default_factory=list)
    all_heard: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self) -> None:
        """One more."""
        self.at.append(time.perf_counter())
        if len(self.at) >= self.wanted:
            self.all_heard.set()


class Line(asyncio.Protocol):
    """One page: asks once, then listens."""

    __slots__ = ("_crowd", "_opened", "transport")

    def __init__(self, crowd: "Crowd", opened: asyncio.Future[None]) -> None:
        self._crowd = crowd
        self._opened: asyncio.Future[None] | None = opened
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        transport.write(self._crowd.request)

    def data_received(self, data: bytes) -> None:
        """The line is open, or something happened."""
        if self._opened is not None:
            if b"retry:" in data:
                self._opened.set_result(None)
                self._opened = None
        elif b"event: case" in data:
            self._crowd.told.hear()

    def connection_lost(self, exc: Exception | None) -> None:
        """A line that breaks before it was open is an error; afterwards the crowd is smaller."""
        if self._opened is not None and not self._opened.done():
            self._opened.set_exception(exc or ConnectionResetError())
        self._crowd.lost += 1


class Crowd:
    """``size`` pages at ``port`` that listen to what ``path`` names."""

    def __init__(self, port: int, path: str, size: int) -> None:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n"
        self.request = head.encode()
        self.told = Told(size)
        self.lost = 0
        self._port = port
        self._size = size
        self._lines: list[Line] = []

    async def open(self, patience: float) -> float:
        """Open all lines; seconds until the last was admitted."""
        began = time.perf_counter()
        places = asyncio.Semaphore(AT_ONCE)
        lines = (self._one(places) for _each in range(self._size))
        await asyncio.wait_for(asyncio.gather(*lines), patience)
        return time.perf_counter() - began

    async def hear(self, patience: float) -> list[float]:
        """When each heard of the next event, the first first."""
        told = self.told
        await asyncio.wait_for(told.all_heard.wait(), patience)
        return told.at

    def listen(self) -> None:
        """From now on count anew."""
        self.told = Told(self._size)

    def close(self) -> None:
        """Hang up."""
        for line in self._lines:
            if line.transport is not None:
                line.transport.close()

    async def _one(self, places: asyncio.Semaphore) -> None:
        loop = asyncio.get_running_loop()
        async with places:
            opened = loop.create_future()
            line = Line(self, opened)
            await loop.create_connection(lambda: line, "127.0.0.1", self._port)
            await opened
            self._lines.append(line)


def make_room(lines: int) -> bool:
    """Let this process, and those that it starts, hold so many lines; ``False`` where it may not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = lines + SPARE
    if hard != resource.RLIM_INFINITY and hard < needed:
        return False
    if soft < needed:
        with contextlib.suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    return True
