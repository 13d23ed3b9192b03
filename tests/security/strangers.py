"""Ids that somebody got hold of open nothing: every address, every method, every kind of object.

The company's own rows are made confidential and their words marked. Somebody who joined today asks
for every one of them by its id: in the path, in the query, in the body.
"""

import ast
import json
import re
from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.test import Client

from huiyin.api import tokens
from huiyin.cases.models import Case
from huiyin.directory.models import Account, Department, Person, Role, RoleGrant
from huiyin.kit import clock
from huiyin.kit.ids import new_id
from tests.architecture import sweep
from tests.architecture.bodies import API_BODIES, PAGE_BODIES
from tests.architecture.scene import undone
from tests.security import answers, places, world

ROOT = Path(__file__).parents[2]
MARK = "kanarie"
CLOSED = {302, 401, 403, 404, 405}

OPEN = {
    "facts:": "agreed values are for everybody",
    "glossary:": "words are for everybody",
    "pages:person": "everybody finds everybody",
    "pages:clause": "the regulation is for everybody",
    "pages:compliance": "how clauses are kept: figures, no names",
    "pages:group": "groups are public, who leads them changes them",
    "regulation:difference": "the regulation is for everybody",
    "regulation:department": "the regulation of a department, too",
    "api getPolicyClause": "the regulation is for everybody",
    "api diffPolicyVersions": "the regulation is for everybody",
    "api getWorkingYear": "working time is for everybody",
    "workdays:": "working time is for everybody",
    "incidents:plan": "who is called for what is for everybody",
}
"""Addresses whose objects are no secret."""

ADMINISTERED = (
    "intake:",
    "incidents:plan",
    "problems:tracker",
    "problems:mailbox",
    "problems:stop",
)
"""What administrators look after, whoever made it."""

NUMBER = re.compile(r"(?<=/)(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=/|\.|$)")

PASSING = {"directory_sign_in", "directory_tally", "directory_account", "intake_post"}
"""Tables that a refused request may write to."""


class Stranger:
    """Somebody without any relation to anything, with the general roles that are given out."""

    def __init__(self, name: str, *roles: Role) -> None:
        department = Department.objects.create(name=f"{name}的部门")
        self.person = Person.objects.create(
            employee_no=f"X{name}", name=name, department=department
        )
        for role in roles:
            RoleGrant.objects.create(person=self.person, role=role)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(Account.objects.create(username=name, person=self.person))
        self.bearer = tokens.create_token(self.person, "x", clock.now() + timedelta(days=1))

    @property
    def administers(self) -> bool:
        """Whether they look after the house."""
        return RoleGrant.objects.filter(person=self.person, role=Role.ADMINISTRATOR).exists()

    def ask(self, method: str, path: str, data: Any = None) -> Any:
        """The answer, with the page's or the API's way of proving who asks; nothing is kept."""
        kept = copy(self.client.cookies)
        try:
            return self._asked(method, path, data)
        finally:
            self.client.cookies = kept

    def _asked(self, method: str, path: str, data: Any) -> Any:
        if path.startswith(sweep.API):
            headers = {"Authorization": f"Bearer {self.bearer}"}
            body = b"" if data is None else json.dumps(data).encode()
            kind = "application/json"
            client = Client(raise_request_exception=False)
            return client.generic(method, path, body, content_type=kind, headers=headers)
        if method == "GET":
            return self.client.get(path, data or {})
        return self.client.post(path, data or {})


def of_kind(kind: str) -> Stranger:
    """A stranger: an employee, or one with every general role there is."""
    roles = (Role.PUBLISHER, Role.ADMINISTRATOR) if kind == "administrator" else ()
    return Stranger("生人" if kind == "employee" else "外援", *roles)


def is_open(address: str) -> bool:
    return any(address.startswith(name) for name in OPEN)


def asked() -> Iterator[tuple[str, str]]:
    """Every address about an object that is not for everybody, with each method that has a row."""
    rows = {(row.address, row.method) for row in sweep.table()}
    for address, method in sorted(rows):
        keys = [name for name in places.names(address) if places.model_of(address, name)]
        if keys and not is_open(address):
            yield address, method


