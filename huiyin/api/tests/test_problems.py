"""However a request goes wrong, the answer is a problem (RFC 9457)."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from ninja.errors import HttpError

from huiyin.api import errors
from huiyin.api.routes import ledger
from huiyin.cases.rest.values import caller as caller_of
from huiyin.cases.tests.rest_client import Program, fields, read
from huiyin.scenarios.notices.tests.stage import Stage

Caller = Callable[[str], Program]


class Broken:
    """A table whose reading fails."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @property
    def objects(self) -> Any:
        raise self.error


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/me/", "/notices/a/b/c", "/docs"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_below_the_api_nothing_is_a_page(stage: Stage, method: str, path: str) -> None:
    read(Program().send(method, path), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/me", {"GET"}),
        ("PUT", "/notices", {"GET", "POST"}),
    ],
)
def test_another_method_names_the_allowed_ones(
    stage: Stage, method: str, path: str, allowed: set[str]
) -> None:
    answer = Program().send(method, path)
    read(answer, 405)
    assert {word.strip() for word in answer["Allow"].split(",")} == allowed


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"nul", b'{"title": "\xe4"}'])
def test_what_is_not_json_is_400(caller: Caller, body: bytes) -> None:
    read(caller("林若溪").send("POST", "/notices", body), 400)


def test_half_a_sign_is_no_text(caller: Caller) -> None:
    answer = caller("林若溪").send("POST", "/notices", b'{"title": "\\ud800"}')
    assert fields(read(answer, 422)) == {"title"}


def test_a_body_is_needed(caller: Caller) -> None:
    assert fields(caller("林若溪").post("/notices", status=422)) == {"body"}


def test_a_broken_form_is_400(caller: Caller) -> None:
    program = caller("罗一鸣")
    answer = program.client.generic(
        "POST",
        "/api/v1/people/import",
        b"--x",
        content_type="multipart/form-data",
        headers={"Authorization": f"Bearer {program.token}"},
    )
    read(answer, 400)


def test_a_large_body_is_413(caller: Caller, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    body = {"items": "长" * 200}
    caller("林若溪").post("/notices", body, status=413)
    caller("林若溪").post("/notices", body, status=413, key="k")


def test_a_fault_of_ours_is_logged_by_kind_and_place_and_says_nothing(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ledger, "Checkpoint", Broken(KeyError("secret")))
    with caplog.at_level(logging.ERROR):
        problem = caller("白露").get("/ledger/checkpoint", status=500)
    assert "secret" not in str(problem)
    assert "KeyError" in caplog.text
    assert "routes/ledger.py" in caplog.text
    assert "secret" not in caplog.text


def test_without_a_database_it_asks_to_come_back(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "Checkpoint", Broken(OperationalError("gone")))
    answer = caller("白露").send("GET", "/ledger/checkpoint")
    assert read(answer, 503)["status"] == 503
    assert answer["Retry-After"]


def test_an_instance_is_an_address(stage: Stage) -> None:
    problem = read(Program().send("GET", "/没有"), 404)
    assert problem["instance"] == "/api/v1/%E6%B2%A1%E6%9C%89"


def test_whatever_the_library_refuses_keeps_its_status(rf: RequestFactory) -> None:
    answer = errors.answer(rf.get("/api/v1/me"), HttpError(418, "short and stout"))
    value = json.loads(answer.content)
    assert (answer.status_code, value["detail"]) == (418, "short and stout")


def test_an_operation_without_a_person_is_our_slip(rf: RequestFactory) -> None:
    with pytest.raises(RuntimeError, match="without a person"):
        caller_of(rf.get("/api/v1/me"))


def test_problems_speak_the_readers_language(stage: Stage) -> None:
    client = Program().client
    said = {
        language: read(client.get("/api/v1/me", headers={"Accept-Language": language}), 401)
        for language in ("zh-hans", "en")
    }
    assert said["zh-hans"]["detail"] == "需要有效的访问令牌"
    assert said["en"]["detail"].isascii()
    assert said["en"]["title"] == said["zh-hans"]["title"] == "Unauthorized"
