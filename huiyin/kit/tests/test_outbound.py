"""Calls leave the house, or go nowhere."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from huiyin.kit import outbound
from huiyin.kit.outbound import Forbidden, NoAnswer


class Handler(BaseHTTPRequestHandler):
    """Answers by the path."""

    def do_POST(self) -> None:
        if self.path == "/close":
            self.connection.close()
            return
        content = {"/long": b"x" * 3_000_000, "/json": b'{"a": 1}'}.get(self.path, b"no json")
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("X-Host", self.headers["Host"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_given: Any) -> None:
        """Quiet."""


@pytest.fixture
def place(settings: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    settings.ENV = settings.ENV.model_copy(update={"internal_hosts": ["127.0.0.0/8", "Tool.lan"]})
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


def test_an_answer(place: str) -> None:
    reply = outbound.call("POST", f"{place}/json", headers={"X-A": "b"}, body=b"{}")
    assert (reply.status, reply.json()) == (200, {"a": 1})
    assert outbound.call("POST", place).json() is None
    assert len(outbound.call("POST", f"{place}/long").body) == outbound.LARGEST


def test_nothing_is_followed(place: str) -> None:
    assert outbound.call("POST", f"{place}/away").status == 302


def test_a_name_goes_to_the_address_that_was_looked_at(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = place.rpartition(":")[2]
    looked: list[str] = []

    def once(host: str, port: int, *_rest: Any, **_given: Any) -> list[Any]:
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    reply = outbound.call("POST", f"http://tool.lan:{port}/json")
    assert (reply.status, reply.headers["x-host"]) == (200, f"tool.lan:{port}")
    assert looked[0] == "tool.lan"


def test_no_answer_says_whether_it_may_have_been_done(place: str) -> None:
    with pytest.raises(NoAnswer) as silence:
        outbound.call("POST", f"{place}/close", body=b"{}")
    assert silence.value.maybe_done
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    with pytest.raises(NoAnswer) as silence:
        outbound.call("GET", f"http://127.0.0.1:{closed}/")
    assert not silence.value.maybe_done


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_given: Any, **_named: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NoAnswer, match="not known"):
        outbound.call("GET", "http://nowhere.test/")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://100.64.0.1/",
        "ftp://example.com/",
        "https:///x",
        "http://user:word@example.com/",
        "not an address",
        "http://exa mple\x00.com",
    ],
)
def test_what_is_never_called(url: str) -> None:
    with pytest.raises(Forbidden):
        outbound.check(url)
    with pytest.raises(Forbidden):
        outbound.call("GET", url)


def test_one_address_inside_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(_host: str, port: int, *_rest: Any, **_given: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("93.184.216.34", "10.0.0.5")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(Forbidden):
        outbound.call("GET", "http://rebind.test/")
    outbound.check("http://rebind.test/")
    outbound.check("http://93.184.216.34/")
