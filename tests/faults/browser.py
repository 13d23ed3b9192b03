"""A small browser, one connection per request: cookies, tokens, forms and files."""

import contextlib
import http.client
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

PATIENCE = 60.0
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([A-Za-z0-9]+)"')

Fields = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str = ""


class Browser:
    """Speaks to one port of this machine; ``session`` is the key of a session."""

    def __init__(self, port: int, session: str = "", *, patience: float = PATIENCE) -> None:
        self._port = port
        self._patience = patience
        self.session = session
        self._secret = secrets.token_hex(16)
        self._cookies = f"csrftoken={self._secret}"
        if session:
            self._cookies += f"; sessionid={session}"

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, None, {})

    def try_get(self, path: str) -> int:
        """The status of a page; 0 when nobody answers."""
        try:
            return self.get(path).status
        except (OSError, http.client.HTTPException):
            return 0

    def token_of(self, page: str) -> str:
        """The token against cross-site requests in a page's form."""
        found = _TOKEN.search(page)
        assert found, page[:2000]
        return found[1]

    def post(self, path: str, fields: Fields, *, partial: bool = False) -> Answer:
        """Send a form; without a token in ``fields`` ours goes in the header."""
        headers = self._headers(partial=partial)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(fields, doseq=True).encode(), headers)

    def press(self, path: str) -> Answer:
        """An empty POST as htmx makes it."""
        return self._ask("POST", path, b"", self._headers(partial=True))

    def upload(self, path: str, field: str, name: str, content: bytes) -> Answer:
        """Send one file."""
        head, tail, headers = self._part(field, name)
        return self._ask("POST", path, head + content + tail, headers)

    def stream(
        self, path: str, field: str, name: str, pieces: Iterable[bytes], size: int
    ) -> Answer:
        """Send one file of ``size`` bytes piece by piece, reading early answers."""
        head, tail, headers = self._part(field, name)
        headers["Content-Length"] = str(len(head) + size + len(tail))
        return self._ask("POST", path, (piece for piece in (head, *pieces, tail)), headers)

    def _part(self, field: str, name: str) -> tuple[bytes, bytes, dict[str, str]]:
        mark = secrets.token_hex(12)
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        headers = self._headers(partial=True)
        headers["Content-Type"] = f"multipart/form-data; boundary={mark}"
        return head.encode(), f"\r\n--{mark}--\r\n".encode(), headers

    def _headers(self, *, partial: bool) -> dict[str, str]:
        headers = {"X-CSRFToken": self._secret}
        return headers | {"HX-Request": "true"} if partial else headers

    def _ask(
        self, method: str, path: str, body: bytes | Iterable[bytes] | None, headers: dict[str, str]
    ) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=self._patience)
        with contextlib.closing(line):
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                line.request(method, path, body, {"Cookie": self._cookies, **headers})
            response = line.getresponse()
            text = response.read().decode("utf-8", "replace")
        return Answer(response.status, text, response.headers.get("Location", ""))
