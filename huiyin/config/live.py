"""Live updates: a plain ASGI callable beside Django that tells open pages what changed.

``GET /live?topics=<signed token>`` answers with server-sent events (WHATWG HTML, 9.2) whose name is
a topic; the page then fetches what it shows. One database connection listens for all pages of the
process. A topic is sent at most once per ``PAUSE``; a page that does not read keeps one entry per
topic and no more.
"""

import asyncio
import functools
import logging
import os
from collections import Counter, defaultdict
from collections.abc import (
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Iterable,
    MutableMapping,
)
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PING = 20.0
PAUSE = 0.2
AT_ONCE = 200
RECONNECT_AFTER = 1.0
MOST_TOPICS = 50
MOST_PER_CLIENT = int(os.environ.get("HUIYIN_LIVE_PER_CLIENT", "2000"))
EVERYTHING = "everything"
"""Said to every page after a gap in listening: something may have been missed."""

log = logging.getLogger(__name__)


class Page:
    """One open page: what it listens to and what it has not been told yet.

    It costs no task and no timer, unless it does not read what it is told.
    """

    __slots__ = ("_send", "_writer", "topics", "untold")

    def __init__(self, topics: Iterable[str], send: Send) -> None:
        self.topics = frozenset(topics)
        self.untold: dict[str, None] = {}
        self._send = send
        self._writer: asyncio.Task[None] | None = None

    def tell(self, topic: str) -> None:
        """Write the topic; while the page does not read, note it (once)."""
        if self._writer is None:
            self._write(_event([topic]))
        else:
            self.untold[topic] = None

    def ping(self) -> None:
        """Keep the line open."""
        if self._writer is None:
            self._write(b": ping\n\n")

    def _write(self, body: bytes) -> None:
        """Hand over to the server at once: it only makes us wait for a page that does not read."""
        step = _more(self._send, body)
        try:
            waited = step.send(None)
        except (StopIteration, OSError):
            return
        self._writer = asyncio.ensure_future(self._catch_up(_Rest(step, waited)))

    async def _catch_up(self, rest: "_Rest") -> None:
        try:
            await rest
            while self.untold:
                told, self.untold = list(self.untold), {}
                await _more(self._send, _event(told))
        except OSError:
            self.untold = {}
        finally:
            self._writer = None


class _Rest:
    """What is left of a coroutine that was begun outside of a task and waits for ``waited``."""

    __slots__ = ("_step", "_waited")

    def __init__(self, step: Coroutine[Any, Any, None], waited: Any) -> None:
        self._step = step
        self._waited = waited

    def __await__(self) -> Generator[Any, Any, None]:
        waited = self._waited
        while True:
            try:
                yield waited
            except BaseException as error:  # noqa: BLE001 - cancelled: the coroutine decides
                resume: Callable[[], Any] = functools.partial(self._step.throw, error)
            else:
                resume = functools.partial(self._step.send, None)
            try:
                waited = resume()
            except StopIteration:
                return


class Hub:
    """All open pages of this process, by topic and by client."""

    def __init__(self) -> None:
        self._by_topic: defaultdict[str, set[Page]] = defaultdict(set)
        self._per_client: Counter[str] = Counter()
        self._pages: set[Page] = set()
        self._resting: dict[str, bool] = {}

    def enter(self, page: Page, client: str) -> bool:
        """Let the page in, unless its client already has too many."""
        if self._per_client[client] >= MOST_PER_CLIENT:
            return False
        self._per_client[client] += 1
        self._pages.add(page)
        for topic in page.topics:
            self._by_topic[topic].add(page)
        return True

    def leave(self, page: Page, client: str) -> None:
        """Forget the page."""
        self._per_client[client] -= 1
        self._pages.discard(page)
        if not self._per_client[client]:
            del self._per_client[client]
        for topic in page.topics:
            self._by_topic[topic].discard(page)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def announce(self, topic: str) -> None:
        """Tell the pages that listen to ``topic``; what comes within ``PAUSE`` is told at its end."""
        if topic in self._resting:
            self._resting[topic] = True
        elif pages := self._by_topic.get(topic):
            self._resting[topic] = False
            asyncio.get_running_loop().call_later(PAUSE, self._rested, topic)
            for page in pages:
                page.tell(topic)

    def _rested(self, topic: str) -> None:
        if self._resting.pop(topic):
            self.announce(topic)

    def announce_to_all(self, topic: str) -> None:
        """Tell every page."""
        for page in self._pages:
            page.tell(topic)

    async def keep_open(self) -> None:
        """Ping every page every ``PING`` seconds, a few at a time."""
        while True:
            await asyncio.sleep(PING)
            for number, page in enumerate(list(self._pages)):
                page.ping()
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)

    def __len__(self) -> int:
        return len(self._pages)


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
        allows: Callable[[str], bool] = lambda _header: False,
    ) -> None:
        self.hub = Hub()
        self._read_topics = read_topics
        self._refused = refused
        self._connect = connect
        self._channel = channel
        self._origins = frozenset(origins)
        self._allows = allows
        self._listening = False
        self._background: list[asyncio.Task[None]] = []

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
                self._background = [
                    asyncio.create_task(self._listen()),
                    asyncio.create_task(self.hub.keep_open()),
                ]
                await send({"type": "lifespan.startup.complete"})
            else:
                for task in self._background:
                    task.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix("/live").strip("/")
        if path == "healthz":
            await _answer(send, 200 if self._listening else 503, b"")
        elif path == "metrics" and self._watcher(scope):
            await _answer(send, 200, _PAGES % len(self.hub))
        elif path or scope["method"] != "GET":
            await _answer(send, 404, b"")
        else:
            await self._stream(scope, receive, send)

    def _watcher(self, scope: Scope) -> bool:
        header = dict(scope["headers"]).get(b"authorization", b"")
        return self._allows(header.decode("latin-1"))

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = parse_qs(scope["query_string"].decode("latin-1")).get("topics", [""])[0]
        try:
            page = Page(list(self._read_topics(token))[:MOST_TOPICS], send)
        except self._refused:
            await _answer(send, 403, b"")
            return
        client = str((scope.get("client") or ("",))[0])
        if not self.hub.enter(page, client):
            await _answer(send, 429, b"")
            return
        try:
            await self._open(scope, send)
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.hub.leave(page, client)

    async def _open(self, scope: Scope, send: Send) -> None:
        headers = [*_STREAM_HEADERS, *self._cross_origin(scope)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _more(send, b"retry: 2000\n\n")

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


def _event(topics: list[str]) -> bytes:
    return "".join(f"event: {topic}\ndata:\n\n" for topic in topics).encode()


async def _more(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


_PAGES = b"""# HELP huiyin_live_pages Open pages that listen to this process.
# TYPE huiyin_live_pages gauge
huiyin_live_pages %d
"""

_STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