def faults(stranger: Stranger, address: str, method: str, path: str) -> list[str]:
    """What is wrong with the answer to a stranger about something that is not theirs."""
    body = API_BODIES.get(address) or (PAGE_BODIES.get(address) if method == "POST" else None)
    before = world.changed_tables()
    with undone():
        answer = stranger.ask(method, path, body)
        content = answers.content(answer).decode("utf-8", "replace")
        touched = _written(before)
    place = f"{address} {method} {path} as {stranger.person.name}: {answer.status_code}"
    found = [f"{place} tells what is marked"] if MARK in content else []
    found += [f"{place} writes {table}" for table in touched]
    if answer.status_code not in CLOSED and not _is_as_for_nothing(
        stranger, method, path, body, answer.status_code
    ):
        found.append(place)
    return found


def _is_as_for_nothing(stranger: Stranger, method: str, path: str, body: Any, status: int) -> bool:
    """Whether something that does not exist is answered alike (what was sent cannot be read)."""
    nothing = NUMBER.sub(lambda found: str(new_id()) if "-" in found[0] else "999999", path)
    with undone():
        told: int = stranger.ask(method, nothing, body).status_code
    return told == status and 400 <= status < 500


def _written(before: dict[str, int]) -> list[str]:
    after = world.changed_tables()
    return sorted(
        table
        for table, count in after.items()
        if count != before.get(table, 0)
        and table not in PASSING
        and not table.startswith("procrastinate_")
    )


@lru_cache(maxsize=1)
def parameters() -> tuple[str, ...]:
    """Every name that some view reads from a query or a form."""
    found: set[str] = set()
    for file in (ROOT / "huiyin").rglob("*.py"):
        if "tests" in file.parts or "node_modules" in file.parts:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {name for node in ast.walk(tree) for name in _read(node)}
    return tuple(sorted(found))


def _read(node: ast.AST) -> Iterator[str]:
    """The names in ``request.GET.get("name")``, ``POST["name"]``, ``getlist("name")``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        first = node.args[0]
        plain = isinstance(first, ast.Constant) and isinstance(first.value, str)
        if node.func.attr in {"get", "getlist"} and plain and _is_form(node.func.value):
            yield str(getattr(first, "value", ""))
    if isinstance(node, ast.Subscript) and _is_form(node.value):
        name = getattr(node.slice, "value", None)
        yield from [name] if isinstance(name, str) else []


def _is_form(node: ast.AST) -> bool:
    return bool(re.search(r"(GET|POST|data|posted|form|query)\b", ast.unparse(node)))


ID_LIKE = re.compile(
    r"origin|about|case|notice|meeting|problem|incident|entry|from|into|after|follows|id$|of$|"
    r"request|talk|blocked|series|copy|source|twin|attachment|file$|material|matter|subject|link"
)


def without_ids() -> Iterator[tuple[str, str]]:
    for row in sweep.table():
        api = row.address.startswith(("api", "^", "account_"))
        if (
            row.kinds == {sweep.NONE}
            and row.address != "readyz"
            and not api
            and not places.names(row.address)
        ):
            yield row.address, row.method


def told(
    stranger: Stranger, address: str, method: str, data: dict[str, str], case: Case
) -> list[str]:
    """What a page tells of a case whose id or number is among what was sent."""
    given = (PAGE_BODIES.get(address) or {}) if method == "POST" else {}
    path = next(iter(places.paths(address)))
    with undone():
        newest = new_id()
        answer = stranger.ask(method, path, {**data, **given})
        content = answers.content(answer).decode("utf-8", "replace")
        grown = Case.objects.filter(origin=case.pk, pk__gt=newest).exists()
    place = f"{address} {method} about {case.scenario}"
    found = [f"{place}: {answer.status_code}"] if answer.status_code >= 500 else []
    found += [f"{place}: tells its title"] if case.title in content else []
    return found + ([f"{place}: follows from it"] if grown else [])
