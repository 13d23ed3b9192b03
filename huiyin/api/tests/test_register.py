"""Problems over REST: from the report to the answer, and what is refused."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.api import tokens
from huiyin.cases.signoff import answers
from huiyin.cases.signoff.models import Seat
from huiyin.kit import clock
from huiyin.scenarios.problems.models import Problem
from huiyin.scenarios.problems.tests.conftest import Stage, staged


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """The stage of problems."""
    del db
    with staged() as made:
        yield made


class Api:
    """Calls in the name of somebody."""

    def __init__(self, stage: Stage, name: str) -> None:
        token = tokens.create_token(stage[name], "测试", clock.now() + timedelta(days=1))
        self.headers = {"Authorization": f"Bearer {token}"}
        self.browser = Client()

    def get(self, path: str) -> Any:
        return self.browser.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, **body: Any) -> Any:
        return self._send("post", path, body)

    def put(self, path: str, **body: Any) -> Any:
        return self._send("put", path, body)

    def _send(self, method: str, path: str, body: dict[str, Any]) -> Any:
        send = getattr(self.browser, method)
        address = f"/api/v1{path}"
        return send(address, body, content_type="application/json", headers=self.headers)


@pytest.mark.req("B01", "B02", "B03", "B04", "B05", "B06")
def test_the_whole_way_over_rest(stage: Stage) -> None:
    raiser, desk, head = Api(stage, "白露"), Api(stage, "何青"), Api(stage, "秦朗")
    owner = Api(stage, "陈屿")
    made = raiser.post("/problems", title="打印慢").json()
    at = f"/problems/{made['id']}"
    soon = (clock.now() + timedelta(days=3)).isoformat()
    place = stage.company.department("技术部").pk
    assert desk.post(f"{at}/register", nature="operational").status_code == 409
    entry = {"nature": "operational", "in_charge": place, "due_at": soon, "category": "tool"}
    assert desk.post(f"{at}/register", **entry).json()["state"] == "registered"
    assert head.post(f"{at}/assign", owner=999_999).status_code == 422
    assert head.post(f"{at}/assign", owner=stage["陈屿"].pk).json()["state"] == "assigned"
    refused = owner.put(f"{at}/solution", cause="共用", submit=True)
    assert refused.status_code == 422
    assert len(refused.json()["errors"]) > 2
    report = {
        "cause": "共用一台机器",
        "impact": "积压",
        "options": [
            {"kind": "temporary", "name": "错峰", "text": "晚上跑"},
            {"kind": "long_term", "name": "分开", "text": "加一台"},
        ],
        "recommended": "B",
        "resources": "一台机器",
        "steps": [{"text": "装机器", "owner": stage["罗一鸣"].pk, "due_at": soon}],
        "submit": True,
    }
    assert owner.put(f"{at}/solution", **report).json()["state"] == "reported_solution"
    seat = Seat.objects.get()
    answers.approve(seat.pk, by=seat.person)
    whole = raiser.get(at).json()
    step = whole["solution"]["steps"][0]["id"]
    assert owner.post(f"{at}/solve", result="好了").status_code == 409
    assert owner.post(f"{at}/steps/999999").status_code == 404
    assert Api(stage, "罗一鸣").post(f"{at}/steps/{step}").json()["state"] == "doing"
    assert owner.post(f"{at}/solve", result="换了机器").json()["state"] == "solved"
    assert owner.post(f"{at}/answer", text="好了").json()["state"] == "told"
    assert raiser.post(f"{at}/response", solved=False).status_code == 422
    assert raiser.post(f"{at}/response", solved=True).json()["state"] == "closed"
    assert owner.post(f"{at}/explain", where="周例会").status_code == 409


def test_the_register_comes_in_pages(stage: Stage) -> None:
    for number in range(3):
        stage.report(title=f"问题 {number}")
    raiser = Api(stage, "白露")
    first = raiser.get("/problems?limit=2").json()
    assert len(first["items"]) == 2
    rest = raiser.get(f"/problems?limit=2&cursor={first['next']}").json()
    assert len(rest["items"]) == 1
    assert rest["next"] is None
    assert raiser.get("/problems?over=true").json()["items"] == []
    assert Api(stage, "唐果").get("/problems").json()["items"] == []


@pytest.mark.req("B08")
def test_sorted_bounced_merged_withdrawn_over_rest(stage: Stage) -> None:
    first, second = stage.registered(), stage.report(title="一样的")
    desk, head = Api(stage, "何青"), Api(stage, "秦朗")
    at = f"/problems/{first.pk}"
    assert head.post(f"{at}/sort", category="tool", topic="打印慢").json()["topic"] == "打印慢"
    found = desk.get("/problems/frequent?month=2026-11-15").json()
    assert {"topic": "打印慢", "category": "tool", "number": 1, "share": 50} in found
    assert head.post(f"{at}/bounce", reason="归运营部").json()["bounced"] == 1
    assert desk.post(f"/problems/{second.pk}/merge", into=str(second.pk)).status_code == 422
    merged = desk.post(f"/problems/{second.pk}/merge", into=str(first.pk)).json()
    assert merged["merged_into"] == str(first.pk)
    assert Api(stage, "白露").post(f"{at}/withdraw", reason="好了").json()["state"] == "withdrawn"
    assert Problem.objects.get(pk=first.pk).closed_at is not None


def test_a_major_one_is_explained_and_a_step_dropped_over_rest(stage: Stage) -> None:
    made = stage.doing(is_major=True)
    owner, at = Api(stage, "陈屿"), f"/problems/{made.pk}"
    step = owner.get(at).json()["solution"]["steps"][0]["id"]
    assert owner.post(f"{at}/steps/{step}", drop=True).status_code == 422
    dropped = owner.post(f"{at}/steps/{step}", drop=True, note="租机器").json()
    assert dropped["solution"]["steps"][0]["state"] == "dropped"
    owner.post(f"{at}/solve", result="租了")
    assert owner.post(f"{at}/explain", where="周例会").status_code == 200


def test_who_may_not_see_it_gets_nothing(stage: Stage) -> None:
    made = stage.assigned()
    stranger = Api(stage, "唐果")
    assert stranger.get(f"/problems/{made.pk}").status_code == 404
    assert stranger.post(f"/problems/{made.pk}/assign", owner=1).status_code == 404
    report = {"title": "x", "source": "moon"}
    assert stranger.post("/problems", **report).status_code == 422
