"""A tracker of our own on loopback: as much of Jira's contract as is used, and its bad days.

``faults`` are taken one by one, each by the next request that changes something: a status code, a
status with ``Retry-After``, ``nothing`` (the line closes before anything is done), or ``lost`` (it is
done, and the line closes before the answer).
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

MOVES = {"To Do": ["In Progress", "Done"], "In Progress": ["Done", "To Do"], "Done": ["To Do"]}


@dataclass
class Issue:
    """One issue as the server keeps it."""

    key: str
    fields: dict[str, Any]
    status: str = "To Do"
    comments: list[Any] = field(default_factory=list)


@dataclass
class Jira:
    """The server's memory."""

    port: int = 0
    issues: dict[str, Issue] = field(default_factory=dict)
    faults: list[Any] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    posts: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)
    moves: dict[str, list[str]] = field(default_factory=lambda: dict(MOVES))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def made(self) -> int:
        """How often a new issue was asked for."""
        return sum(path.endswith("/issue") for method, path in self.asked if method == "POST")


class _Handler(BaseHTTPRequestHandler):
    jira: Jira

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_PUT(self) -> None:
        self._serve("PUT")

    def log_message(self, *_given: Any) -> None:
        """Quiet."""

    def _serve(self, method: str) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        self.jira.asked.append((method, parts.path))
        self.jira.headers.append(dict(self.headers))
        fault = self.jira.faults.pop(0) if method != "GET" and self.jira.faults else None
        if fault == "nothing":
            self._hang_up()
            return
        if isinstance(fault, int | tuple):
            self._refuse(fault)
            return
        status, value = self._do(method, parts.path, parse_qs(parts.query), body)
        if fault == "lost":
            self._hang_up()
            return
        self._answer(status, value)

    def _do(
        self, method: str, path: str, query: dict[str, list[str]], body: dict[str, Any]
    ) -> tuple[int, Any]:
        if not path.startswith("/rest/api/"):
            self.jira.posts.append((dict(self.headers), body))
            return 200, self.jira.answer
        place = re.sub(r"^/rest/api/[23]/", "", path)
        if place.startswith("search"):
            return 200, {"issues": self._search(query["jql"][0])}
        if place == "issue":
            key = f"OPS-{len(self.jira.issues) + 1}"
            self.jira.issues[key] = Issue(key, body["fields"])
            return 201, {"id": "1", "key": key, "self": path}
        return self._of_issue(method, place.split("/"), body)

    def _of_issue(self, method: str, place: list[str], body: dict[str, Any]) -> tuple[int, Any]:
        issue = self.jira.issues.get(place[1])
        if issue is None:
            return 404, {"errorMessages": ["Issue does not exist"], "errors": {}}
        what = place[2] if len(place) > 2 else ""
        if what == "transitions":
            return self._move(method, issue, body)
        if what == "comment":
            if method == "POST":
                issue.comments.append(body["body"])
            return 200, {"comments": [{"body": one} for one in issue.comments]}
        if method == "PUT":
            issue.fields |= body["fields"]
            return 204, None
        return 200, {"key": issue.key, "fields": {"status": {"name": issue.status}}}

    def _move(self, method: str, issue: Issue, body: dict[str, Any]) -> tuple[int, Any]:
        ways = self.jira.moves[issue.status]
        if method == "POST":
            issue.status = ways[int(body["transition"]["id"])]
            return 204, None
        rows = [{"id": str(n), "to": {"name": name}} for n, name in enumerate(ways)]
        return 200, {"transitions": rows}

    def _search(self, query: str) -> list[dict[str, Any]]:
        wanted = re.search(r'labels = "([^"]+)"', query)
        assert wanted is not None
        return [
            {"key": one.key, "fields": {"status": {"name": one.status}}}
            for one in self.jira.issues.values()
            if wanted[1] in one.fields.get("labels", ())
        ]

    def _refuse(self, fault: Any) -> None:
        code, wait = fault if isinstance(fault, tuple) else (fault, None)
        headers = {"Retry-After": str(wait)} if wait is not None else {}
        self._answer(code, {"errorMessages": ["no"], "errors": {"project": "unknown"}}, headers)

    def _answer(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        content = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, one in (headers or {}).items():
            self.send_header(name, one)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


@contextmanager
def running() -> Iterator[Jira]:
    """The server on a free port, as long as the block lasts."""
    jira = Jira()
    handler = type("Handler", (_Handler,), {"jira": jira})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    jira.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield jira
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
