"""The sweep: every address there is, asked by everybody, against the table that people wrote."""

import csv
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huiyin.api.rest import rest
from huiyin.cases.models import Case
from huiyin.kit.ids import new_id
from huiyin.ui.live import read_topics
from tests.architecture import arguments
from tests.architecture.bodies import API_BODIES, ON_BEHALF, PAGE_BODIES, PLACES, QUERIES
from tests.architecture.scene import (
    ANONYMOUS,
    AWAY,
    CANARY,
    KEYS,
    Actor,
    Exhibit,
    Scene,
    Secret,
    facts,
    undone,
)

HERE = Path(__file__).parent
MATRIX = HERE.parents[1] / "huiyin" / "directory" / "tests" / "access_matrix.csv"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NONE = "-"
API = "/api/v1"
ALL = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
TOPICS = re.compile(rb'data-live-topics="([^"]+)"')
BOOK = b"PK\x03\x04"


@dataclass(frozen=True)
class Row:
    """One line of the table; ``states`` and ``kinds`` say about which objects it speaks."""

    address: str
    method: str
    kinds: frozenset[str]
    states: frozenset[str]
    cells: tuple[tuple[str, str], ...]

    def expected(self, actor: Actor) -> str:
        """The status that ``actor`` must get."""
        return dict(self.cells)[actor.key]

    def speaks_of(self, exhibit: Exhibit) -> bool:
        """Whether the row is about this notice."""
        return exhibit.kind in self.kinds and exhibit.state in self.states


@dataclass(frozen=True)
class Call:
    """One request: where, and with what."""

    path: str
    data: Any = None
    part: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back; ``content`` has every byte, workbooks unpacked."""

    status: str
    response: HttpResponse
    content: bytes


@lru_cache(maxsize=1)
def table() -> tuple[Row, ...]:
    """``addresses.csv``, line by line."""
    with (HERE / "addresses.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_row(line) for line in csv.DictReader(file))


def _row(line: dict[str, str]) -> Row:
    cells = tuple((key, line[key]) for key in KEYS)
    kinds, states = (frozenset(line[name].split("|")) for name in ("object", "state"))
    return Row(line["address"], line["method"], kinds, states, cells)


@lru_cache
def addresses() -> dict[str, str]:
    """Every address by the name that the table uses, with its pattern."""
    found: dict[str, str] = {}
    for name, place in _walk(get_resolver().url_patterns):
        if not place.startswith("api/v1/") or place.endswith("openapi.json"):
            found[name or place] = place
    return found


def operations() -> dict[str, tuple[str, str]]:
    """Every operation of the API by its id: method and path below the root."""
    return {
        f"api {operation.operation_id}": (operation.methods[0], path)
        for router in rest._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
    }


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    for one in patterns:
        place = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, place, inner)
        else:
            yield (f"{space}{one.name}" if one.name else ""), place


def ask(scene: Scene, actor: Actor, method: str, call: Call) -> Answer:
    """Send it as ``actor``; nothing it changes is kept."""
    headers = {"HX-Request": "true"} if call.part else {}
    browser = scene.browsers[actor.key]
    if call.path.startswith(API):
        browser = scene.browsers[ANONYMOUS.key]
        if actor is not ANONYMOUS:
            headers["Authorization"] = f"Bearer {scene.bearers[actor.key]}"
    kept = copy(browser.cookies)
    with undone():
        response: Any = _send(browser, method, call, headers)
        content = _unpacked(facts(response))
    browser.cookies = kept
    return Answer(_class(response), response, content)


def _send(browser: Any, method: str, call: Call, headers: dict[str, str]) -> Any:
    if method == "GET":
        return browser.get(call.path, call.data or {}, headers=headers)
    if method == "POST" and not call.path.startswith(API):
        return browser.post(call.path, call.data or {}, headers=headers)
    if isinstance(call.data, dict) and "file" in call.data:
        return browser.post(call.path, call.data, headers=headers)
    body = b"" if call.data is None else json.dumps(call.data).encode()
    kind = "application/json"
    return browser.generic(method, call.path, body, content_type=kind, headers=headers)


def _class(response: HttpResponse) -> str:
    code = response.status_code
    if code in {301, 302, 303} and response["Location"].startswith(reverse("account_login")):
        return "signin"
    return "ok" if code < 400 else str(code)


def _unpacked(content: bytes) -> bytes:
    at = content.find(BOOK)
    if at < 0:
        return content
    with zipfile.ZipFile(io.BytesIO(content[at:])) as book:
        return content[:at] + b"\n".join(book.read(name) for name in book.namelist())


@lru_cache(maxsize=1)
def matrix() -> dict[tuple[str, str, str], frozenset[str]]:
    """The oracle of permissions: (role, relation, classification) -> actions."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {
            (row["role"], row["relation"], row["classification"]): frozenset(row["allowed"].split())
            for row in csv.DictReader(file)
        }


