"""A small proxy of our own in front of several web nodes, as strict as the ones people use.

It asks each node again and again whether it wants people (``/readyz/web``). A request that could not
be handed over goes to the next node; one that was handed over is not repeated, unless it only reads.
"""

import contextlib
import http.client
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LOOK_EVERY = 0.25
PATIENCE = 30.0
READS = frozenset({"GET", "HEAD"})
HOPS = frozenset({"connection", "transfer-encoding", "keep-alive", "content-length"})
BAD_GATEWAY = 502


@dataclass(slots=True)
class Node:
    """One web node: whether it takes people, and when that changed last."""

    port: int
    takes: bool = False
    since: float = 0.0


@dataclass(slots=True)
class Proxy:
    """Where it listens, its nodes, and every bad answer with its moment and its node."""

    nodes: list[Node]
    port: int = 0
    bad: list[tuple[float, int, int, str]] = field(default_factory=list)
    answered: dict[int, int] = field(default_factory=dict)
    _turn: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def order(self) -> list[Node]:
        """The nodes that take people, each time another one first."""
        with self._lock:
            self._turn += 1
            taking = [node for node in self.nodes if node.takes]
        cut = self._turn % max(1, len(taking))
        return taking[cut:] + taking[:cut]

    def note(self, node: Node, status: int, path: str) -> None:
        """Keep the account."""
        with self._lock:
            self.answered[node.port] = self.answered.get(node.port, 0) + 1
            if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
                self.bad.append((time.monotonic(), node.port, status, path))

    def look(self) -> None:
        """Ask every node once."""
        for node in list(self.nodes):
            takes = _takes(node.port)
            if takes != node.takes:
                node.takes, node.since = takes, time.monotonic()


class _Handler(http.server.BaseHTTPRequestHandler):
    proxy: Proxy

    def do_GET(self) -> None:
        """Pass on."""
        self._pass_on()

    def do_POST(self) -> None:
        """Pass on."""
        self._pass_on()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        for node in self.proxy.order():
            line = http.client.HTTPConnection("127.0.0.1", node.port, timeout=PATIENCE)
            with contextlib.closing(line):
                try:
                    line.connect()
                except OSError:
                    node.takes, node.since = False, time.monotonic()
                    continue
                try:
                    self._ask(line, node, body)
                except (OSError, http.client.HTTPException):
                    if self.command in READS:
                        continue
                    self.proxy.note(node, BAD_GATEWAY, self.path)
                    self._say(BAD_GATEWAY, [], b"")
                return
        self.proxy.note(Node(0), BAD_GATEWAY, self.path)
        self._say(BAD_GATEWAY, [], b"")

    def _ask(self, line: http.client.HTTPConnection, node: Node, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOPS}
        headers["X-Forwarded-For"] = self.client_address[0]
        headers["X-Forwarded-Proto"] = "http"
        line.request(self.command, self.path, body or None, headers)
        answer = line.getresponse()
        content = answer.read()
        self.proxy.note(node, answer.status, self.path)
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOPS]
        self._say(answer.status, kept, content)

    def _say(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        with contextlib.suppress(OSError):
            self.send_response_only(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """The account is kept elsewhere."""


@contextmanager
def running(ports: list[int]) -> Iterator[Proxy]:
    """A proxy before the web nodes on ``ports``, until the block ends."""
    proxy = Proxy([Node(port) for port in ports])
    handler = type("Handler", (_Handler,), {"proxy": proxy})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    proxy.port = server.server_address[1]
    ended = threading.Event()

    def keep_looking() -> None:
        while not ended.wait(LOOK_EVERY):
            proxy.look()

    threads = [
        threading.Thread(target=server.serve_forever, daemon=True),
        threading.Thread(target=keep_looking, daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield proxy
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join(30)


def _takes(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    with contextlib.closing(line):
        try:
            line.request("GET", "/readyz/web")
            return line.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
