"""The short path of parts: the same answer as the view gives, and the view where it does not answer."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import resolve
from django.utils.module_loading import import_string

from huiyin.cases.models import Case
from huiyin.config import fastparts
from huiyin.directory.access import Action, permission_of
from huiyin.directory.models import Account
from huiyin.directory.tests.factories import Company, make_company
from huiyin.policies import in_force
from huiyin.scenarios.incidents import actions, kinds
from huiyin.scenarios.incidents.models import Incident, IncidentKind
from huiyin.scenarios.incidents.room import sharing

ORDINARY = b"the ordinary view"


def ordinary(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Stands for Django."""
    del environ
    start_response("200 OK", [])
    return [ORDINARY]


@pytest.fixture
def company(db: None, clock: Any) -> Iterator[Company]:
    del db, clock
    in_force.forget()
    in_force.install_shipped()
    kinds.install_shipped()
    sharing.DRAWN.clear()
    yield make_company()
    sharing.DRAWN.clear()
    in_force.forget()


@pytest.fixture
def incident(company: Company) -> Incident:
    """One that 顾北辰 declared; 秦朗 leads."""
    kind = IncidentKind.objects.get(key="system_failure")
    kind.commander = company["秦朗"]
    kind.save()
    return actions.raise_incident(by=company["顾北辰"], kind=kind, title="下单页打不开")


def browser(company: Company, name: str) -> Client:
    account, _new = Account.objects.get_or_create(
        person=company[name], defaults={"username": f"fast-{name}"}
    )
    client = Client()
    client.force_login(account)
    return client


def fetch(client: Client, path: str, **changed: Any) -> tuple[str, list[tuple[str, str]], bytes]:
    """What htmx asks for; status, headers, content."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_HOST": "testserver",
        "HTTP_HX_REQUEST": "true",
        "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        **changed,
    }
    seen: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        seen.update(status=status, headers=headers)

    content = b"".join(fastparts.with_parts(ordinary)(environ, start))
    return seen["status"], seen["headers"], content


def test_it_says_what_the_view_says(company: Company, incident: Incident) -> None:
    path = f"/incidents/{incident.pk}/live"
    client = browser(company, "秦朗")
    status, headers, content = fetch(client, path)
    view = client.get(path, headers={"hx-request": "true"})
    assert status == "200 OK"
    assert dict(headers)["Cache-Control"] == "no-store"
    assert dict(headers)["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" in dict(headers)["Vary"]
    assert _without_tokens(content) == _without_tokens(view.content)


def test_a_page_without_a_token_is_given_one(company: Company, incident: Incident) -> None:
    _status, headers, content = fetch(browser(company, "秦朗"), f"/incidents/{incident.pk}/live")
    [cookie] = [value for name, value in headers if name == "Set-Cookie"]
    assert cookie.startswith(f"{settings.CSRF_COOKIE_NAME}=")
    assert b"csrfmiddlewaretoken" in content


def test_it_speaks_the_readers_language(company: Company, incident: Incident) -> None:
    path, client = f"/incidents/{incident.pk}/live", browser(company, "秦朗")
    chinese = fetch(client, path)[2].decode()
    english = fetch(client, path, HTTP_ACCEPT_LANGUAGE="en")[2].decode()
    assert "应急小组" in chinese
    assert "应急小组" not in english


@pytest.mark.parametrize(
    "changed",
    [
        {"REQUEST_METHOD": "POST"},
        {"HTTP_HX_REQUEST": ""},
        {"HTTP_COOKIE": ""},
        {"HTTP_COOKIE": 'a="\\'},
        {"HTTP_COOKIE": "sessionid=forged"},
        {"PATH_INFO": f"/incidents/{uuid4()}/live"},
        {"PATH_INFO": f"/incidents/{'-' * 36}/live"},
        {"PATH_INFO": "/incidents/"},
    ],
)
def test_anything_unusual_goes_the_ordinary_way(
    company: Company, incident: Incident, changed: dict[str, str]
) -> None:
    client = browser(company, "秦朗")
    assert fetch(client, f"/incidents/{incident.pk}/live", **changed)[2] == ORDINARY


def test_who_may_not_look_goes_the_ordinary_way(company: Company, incident: Incident) -> None:
    path = f"/incidents/{incident.pk}/live"
    assert fetch(browser(company, "秦朗"), path)[2] != ORDINARY
    assert fetch(browser(company, "唐果"), path)[2] == ORDINARY
    Case.objects.update(classification="confidential")
    assert fetch(browser(company, "林若溪"), path)[2] == ORDINARY


def test_a_database_in_trouble_is_left_to_the_ordinary_way(
    company: Company, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> HttpResponse:
        raise DatabaseError

    monkeypatch.setattr(sharing, "signed_in", broken)
    client = browser(company, "秦朗")
    assert fetch(client, f"/incidents/{incident.pk}/live")[2] == ORDINARY


def test_a_part_may_ask_for_a_token(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def part(request: HttpRequest, *_rest: object) -> HttpResponse:
        return HttpResponse(get_token(request))

    monkeypatch.setattr(sharing, "signed_in", part)
    status, headers, content = fetch(browser(company, "秦朗"), f"/incidents/{uuid4()}/live")
    assert (status, len(content)) == ("200 OK", 64)
    assert "Set-Cookie" in dict(headers)


def _without_tokens(content: bytes) -> str:
    text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", content.decode())
    return re.sub(r'data-room-now="\d+"', "", text)


def test_every_short_path_has_its_view_and_its_permission() -> None:
    named = [
        (pattern, name)
        for config in apps.get_app_configs()
        for pattern, name in getattr(config, "short_parts", {}).items()
    ]
    assert named
    for pattern, name in named:
        path = pattern.replace("([0-9a-f-]{36})", str(uuid4()))
        assert permission_of(resolve(path).func) == Action.READ.value
        assert callable(import_string(name.replace(":", ".")))