def allowed(actor: Actor, secret: Secret) -> bool:
    """Whether the matrix lets ``actor`` know this."""
    if secret.notice.state == "draft":
        return actor.relation == "author"
    kind = secret.notice.kind
    granted = {
        action
        for role in actor.roles
        for relation in (actor.relation, "none")
        for action in matrix()[role, relation, kind]
    }
    return actor.relation == secret.own or not granted.isdisjoint(secret.wants)


def leaks(scene: Scene, actor: Actor, call: Call, content: bytes) -> list[str]:
    """Canaries in ``content`` that ``actor`` may not know, and topics they may not hear."""
    text = content.decode("utf-8", "replace")
    asked = f"{call.path} {call.data}"
    found = {word for word in scene.secrets if word in text and word not in asked}
    found |= {word for word in CANARY.findall(text) if word not in scene.secrets}
    wrong = [word for word in found if not _known(scene, actor, word)]
    for token in TOPICS.findall(content):
        wrong += [name for name in read_topics(token.decode()) if not _may_hear(scene, actor, name)]
    return sorted(wrong)


def _known(scene: Scene, actor: Actor, word: str) -> bool:
    return word in scene.secrets and allowed(actor, scene.secrets[word])


def told_by_link(scene: Scene, exhibit: Exhibit) -> set[str]:
    """What a signed link tells whoever holds it: title and gist, and nothing of a confidential one."""
    if exhibit.kind == "confidential":
        return {str(exhibit.id)}
    return {
        str(exhibit.id),
        *(word for word in exhibit.canaries if word.endswith(("title", "body"))),
    }


def _may_hear(scene: Scene, actor: Actor, topic: str) -> bool:
    room, _colon, key = topic.partition(":")
    if room == "case":
        return _known(scene, actor, key) or _sees(scene, actor, key)
    if room == "person":
        return bool(actor.name) and key == str(scene.person(actor.name).pk)
    return topic == "everybody"


def _sees(scene: Scene, actor: Actor, key: str) -> bool:
    """Whether ``actor`` sees a case of the scene that is no notice."""
    if not actor.name or key not in {str(scene.problem), str(scene.meeting)}:
        return False
    return Case.objects.visible_to(scene.person(actor.name)).filter(pk=key).exists()


def calls(scene: Scene, row: Row, actor: Actor) -> Iterator[tuple[Exhibit | None, Call]]:
    """The requests that a row speaks of, as ``actor`` makes them."""
    if row.kinds == {NONE}:
        yield None, plain(scene, row.address, row.method)
        return
    for exhibit in scene.exhibits:
        if row.speaks_of(exhibit) and (ALL or _its_turn(row, exhibit)):
            call = about(scene, exhibit, row.address, row.method)
            yield exhibit, _for_a_colleague(scene, row, call) if actor.key == "delegate" else call


def _its_turn(row: Row, exhibit: Exhibit) -> bool:
    """Of the kinds that a row treats alike, drafts and closed notices take turns by address."""
    if exhibit.state == "published":
        return True
    kinds = sorted(row.kinds)
    return kinds[sum(row.address.encode()) % len(kinds)] == exhibit.kind


def _for_a_colleague(scene: Scene, row: Row, call: Call) -> Call:
    """A deputy says whose duty it is."""
    if row.address not in ON_BEHALF:
        return call
    return replace(call, data=(call.data or {}) | {"person": scene.person(AWAY).pk})


