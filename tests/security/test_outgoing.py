"""Nothing here calls this house's own network because somebody typed an address."""

import ast
import http.server
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from huiyin.kit import outbound
from huiyin.kit.outbound import Forbidden, NoAnswer

ROOT = Path(__file__).parents[2] / "huiyin"
REAL = socket.getaddrinfo

INSIDE = (
    "127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.1",
    "017700000001", "0177.0.0.1", "0177.0.0.01", "0x7f.0x0.0x0.0x1", "0", "0.0.0.0", "0x0",  # noqa: S104 - nobody listens
    "10.0.0.1", "10.255.255.255", "167772161", "0x0a000001", "012.0.0.1", "172.16.0.1",
    "172.31.255.255", "2886729729", "192.168.0.1", "3232235521", "0300.0250.0.1", "0xc0a80001",
    "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.254.0.1",
    "100.64.0.1", "100.127.255.255", "100.100.100.200", "198.18.0.1", "192.0.0.1", "192.0.2.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::7f00:1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]",
    "[::ffff:a9fe:a9fe]", "[::ffff:0:127.0.0.1]", "[0:0:0:0:0:ffff:127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::10.0.0.1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2002:a00:1::]",
    "[2001:0:7f00:1::]", "[2001::1]", "[2001:db8::1]", "[fe80::1]", "[fe80::1%25lo]",
    "[febf::1]", "[fec0::1]", "[fc00::1]", "[fd00::1]", "[fd00:ec2::254]", "[ff02::1]",
    "[ff05::2]", "[100::1]", "[::ffff:100.64.0.1]", "[5f00::1]",
)  # fmt: skip
"""Ways to write an address that is not out there."""

NAMES = {
    "inside.test": ["10.0.0.5"], "mixed.test": ["93.184.216.34", "127.0.0.1"],
    "mixed6.test": ["93.184.216.34", "::1"], "meta.test": ["169.254.169.254"],
    "mapped.test": ["::ffff:10.0.0.1"], "nat.test": ["64:ff9b::a00:1"], "local.test": ["fe80::1"],
    "six.test": ["2002:c0a8:1::"], "site.test": ["fec0::9"], "any.test": ["0.0.0.0"],  # noqa: S104 - an answer, nobody listens
}  # fmt: skip
"""What our name server says."""

ODD = (
    "file:///etc/passwd", "gopher://127.0.0.1:25/x", "ftp://93.184.216.34/", "dict://127.0.0.1:11/",
    "ldap://127.0.0.1/", "data:text/plain,x", "javascript:x", "//127.0.0.1/", "/etc/passwd", "",
    "http:///x", "http://", "https://", "http://user@93.184.216.34/", "http://a:b@93.184.216.34/",
    "http://93.184.216.34:25@127.0.0.1/", "http://127.0.0.1:80@93.184.216.34/", "http:/127.0.0.1",
    "http://exa mple.com/", "http://a\r\nHost: b/", "http://a\x00b/", "unix:///run/x", "http://[::1",
    "jar:http://a!/", "http+unix://%2Frun%2Fx/", "HTTP://", "about:blank", "ws://127.0.0.1/",
)  # fmt: skip
"""What is no address that may be called."""


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Names are ours; whoever connects is written down and refused."""
    called: list[Any] = []

    def resolve(host: Any, port: Any, *rest: Any, **given: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if name in NAMES:
            return [
                (
                    socket.AF_INET6 if ":" in one else socket.AF_INET,
                    socket.SOCK_STREAM,
                    6,
                    "",
                    (one, port),
                )
                for one in NAMES[name]
            ]
        return REAL(host, port, *rest, **given)

    def connect(address: Any, *_rest: Any, **_given: Any) -> Any:
        called.append(address)
        raise OSError("refused")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    return called


@pytest.mark.parametrize("host", [*INSIDE, *NAMES])
@pytest.mark.parametrize("form", ["http://{}/", "https://{}:8443/hook"])
def test_no_way_of_writing_it_leads_inside(
    host: str, form: str, nobody_is_called: list[Any]
) -> None:
    with pytest.raises((Forbidden, NoAnswer)) as refused:
        outbound.call("POST", form.format(host), body=b"x")
    assert nobody_is_called == []
    if isinstance(refused.value, NoAnswer):
        assert str(refused.value) == "the name is not known", "not even a number to this machine"
        assert not refused.value.maybe_done


@pytest.mark.parametrize("url", ODD)
def test_only_the_web_is_called(url: str, nobody_is_called: list[Any]) -> None:
    with pytest.raises((Forbidden, NoAnswer)):
        outbound.call("GET", url)
    assert nobody_is_called == []


def test_there_are_enough_of_them() -> None:
    assert 2 * (len(INSIDE) + len(NAMES)) + len(ODD) >= 150


def test_a_name_that_changes_its_mind_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, nobody_is_called: list[Any]
) -> None:
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])

    def rebinding(_host: Any, port: Any, *_rest: Any, **_given: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with pytest.raises(NoAnswer):
        outbound.call("GET", "http://rebinding.test/")
    assert [address[0] for address in nobody_is_called] == ["93.184.216.34"]


@pytest.mark.parametrize("host", ["93.184.216.34", "[2606:2800:220:1::1]", "[64:ff9b::5db8:d822]"])
def test_what_is_out_there_is_called(host: str, nobody_is_called: list[Any]) -> None:
    with pytest.raises(NoAnswer):
        outbound.call("GET", f"http://{host}/")
    assert len(nobody_is_called) == 1


class _Elsewhere(http.server.BaseHTTPRequestHandler):
    """Sends whoever asks somewhere else, and writes down what was said."""

    heard: list[tuple[str, str | None]] = []

    def do_POST(self) -> None:
        """Answer with a redirect."""
        self.heard.append((self.path, self.headers.get("Authorization")))
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_rest: Any) -> None:
        """Say nothing."""


def test_the_operators_own_system_is_followed_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    _Elsewhere.heard.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(NoAnswer, match="307"):
            outbound.ask_own(f"http://127.0.0.1:{server.server_port}/v1", {}, key="secret")
    finally:
        server.shutdown()
        server.server_close()
    assert _Elsewhere.heard == [("/v1", "Bearer secret")]


CALLERS = {
    "kit/outbound.py": "the one way out",
    "channels/mail/smtp.py": "the operator's own mail server",
    "channels/mail/mailbox.py": "the operator's own mailbox",
    "config/commands/run.py": "asks the processes that it started",
}
LIBRARIES = {
    "socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "imaplib", "poplib",
    "telnetlib", "xmlrpc", "httpx", "httpx2", "requests", "urllib3", "aiohttp", "imap_tools",
    "nntplib", "asyncio.streams", "socketserver", "paramiko", "websockets", "httpcore",
}  # fmt: skip


def calling() -> set[str]:
    """Files of the product that could call another machine by themselves."""
    found: set[str] = set()
    for file in ROOT.rglob("*.py"):
        if not {"tests", "node_modules"} & set(file.parts):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            if any(name in LIBRARIES for node in ast.walk(tree) for name in _imported(node)):
                found.add(file.relative_to(ROOT).as_posix())
    return found


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_there_is_one_way_out() -> None:
    others = {name for name in calling() - set(CALLERS) if not name.startswith("config/")}
    assert others == set(), "use kit.outbound"


def test_a_second_way_out_is_found() -> None:
    for text in (
        "import httpx2",
        "from urllib.request import urlopen",
        "from urllib import request",
    ):
        assert {"httpx2", "urllib.request"} & set(_imported(ast.parse(text).body[0]))
