"""The limit of live updates: a bare asyncio server that writes the same bytes to each of its lines.

It knows no HTTP, no topic and no token: whoever connects and says something hears every
notification. ``python -m tests.benchmarks.lineserver PORT DATABASE_URL CHANNEL``.
"""

import asyncio
import sys

import psycopg

HELLO = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nretry: 2000\n\n"

LINES: set[asyncio.WriteTransport] = set()


class Bare(asyncio.Protocol):
    """One line."""

    __slots__ = ("_transport",)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        LINES.add(transport)

    def data_received(self, data: bytes) -> None:
        """Answer what was asked, whatever it was."""
        del data
        self._transport.write(HELLO)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        del exc
        LINES.discard(self._transport)


async def main(port: int, url: str, channel: str) -> None:
    """Serve until killed."""
    loop = asyncio.get_running_loop()
    await loop.create_server(Bare, "127.0.0.1", port, backlog=4096)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"LISTEN {channel}".encode())
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        async for notice in connection.notifies():
            event = f"event: {notice.payload}\ndata:\n\n".encode()
            for line in LINES:
                line.write(event)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
