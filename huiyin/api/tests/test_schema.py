"""The description of the API is whole, and every operation names its permission."""

import json
from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.test import Client
from ninja import Router, Schema

from huiyin.api.rest import rest
from huiyin.api.schema import DescribedAPI
from huiyin.directory.access import Action
from huiyin.scenarios.notices.tests.stage import Stage


def document() -> Any:
    return json.loads(Client().get("/api/v1/openapi.json").content)


def operations() -> list[tuple[str, str, Any]]:
    return [
        (method, path, operation)
        for path, item in document()["paths"].items()
        for method, operation in item.items()
    ]


def unnamed(api: DescribedAPI) -> list[str]:
    known = {action.value for action in Action}
    return [name for name, action in api.permissions().items() if action not in known]


def test_every_operation_names_its_permission() -> None:
    assert rest.permissions()
    assert unnamed(rest) == []


def test_an_operation_without_permission_is_found() -> None:
    router = Router()

    @router.get("/bare", operation_id="bare")
    def bare(request: HttpRequest) -> None:
        raise NotImplementedError

    api = DescribedAPI(urls_namespace="bare")
    api.add_router("", router)
    assert unnamed(api) == ["bare"]


def test_every_operation_is_described() -> None:
    found = operations()
    ids = [operation["operationId"] for _method, _path, operation in found]
    assert len(ids) == len(set(ids)) == len(rest.permissions())
    for _method, path, operation in found:
        assert path.startswith("/api/v1/")
        assert operation["summary"].isascii()
        assert operation["description"].isascii()
        assert operation["tags"]
        assert operation["security"] == [{"BearerToken": []}]
        assert operation["x-permission"]
        assert {"401", "403", "422", "429", "500", "default"} <= set(operation["responses"])


def test_every_post_takes_a_key_and_nothing_else_does() -> None:
    for method, _path, operation in operations():
        names = {parameter["name"] for parameter in operation["parameters"]}
        assert ("Idempotency-Key" in names) == (method == "post")


def test_every_reference_leads_somewhere() -> None:
    text = document()

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            return own + [found for part in value.values() for found in references(part)]
        if isinstance(value, list):
            return [found for part in value for found in references(part)]
        return []

    found = references(text)
    assert found
    for reference in found:
        place = text
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def test_the_scheme_is_a_bearer_token(stage: Stage) -> None:
    schemes = document()["components"]["securitySchemes"]
    assert schemes["BearerToken"]["scheme"] == "bearer"
    assert schemes["BearerToken"]["type"] == "http"


def test_no_two_rooms_call_their_answers_by_one_name() -> None:
    """Of two schemas with one name the description shows only one."""
    ours = [one for one in _below(Schema) if one.__module__.startswith("huiyin.")]
    assert ours
    twice = Counter(one.__name__ for one in ours if not one.__name__.startswith("_"))
    assert [name for name, times in twice.items() if times > 1] == []


def _below(kind: type) -> set[type]:
    found: set[type] = set(kind.__subclasses__())
    return found.union(*(_below(one) for one in found))
