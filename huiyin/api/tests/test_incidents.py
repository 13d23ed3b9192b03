"""Programs declare incidents, tell about them and end them."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.cases.tests.rest_client import Program, read
from huiyin.directory.models import Role
from huiyin.directory.roles import grant
from huiyin.scenarios.incidents import kinds
from huiyin.scenarios.incidents.models import Incident, IncidentKind
from huiyin.scenarios.notices.tests.stage import Stage

DECLARED = {"kind": "system_failure", "title": "官网打不开", "source_ref": "monitor:7"}


@pytest.fixture
def commander(stage: Stage, caller: Callable[[str], Program]) -> Program:
    """白露 leads whenever a system fails; 叶蓁 is the management."""
    kinds.install_shipped()
    IncidentKind.objects.filter(key="system_failure").update(commander=stage["白露"])
    grant(stage["叶蓁"], Role.MANAGEMENT)
    return caller("白露")


def post(program: Program, path: str, body: Any, *, status: int = 200) -> Any:
    """The JSON of a write."""
    return read(program.send("POST", path, body), status)


@pytest.mark.req("I01", "I04")
def test_from_the_declaration_to_the_end(
    commander: Program, caller: Callable[[str], Program]
) -> None:
    finder = caller("孟夏")
    ladder = {one["key"]: one for one in finder.get("/incident-kinds")}
    assert ladder["system_failure"]["levels"][0]["key"] == "1"
    made = post(finder, "/incidents", DECLARED, status=201)
    assert post(finder, "/incidents", DECLARED, status=201)["id"] == made["id"]
    assert (made["state"], made["commander"]["name"]) == ("open", "白露")
    assert made["next_update"]["overdue"] is False
    address = f"/incidents/{made['id']}"
    given = {"known": "连接池溢出", "next": "扩容", "audience": ["team"]}
    update = post(commander, f"{address}/updates", given, status=201)
    assert (update["number"], update["audience"]) == (1, ["management", "team"])
    noted = post(finder, f"{address}/notes", {"text": "先扩容", "kind": "decision"})
    assert "decision" in {line["what"] for line in noted["timeline"]}
    whole = commander.get(address)
    assert [one["known"] for one in whole["updates"]] == ["连接池溢出"]
    assert [one["id"] for one in commander.get("/incidents")] == [made["id"]]
    ended = post(commander, f"{address}/resolve", {"cause": "没有上限"})
    assert (ended["state"], ended["resolved_at"] is not None) == ("solved", True)
    late = post(commander, f"{address}/updates", given, status=409)
    assert late["type"].endswith("over")
    post(commander, f"{address}/stand-down", {"reason": "误报"}, status=409)


def test_a_false_alarm_is_stood_down(commander: Program) -> None:
    made = post(commander, "/incidents", {**DECLARED, "source_ref": ""}, status=201)
    address = f"/incidents/{made['id']}"
    assert post(commander, f"{address}/stand-down", {"reason": "误报"})["state"] == "stood_down"
    post(commander, f"{address}/resolve", {}, status=409)


def test_what_is_wrong_is_named(commander: Program, caller: Callable[[str], Program]) -> None:
    wrong = post(commander, "/incidents", {**DECLARED, "kind": "unheard_of"}, status=422)
    assert [one["field"] for one in wrong["errors"]] == ["kind"]
    ahead = {**DECLARED, "happened_at": "2099-01-01T00:00:00+08:00"}
    later = post(commander, "/incidents", ahead, status=422)
    assert [one["field"] for one in later["errors"]] == ["happened_at"]
    made = post(commander, "/incidents", DECLARED, status=201)
    address = f"/incidents/{made['id']}"
    post(commander, f"{address}/updates", {"known": "x", "audience": ["all"]}, status=422)
    post(commander, f"{address}/notes", {"text": "x", "kind": "song"}, status=422)
    stranger = caller("唐果")
    for path, body in (("updates", {"known": "x"}), ("notes", {"text": "x"}), ("resolve", {})):
        post(stranger, f"{address}/{path}", body, status=404)
    assert stranger.get("/incidents") == []
    assert Incident.objects.count() == 1
