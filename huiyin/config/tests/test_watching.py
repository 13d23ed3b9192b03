"""Requests are numbered, timed by route and written down without what people wrote."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.db import DatabaseError, close_old_connections, connection
from django.test import RequestFactory

from huiyin.config import logs, watching
from huiyin.config.proxies import Proxies, behind
from huiyin.config.watching import watched
from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import trail

CANARY = "canary-王小明-13800001111"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Every line that the product writes meanwhile, as JSON."""
    monkeypatch.setattr(live_settings.ENV, "log", "json")
    found: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(logs.Objects())
    handler.addFilter(logs.WithoutSecrets())
    root = logging.getLogger()
    root.addHandler(handler)
    yield found
    root.removeHandler(handler)


@pytest.fixture
def _connected() -> Iterator[None]:
    """A request leaves the test's connection as it is."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def ask(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str]]:
    """One request through all that stands around Django; status and headers."""
    environ = RequestFactory().generic(method, path, headers=headers).environ
    told: list[tuple[str, list[tuple[str, str]]]] = []
    application = behind(watched(WSGIHandler()), Proxies(["127.0.0.1"]))
    b"".join(application(environ, lambda line, fields: told.append((line, fields))))
    return int(told[0][0][:3]), dict(told[0][1])


@pytest.mark.django_db
@pytest.mark.usefixtures("_connected")
def test_a_request_has_a_number_a_route_and_no_id(lines: list[dict[str, Any]]) -> None:
    case = "0198f0aa-0000-7000-8000-000000000001"
    status, headers = ask(f"/notices/{case}?q={CANARY}")
    line = next(one for one in lines if one["message"] == "request")
    assert status == 302
    assert line["request"] == headers["X-Request-Id"]
    assert (line["method"], line["status"]) == ("GET", 302)
    assert "<uuid" in line["route"]
    assert line["ms"] >= 0
    text = json.dumps(lines, ensure_ascii=False)
    assert case not in text
    assert CANARY not in text


@pytest.mark.django_db
@pytest.mark.usefixtures("_connected")
@pytest.mark.parametrize(
    ("given", "kept"),
    [("from-the-proxy-1", True), ("too short", False), ("x" * 65, False), ("a\\nb-forged", False)],
)
def test_a_proxys_number_is_taken_over_when_it_is_one(given: str, kept: bool) -> None:
    _status, headers = ask("/healthz", **{"X-Request-Id": given})
    assert (headers["X-Request-Id"] == given) is kept


@pytest.mark.django_db
@pytest.mark.usefixtures("_connected")
def test_a_stranger_cannot_name_the_number_nor_where_it_comes_from() -> None:
    seen: dict[str, Any] = {}

    def inner(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(environ)
        start("200 OK", [])
        return [b""]

    told = {"HTTP_X_FORWARDED_FOR": "10.0.0.9", "HTTP_X_REQUEST_ID": "from-outside"}
    told |= {"HTTP_X_FORWARDED_PROTO": "https", "REMOTE_ADDR": "203.0.113.7"}
    behind(inner, Proxies(["127.0.0.1"]))(dict(told), lambda *_args: None)
    assert seen["REMOTE_ADDR"] == "203.0.113.7"
    assert not {name for name in seen if name.startswith("HTTP_X")}
    seen.clear()
    behind(inner, Proxies(["203.0.113.0/24"]))(dict(told), lambda *_args: None)
    assert seen["REMOTE_ADDR"] == "10.0.0.9"
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("198.51.100.4", "198.51.100.4"),
        ("1.2.3.4, 198.51.100.4, 10.0.0.2", "198.51.100.4"),
        ("10.0.0.2, 10.0.0.3", "10.0.0.2"),
        ("", "10.0.0.1"),
        ("no address", "10.0.0.1"),
        ("2001:db8::1, ::ffff:10.0.0.7", "2001:db8::1"),
    ],
)
def test_who_asked_is_the_last_one_that_is_no_proxy_of_ours(forwarded: str, client: str) -> None:
    assert Proxies(["10.0.0.0/8"]).client("10.0.0.1", forwarded) == client
    with pytest.raises(ValueError, match="proxy"):
        Proxies(["proxy"])


def test_people_go_by_a_pseudonym() -> None:
    assert watching.pseudonym(7) == watching.pseudonym(7) != watching.pseudonym(8)
    assert len(watching.pseudonym(7)) == 12


@pytest.mark.django_db
@pytest.mark.usefixtures("_connected")
def test_errors_are_told_by_kind_and_place_never_by_their_words(
    lines: list[dict[str, Any]], clock: Any
) -> None:
    del clock
    company: Company = make_company()
    log = logging.getLogger("huiyin.test")
    with trail.follow("number-of-it"):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT %s::int", [CANARY])
        except DatabaseError:
            log.exception("a statement failed")
    line = next(one for one in lines if one["message"] == "a statement failed")
    assert line["request"] == "number-of-it"
    assert line["error"][-1].startswith("DataError")
    assert "(22P02)" in " ".join(line["error"])
    assert CANARY not in json.dumps(lines, ensure_ascii=False)
    plain = logs.Lines()
    record = logging.LogRecord("x", 40, __file__, 1, "words", None, _error())
    assert CANARY not in plain.format(record)
    assert "ValueError" in plain.format(record)
    assert CANARY in logs.Lines(debug=True).format(record)
    assert company["林若溪"].name not in json.dumps(lines, ensure_ascii=False)


def _error() -> Any:
    try:
        int(CANARY)
    except ValueError as error:
        return (type(error), error, error.__traceback__)


def test_a_line_is_one_object_with_its_time() -> None:
    record = logging.LogRecord("x", 20, __file__, 1, "two\nlines", None, None)
    told = json.loads(logs.Objects().format(record))
    assert told["message"] == "two\nlines"
    assert "\n" not in logs.Objects().format(record)
    assert datetime.strptime(told["time"], "%Y-%m-%dT%H:%M:%S%z").tzinfo is not None
