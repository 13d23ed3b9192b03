"""Live updates: who may listen, what is heard, and that a slow page costs nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from huiyin.config import live
from huiyin.config.live import EVERYTHING, Live, Page
from huiyin.config.livelink import seen_from
from huiyin.kit import live as topics

Message = MutableMapping[str, Any]


class Refused(Exception):
    pass


class Visit:
    """One open page: what it was sent, and the moment it goes away."""

    def __init__(self, app: Live, token: str = "a,b", **scope: Any) -> None:
        self.sent: list[Message] = []
        self.gone = asyncio.Event()
        self._scope = {
            "type": "http", "method": "GET", "path": "/live", "headers": [],
            "query_string": f"topics={token}".encode(), "client": ("10.0.0.1", 1), **scope,
        }  # fmt: skip
        self.task = asyncio.ensure_future(app(self._scope, self._receive, self._send))

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"]) if self.sent else 0

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def text(self) -> str:
        return b"".join(one.get("body", b"") for one in self.sent).decode()

    async def leave(self) -> None:
        self.gone.set()
        await asyncio.wait_for(self.task, 5)

    async def _receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)


def read(token: str) -> Iterable[str]:
    if token == "forged":
        raise Refused
    return token.split(",")


async def nowhere() -> psycopg.AsyncConnection[Any]:
    raise OSError


def app(**options: Any) -> Live:
    return Live(read, Refused, options.pop("connect", nowhere), channel="huiyin_live", **options)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is waited for is not ours to signal
            await asyncio.sleep(0.01)


def within(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 20))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PAUSE", 0.05)


def test_a_page_hears_its_topics_and_no_others() -> None:
    async def story() -> None:
        here = app()
        visit = Visit(here)
        await until(lambda: len(here.hub) == 1)
        here.hub.announce("a")
        here.hub.announce("c")
        await until(lambda: "event: a\n" in visit.text)
        await visit.leave()
        assert visit.status == 200
        assert visit.headers[b"x-accel-buffering"] == b"no"
        assert "event: c" not in visit.text
        assert len(here.hub) == 0

    within(story())


def test_a_burst_becomes_one_event() -> None:
    async def story() -> None:
        here = app()
        visit = Visit(here)
        await until(lambda: len(here.hub) == 1)
        here.hub.announce("a")
        await until(lambda: "event: a" in visit.text)
        for _ in range(1000):
            here.hub.announce("a")
        await until(lambda: visit.text.count("event: a") == 2)
        await asyncio.sleep(0.15)
        await visit.leave()
        assert visit.text.count("event: a") == 2

    within(story())


def test_a_page_that_does_not_read_keeps_one_entry_per_topic() -> None:
    async def story() -> None:
        blocked = asyncio.Event()

        async def send(_message: Message) -> None:
            await blocked.wait()

        page = Page(["a", "b"], send)
        page.tell("a")
        await asyncio.sleep(0)
        for _ in range(1000):
            page.tell("a")
            page.tell("b")
            page.ping()
        assert list(page.untold) == ["a", "b"]
        blocked.set()
        await until(lambda: not page.untold)

    within(story())


def test_whoever_reads_at_once_costs_no_task() -> None:
    async def story() -> None:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        page = Page(["a"], send)
        page.tell("a")
        assert page._writer is None
        assert [one["body"] for one in sent] == [b"event: a\ndata:\n\n"]

    within(story())


def test_a_page_that_reads_again_hears_what_it_missed_once() -> None:
    async def story() -> None:
        sent: list[bytes] = []
        reads = asyncio.Event()

        async def send(message: Message) -> None:
            await reads.wait()
            sent.append(message["body"])

        page = Page(["a", "b"], send)
        page.tell("a")
        for _ in range(3):
            page.tell("b")
            page.tell("a")
        reads.set()
        await until(lambda: page._writer is None)
        assert sent == [b"event: a\ndata:\n\n", b"event: b\ndata:\n\nevent: a\ndata:\n\n"]

    within(story())


@pytest.mark.parametrize("error", [BrokenPipeError, asyncio.CancelledError])
def test_a_line_that_breaks_while_it_waits_is_forgotten(error: type[BaseException]) -> None:
    async def story() -> None:
        gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def send(_message: Message) -> None:
            await gone

        page = Page(["a"], send)
        page.tell("a")
        page.tell("a")
        await asyncio.sleep(0)
        writer = page._writer
        assert writer is not None
        if error is asyncio.CancelledError:
            writer.cancel()
        else:
            gone.set_exception(error())
        await until(lambda: page._writer is None)
        assert writer.cancelled() is (error is asyncio.CancelledError)

    within(story())


def test_a_topic_nobody_listens_to_is_not_remembered() -> None:
    async def story() -> None:
        here = app()
        for number in range(100):
            here.hub.announce(f"case:{number}")
        assert not here.hub._resting

    within(story())


def test_news_during_a_ping_are_not_forgotten_and_a_broken_line_is_no_error() -> None:
    async def story() -> None:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        page = Page(["a"], send)
        page.ping()
        page.tell("a")
        await until(lambda: len(sent) == 2)

        async def broken(_message: Message) -> None:
            raise BrokenPipeError

        gone = Page(["a"], broken)
        gone.ping()
        await until(lambda: gone._writer is None)
        gone.tell("a")
        await until(lambda: gone._writer is None)
        assert not gone.untold

    within(story())


def test_a_silent_line_is_kept_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PING", 0.05)

    async def story() -> None:
        here = app()
        visit = Visit(here)
        keeper = asyncio.ensure_future(here.hub.keep_open())
        await until(lambda: ": ping" in visit.text)
        keeper.cancel()
        await visit.leave()

    within(story())


@pytest.mark.parametrize(
    ("token", "scope", "status"),
    [
        ("forged", {}, 403),
        ("a", {"path": "/live/elsewhere"}, 404),
        ("a", {"method": "POST"}, 404),
        ("a", {"path": "/live/healthz"}, 503),
    ],
)
def test_who_may_not_listen_is_told(token: str, scope: dict[str, str], status: int) -> None:
    async def story() -> None:
        visit = Visit(app(), token, **scope)
        await visit.task
        assert visit.status == status

    within(story())


def test_one_client_cannot_take_all_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_PER_CLIENT", 1)

    async def story() -> None:
        here = app()
        first = Visit(here)
        await until(lambda: first.status)
        second = Visit(here)
        await second.task
        assert second.status == 429
        other = Visit(here, client=("10.0.0.2", 1))
        await until(lambda: other.status)
        assert other.status == 200
        await first.leave()
        await other.leave()

    within(story())


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (b"https://pages.example", True),
        (b"http://live.example:8000", True),
        (b"https://evil.example", False),
        (b"", False),
    ],
)
def test_only_our_pages_read_across_origins(origin: bytes, allowed: bool) -> None:
    async def story() -> None:
        headers = [(b"host", b"live.example:8001"), (b"origin", origin)]
        visit = Visit(app(origins=["https://pages.example"]), headers=headers)
        await until(lambda: visit.status)
        await visit.leave()
        assert (visit.headers.get(b"access-control-allow-origin") == origin) is allowed

    within(story())


@asynccontextmanager
async def started(here: Live) -> AsyncIterator[None]:
    """The application between the server's start and stop."""
    told: asyncio.Queue[Message] = asyncio.Queue()
    answers: list[Message] = []

    async def send(message: Message) -> None:
        answers.append(message)

    told.put_nowait({"type": "lifespan.startup"})
    running = asyncio.ensure_future(here({"type": "lifespan"}, told.get, send))
    await until(lambda: here._listening)
    try:
        yield
    finally:
        told.put_nowait({"type": "lifespan.shutdown"})
        await running
    assert [one["type"] for one in answers] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_announces_is_heard_even_after_the_line_was_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "RECONNECT_AFTER", 0.05)
    wanted = ("host", "port", "user", "password", "dbname")
    parameters = connections["default"].get_connection_params()
    chosen = {name: parameters[name] for name in wanted if parameters.get(name)}

    async def connect() -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(**chosen, autocommit=True)

    async def story() -> None:
        here = app(connect=connect)
        async with started(here):
            visit = Visit(here, "case:1")
            await until(lambda: len(here.hub) == 1)
            await asyncio.to_thread(_announce, "case:1")
            await until(lambda: "event: case:1" in visit.text)
            await asyncio.to_thread(_cut)
            await until(lambda: f"event: {EVERYTHING}" in visit.text)
            await visit.leave()

    within(story())


@pytest.mark.parametrize(
    ("host", "url", "seen"),
    [
        ("a.example:8000", ":8001/live", "http://a.example:8001/live"),
        ("a.example", ":8001/live", "http://a.example:8001/live"),
        ("[::1]:8000", ":8001/live", "http://[::1]:8001/live"),
        ("a.example", "https://b.example/live", "https://b.example/live"),
        ("a.example", "", ""),
    ],
)
def test_where_a_page_finds_the_live_application(host: str, url: str, seen: str) -> None:
    assert seen_from("http", host, url) == seen


def _announce(topic: str) -> None:
    topics.announce(topic)
    connection.close()


def _cut() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN hui%%'"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()
