"""Live updates: a plain ASGI callable beside Django that tells open pages what changed.

``GET /live?topics=<signed token>`` answers with server-sent events (WHATWG HTML, 9.2) whose name is
a topic; the page then fetches what it shows. One database connection listens for all pages of the
process. A topic is sent at most once per ``PAUSE``; a page that does not read keeps one entry per
topic and no more.
"""

import asyncio
import logging
import os
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PING = 20.0
PAUSE = 0.2
RECONNECT_AFTER = 1.0
MOST_TOPICS = 50
MOST_PER_CLIENT = int(os.environ.get("HUIYIN_LIVE_PER_CLIENT", "2000"))
EVERYTHING = "everything"
"""Said to every page after a gap in listening: something may have been missed."""

log = logging.getLogger(__name__)


class Page:
    """One open page: what it listens to and what it has not been told yet."""

    __slots__ = ("topics", "untold", "wake")

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self.untold: dict[str, None] = {}
        self.wake: asyncio.Future[None] | None = None

    def tell(self, topic: str) -> None:
        """Note the topic (once) and wake the page's writer."""
        self.untold[topic] = None
        if self.wake is not None and not self.wake.done():
            self.wake.set_result(None)

    async def news(self, patience: float) -> list[str]:
        """What is new; waits for it up to ``patience`` seconds, then an empty list."""
        if not self.untold:
            loop = asyncio.get_running_loop()
            self.wake = loop.create_future()
            timer = loop.call_later(patience, _resolve, self.wake)
            try:
                await self.wake
            finally:
                timer.cancel()
                self.wake = None
        told, self.untold = list(self.untold), {}
        return told


class Hub:
    """All open pages of this process, by topic and by client."""

    def __init__(self) -> None:
        self._by_topic: defaultdict[str, set[Page]] = defaultdict(set)
        self._per_client: Counter[str] = Counter()

    def enter(self, page: Page, client: str) -> bool:
        """Let the page in, unless its client already has too many."""
        if self._per_client[client] >= MOST_PER_CLIENT:
            return False
        self._per_client[client] += 1
        for topic in page.topics:
            self._by_topic[topic].add(page)
        return True

    def leave(self, page: Page, client: str) -> None:
        """Forget the page."""
        self._per_client[client] -= 1
        if not self._per_client[client]:
            del self._per_client[client]
        for topic in page.topics:
            self._by_topic[topic].discard(page)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def announce(self, topic: str) -> None:
        """Tell the pages that listen to ``topic``."""
        for page in self._by_topic.get(topic, ()):
            page.tell(topic)

    def announce_to_all(self, topic: str) -> None:
        """Tell every page."""
        for page in {page for pages in self._by_topic.values() for page in pages}:
            page.tell(topic)

    def __len__(self) -> int:
        return self._per_client.total()


class Live:
    """The ASGI application."""

    def __init__(
        self,
        read_topics: Callable[[str], Iterable[str]],
        refused: type[Exception],
        connect: Callable[[], Awaitable[psycopg.AsyncConnection[Any]]],
        *,
        channel: str,
        origins: Iterable[str] = (),
    ) -> None:
        self.hub = Hub()
        self._read_topics = read_topics
        self._refused = refused
        self._connect = connect
        self._channel = channel
        self._origins = frozenset(origins)
        self._listening = False
        self._listener: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's start and stop."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._listener = asyncio.create_task(self._listen())
                await send({"type": "lifespan.startup.complete"})
            else:
                if self._listener is not None:
                    self._listener.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix("/live").strip("/")
        if path == "healthz":
            await _answer(send, 200 if self._listening else 503, b"")
        elif path or scope["method"] != "GET":
            await _answer(send, 404, b"")
        else:
            await self._stream(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = parse_qs(scope["query_string"].decode("latin-1")).get("topics", [""])[0]
        try:
            page = Page(list(self._read_topics(token))[:MOST_TOPICS])
        except self._refused:
            await _answer(send, 403, b"")
            return
        client = str((scope.get("client") or ("",))[0])
        if not self.hub.enter(page, client):
            await _answer(send, 429, b"")
            return
        try:
            await self._talk(page, scope, receive, send)
        finally:
            self.hub.leave(page, client)

    async def _talk(self, page: Page, scope: Scope, receive: Receive, send: Send) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [*_STREAM_HEADERS, *self._cross_origin(scope)],
            }
        )
        await _more(send, b"retry: 2000\n\n")
        gone = asyncio.ensure_future(_until_gone(receive))
        gone.add_done_callback(lambda _: _resolve(page.wake))
        try:
            while not gone.done():
                told = await page.news(PING)
                await _more(send, _event(told) if told else b": ping\n\n")
                if told:
                    await asyncio.sleep(PAUSE)
        except OSError:
            return
        finally:
            gone.cancel()

    def _cross_origin(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Allow the page's origin when it is configured, or is this host under another port."""
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        own = urlsplit("//" + headers.get(b"host", b"").decode("latin-1")).hostname
        if not origin or not (origin in self._origins or urlsplit(origin).hostname == own):
            return []
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"origin"),
        ]

    async def _listen(self) -> None:
        """Hear the database for ever; after a gap, every page is told to look again."""
        while True:
            try:
                await self._hear()
            except (psycopg.Error, OSError) as error:
                log.warning("live updates wait for the database: %s", type(error).__name__)
            self._listening = False
            await asyncio.sleep(RECONNECT_AFTER)

    async def _hear(self) -> None:
        async with await self._connect() as connection:
            await connection.execute(f"LISTEN {self._channel}")
            self._listening = True
            self.hub.announce_to_all(EVERYTHING)
            async for notice in connection.notifies():
                self.hub.announce(notice.payload)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _resolve(future: asyncio.Future[None] | None) -> None:
    if future is not None and not future.done():
        future.set_result(None)


def _event(topics: list[str]) -> bytes:
    return "".join(f"event: {topic}\ndata:\n\n" for topic in topics).encode()


async def _more(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


_STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
