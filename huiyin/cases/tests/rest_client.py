"""A program that speaks to the REST API; every refusal it gets must be a proper problem."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

ROOT = "/api/v1"
KINDS = ("about:blank", "urn:huiyin:problem:")


@dataclass(frozen=True)
class Program:
    """Asks with ``token``; ``address`` is where it seems to come from."""

    token: str = ""
    address: str = "127.0.0.1"
    client: Client = field(default_factory=Client)

    def send(
        self, method: str, path: str, body: Any = None, *, key: str = "", accept: str = ""
    ) -> Any:
        """The raw answer; ``path`` is below the API, ``body`` JSON or ready bytes."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {"Accept": accept} if accept else {}
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body)
        return self.client.generic(
            method,
            ROOT + path,
            data,
            content_type="application/json",
            headers=headers,
            REMOTE_ADDR=self.address,
        )

    def upload(self, path: str, *, key: str = "", **fields: Any) -> Any:
        """A posted form, files included."""
        headers = {"Authorization": f"Bearer {self.token}"}
        headers |= {"Idempotency-Key": key} if key else {}
        return self.client.post(ROOT + path, fields, headers=headers)

    def get(self, path: str, *, status: int = 200) -> Any:
        """The JSON of a read."""
        return read(self.send("GET", path), status)

    def post(self, path: str, body: Any = None, *, status: int = 200, key: str = "") -> Any:
        """The JSON of an act."""
        return read(self.send("POST", path, body, key=key), status)

    def patch(self, path: str, body: Any = None, *, status: int = 200) -> Any:
        """The JSON of a change."""
        return read(self.send("PATCH", path, body), status)

    def pages(self, path: str, limit: int) -> list[Any]:
        """All items of a list, page by page."""
        mark = "&" if "?" in path else "?"
        found: list[Any] = []
        following: str | None = ""
        while following is not None:
            page = self.get(f"{path}{mark}limit={limit}&cursor={following}")
            assert len(page["items"]) <= limit
            found += page["items"]
            following = page["next"]
        return found


def read(answer: Any, status: int) -> Any:
    """The JSON of ``answer``, which must have ``status``; a refusal must be a problem."""
    assert answer.status_code == status, (answer.status_code, answer.content.decode()[:2000])
    assert answer["Cache-Control"] == "private, no-store"
    value = json.loads(answer.content)
    if status >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert set(value) == {"type", "title", "status", "detail", "instance", "errors"}
        assert value["type"].startswith(KINDS)
        assert value["status"] == status
        assert value["title"]
        assert value["detail"]
        assert value["instance"].startswith(ROOT)
        assert all(error["field"] and error["message"] for error in value["errors"])
    return value


def fields(problem: Any) -> set[str]:
    """The fields that a problem names."""
    return {error["field"] for error in problem["errors"]}