def about(scene: Scene, exhibit: Exhibit, address: str, method: str) -> Call:
    """The request of ``address`` about one notice."""
    away = scene.person(AWAY).pk
    if address.startswith("api "):
        path = operations()[address][1]
        for name in ("{notice_id}", "{case_id}"):
            path = path.replace(name, str(exhibit.id))
        path = path.replace("{question_id}", str(exhibit.question))
        path = path.replace("{assertion_id}", "999999")
        return Call(API + path.replace("{person_id}", str(away)), API_BODIES.get(address))
    known: dict[str, Any] = {
        "cases:attachment": [exhibit.attachment],
        "notices:detach": [exhibit.id, exhibit.attachment],
        "notices:reply_file": [exhibit.reply_file],
        "notices:call": [exhibit.id, away],
        "notices:action_done": [exhibit.id, 1],
        "notices:link": [exhibit.link],
        "signoff:link": [exhibit.link],
        "notices:version": [exhibit.id, 1],
        "pages:duty": [exhibit.duty or 999_999, away],
        "comprehension:overrule": [exhibit.id, 999_999],
        "questions:follow": [exhibit.id, exhibit.question],
        "questions:answer": [exhibit.id, exhibit.question],
        "questions:read": [exhibit.id, exhibit.question],
        "questions:withdraw": [exhibit.id, exhibit.question],
    }
    path = reverse(address, args=known.get(address, [exhibit.id]))
    return Call(path, PAGE_BODIES.get(address) if method == "POST" else None)


def plain(scene: Scene, address: str, method: str) -> Call:
    """The request of an address that is about no notice."""
    if address.startswith("api "):
        path = operations()[address][1].replace("{clause_id}", "3.3.1")
        path = path.replace("{run_id}", str(scene.backtest))
        path = path.replace("{amendment_id}", str(scene.amendment))
        path = path.replace("{meeting_id}", str(scene.meeting))
        path = path.replace("{problem_id}", str(scene.problem)).replace("{step_id}", "999999")
        path = path.replace("{old}", str(arguments.version())).replace(
            "{new}", str(arguments.version())
        )
        path = path.replace("{item_id}", "999999").replace("{attendee_id}", "999999")
        path = path.replace("/team/{person_id}", "/team/999999")
        path = path.replace("/calls/{person_id}", "/calls/999999")
        path = path.replace("{cause_id}", "999999").replace("{order}", "999999")
        path = (
            path.replace("{ending}", "pdf").replace("{year}", "2026").replace("{day}", "2026-12-24")
        )
        path = re.sub(r"\{\w+\}", str(new_id()), path)
        return Call(API + path, API_BODIES.get(address))
    if address in PLACES:
        return Call(PLACES[address])
    given, pattern = arguments.of(scene).get(address), addresses()[address]
    unknown = given is None and "<" in pattern
    path = arguments.nothing(pattern) if unknown else reverse(address, args=given or [])
    return Call(path, PAGE_BODIES.get(address) if method == "POST" else QUERIES.get(address))


def call_of_nothing(exhibit: Exhibit, call: Call) -> Call:
    """The same request about something that does not exist, as long as the real one."""
    path = call.path
    for known in (exhibit.id, exhibit.attachment, exhibit.reply_file):
        path = path.replace(str(known), str(new_id()))
    return replace(call, path=path)


def bare_headers(response: HttpResponse) -> list[str]:
    """What an answer fails to forbid to browsers."""
    policy = response.headers.get("Content-Security-Policy", "")
    rules = dict(one.strip().partition(" ")[::2] for one in policy.split(";") if one.strip())
    scripts = rules.get("script-src", rules.get("default-src", "'unsafe-inline'"))
    kept = {
        "scripts in the page": "'unsafe-inline'" not in scripts and "*" not in scripts,
        "framing": "*" not in rules.get("frame-ancestors", "*"),
        "guessing types": response.headers.get("X-Content-Type-Options") == "nosniff",
        "telling where one came from": response.headers.get("Referrer-Policy") == "same-origin",
    }
    return [f"allows {name}" for name, holds in kept.items() if not holds]
