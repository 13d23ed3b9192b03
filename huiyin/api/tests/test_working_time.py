"""Working time over REST."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from huiyin.cases.tests.rest_client import Program
from huiyin.directory.models import Role, RoleGrant
from huiyin.scenarios.notices.tests.stage import Stage
from huiyin.worktime.models import OwnDay

pytestmark = pytest.mark.req("Z07")


@pytest.fixture
def keeper(stage: Stage, caller: Callable[[str], Program]) -> Program:
    """A program of somebody who keeps the calendar."""
    RoleGrant.objects.create(person=stage["白露"], role=Role.COMPLIANCE)
    return caller("白露")


def put(program: Program, path: str, body: Any, status: int = 200) -> Any:
    answer = program.send("PUT", path, body)
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_a_year_is_read_by_everybody(caller: Callable[[str], Program], keeper: Program) -> None:
    del keeper
    year = caller("陈屿").get("/working-time/2026")
    assert (year["working_days"], year["published"]) == (248, True)
    assert {"first": "2026-10-10", "last": "2026-10-10", "kind": "made", "title": "调休"} in year[
        "differing"
    ]
    assert not caller("陈屿").get("/working-time/2028")["published"]
    caller("陈屿").get("/working-time/1999", status=404)
    caller("陈屿").get("/working-time/2026?calendar=77", status=404)


def test_a_day_is_looked_at_set_and_removed(
    caller: Callable[[str], Program], keeper: Program
) -> None:
    day = {"hours": "09:00-12:00", "title": "半天"}
    put(caller("陈屿"), "/working-time/days/2026-12-24", day, 403)
    assert put(keeper, "/working-time/days/2026-12-24", day | {"dry_run": True})["duties"] == 0
    assert not OwnDay.objects.exists()
    put(keeper, "/working-time/days/2026-12-24", day)
    assert OwnDay.objects.get().hours == [["09:00", "12:00"]]
    wrong = put(keeper, "/working-time/days/2026-12-24", day | {"hours": "九点"}, 422)
    assert wrong["errors"][0]["field"] == "hours"
    put(keeper, "/working-time/days/2026-12-24", day | {"title": " "}, 422)
    put(keeper, "/working-time/days/2026-12-24", day | {"calendar": 77}, 404)
    assert keeper.send("DELETE", "/working-time/days/2026-12-24").status_code == 200
    assert keeper.send("DELETE", "/working-time/days/2026-12-24").status_code == 404
    assert not OwnDay.objects.exists()


def test_a_year_is_supplied_whole_or_not_at_all(keeper: Program) -> None:
    wrong = put(keeper, "/working-time/years/2028", {"text": "2028-01-01 也许"}, 422)
    assert (wrong["errors"][0]["field"], wrong["errors"][0]["row"]) == ("类型", 1)
    put(keeper, "/working-time/years/2028", {"text": " "}, 422)
    body = {"text": "2028-01-01 休 元旦\n2028-01-02 班 元旦"}
    put(keeper, "/working-time/years/2028", body | {"dry_run": True})
    assert not keeper.get("/working-time/2028")["published"]
    put(keeper, "/working-time/years/2028", body)
    assert keeper.get("/working-time/2028")["published"]
