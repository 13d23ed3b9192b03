"""Compliance and my duties, for programs."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.cases.tests.rest_client import Program
from huiyin.directory.models import Role, RoleGrant
from huiyin.kit import clock
from huiyin.scenarios.notices.tests.stage import Stage

Caller = Callable[[str], Program]


@pytest.mark.req("G02")
def test_the_table_by_department_month_and_version(stage: Stage, caller: Caller) -> None:
    notice = stage.published()
    caller("白露").post(f"/notices/{notice.pk}/confirm")
    clock.advance(timedelta(minutes=61))
    RoleGrant.objects.create(person=stage["邱然"], role=Role.COMPLIANCE)
    program = caller("邱然")
    found = program.get("/compliance?period=2026-11&clause=3.3.1")
    (cell,) = found["cells"]
    assert cell["clause"] == "3.3.1"
    assert cell["key"] is None
    assert cell["figures"]["met"] == 1
    assert cell["figures"]["breach"] == found["whole"]["owed"] - 1
    assert (found["first"], found["last"]) == ("2026-11-01", "2026-11-30")
    keys = {
        by: {cell["key"] for cell in program.get(f"/compliance?by={by}")["cells"]}
        for by in ("department", "month", "version")
    }
    assert keys["department"] == {str(stage["白露"].department_id)}
    assert keys["month"] == {"2026-11-01"}
    assert all(key.isdecimal() for key in keys["version"])


@pytest.mark.req("G02")
def test_a_head_asks_for_their_own_departments_only(stage: Stage, caller: Caller) -> None:
    stage.published()
    own, other = stage["林若溪"].department_id, stage["江予安"].department_id
    head = caller("林若溪")
    assert head.get(f"/compliance?department={own}")["whole"]["owed"] > 0
    assert head.get(f"/compliance?department={other}", status=404)["status"] == 404
    assert head.get("/compliance?period=x", status=404)["status"] == 404
    assert caller("白露").get("/compliance", status=404)["status"] == 404


@pytest.mark.req("O03")
def test_my_duties_say_what_binds_me_and_what_i_owe(stage: Stage, caller: Caller) -> None:
    stage.published()
    rows = caller("白露").get("/me/duties")
    (mine,) = [row for row in rows if (row["clause"], row["role"]) == ("3.3.1", "recipients")]
    assert (mine["open"], mine["overdue"], mine["owes"]) == (1, 0, ["confirm_notice"])
    assert mine["next_due"] == "2026-11-25T13:00:00+08:00"
    roles = {row["role"] for row in rows}
    assert "team_heads" not in roles, "白露 heads nothing"
    assert "team_heads" in {row["role"] for row in caller("林若溪").get("/me/duties")}
