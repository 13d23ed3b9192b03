"""Amendments over REST: the same verbs and refusals as on the pages."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from huiyin.api import tokens
from huiyin.directory.models import Person
from huiyin.kit import clock as kit_clock
from huiyin.policies import in_force
from huiyin.scenarios.regulation.models import Amendment
from huiyin.scenarios.regulation.tests.house import (
    MORNING,
    House,
    begun,
    changed,
    in_force_now,
    make_house,
)

pytestmark = pytest.mark.req("Z01", "G04")
API = "/api/v1"


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """Monday morning, the shipped regulation in force."""
    del db
    in_force.forget()
    with kit_clock.frozen(MORNING):
        yield make_house()
    in_force.forget()


class Caller:
    """Somebody with a token."""

    def __init__(self, person: Person) -> None:
        self.bearer = tokens.create_token(person, "测试", kit_clock.now() + timedelta(days=1))

    def __call__(self, method: str, path: str, body: Any = None) -> HttpResponse:
        more: dict[str, Any] = {"headers": {"Authorization": f"Bearer {self.bearer}"}}
        if body is not None:
            more |= {"data": json.dumps(body), "content_type": "application/json"}
        answer: HttpResponse = getattr(Client(), method)(f"{API}{path}", **more)
        return answer


def read(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def test_a_change_over_rest(house: House) -> None:
    ask = Caller(house.officer)
    made = ask("post", "/amendments", {"title": "放宽"})
    assert made.status_code == 201
    one = read(made)
    path = f"/amendments/{one['id']}"
    source = changed(one["source"])
    saved = ask("put", path, {"source": source, "seen": one["digest"]})
    assert [change["kind"] for change in read(saved)["changes"]] == ["changed"]
    stale = ask("put", path, {"source": one["source"], "seen": one["digest"]})
    assert (stale.status_code, read(stale)["type"]) == (409, "urn:huiyin:problem:stale")
    bad = ask("put", path, {"source": "# file: a\n[[clause]]", "seen": read(saved)["digest"]})
    assert bad.status_code == 422
    refused = ask("post", f"{path}/submit", {})
    assert (refused.status_code, read(refused)["errors"][0]["message"]) == (
        422,
        "请写明为什么修订",
    )
    assert ask("post", f"{path}/submit", {"reason": "一线反馈"}).status_code == 200
    assert ask("post", f"{path}/submit", {}).status_code == 409
    assert ask("put", path, {"source": one["source"], "seen": "0"}).status_code == 409
    assert read(ask("post", f"{path}/withdraw", {}))["state"] == "withdrawn"
    assert [each["id"] for each in read(ask("get", "/amendments"))] == [one["id"]]
    assert ask("post", "/amendments", {"binds": 99999}).status_code == 404
    assert ask("post", "/amendments", {"source": "x = 1"}).status_code == 422


def test_versions_and_their_difference(house: House) -> None:
    ask = Caller(house.company["白露"])
    assert ask("post", "/amendments", {}).status_code == 403
    made = in_force_now(house, begun(house))
    known = read(ask("get", "/policy/versions"))
    assert [one["number"] for one in known] == [made.pk, house.first.pk]
    (change,) = read(ask("get", f"/policy/diff/{house.first.pk}/{made.pk}"))
    assert any("2 小时" in line["new"] for line in change["lines"])
    assert ask("get", f"/policy/diff/{made.pk}/99999").status_code == 404
    (amendment,) = Amendment.objects.all()
    assert read(ask("get", f"/amendments/{amendment.pk}"))["version"] == made.pk
    late = Caller(house.officer)("post", f"/amendments/{amendment.pk}/withdraw", {})
    assert late.status_code == 409
