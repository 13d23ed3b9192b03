"""Programs read, write and try clauses of a draft."""

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.cases.tests.rest_client import Program, read
from huiyin.directory.models import Role
from huiyin.directory.roles import grant
from huiyin.scenarios.notices.tests.stage import Stage
from huiyin.scenarios.regulation import actions
from huiyin.scenarios.regulation.models import Amendment

pytestmark = pytest.mark.req("Z01")


@pytest.fixture
def amendment(stage: Stage) -> Amendment:
    """白露 is compliance officer and has begun a draft."""
    grant(stage["白露"], Role.COMPLIANCE)
    return actions.create(by=stage["白露"])


def put(program: Program, path: str, body: Any, *, status: int = 200) -> Any:
    """The JSON of a write."""
    return read(program.send("PUT", path, body), status)


def test_a_clause_is_read_and_written(
    amendment: Amendment, caller: Callable[[str], Program]
) -> None:
    program = caller("白露")
    address = f"/amendments/{amendment.pk}/clauses/3.3.1"
    found = program.get(address)
    assert found["changed"] is False
    table = found["clause"]
    table["rule"][0]["within"] = "2h"
    written = put(program, address, {"clause": table, "seal": found["seal"]})
    assert written["clause"]["changed"] is True
    assert 'within = "2h"' in written["clause"]["toml"]
    wrong = [one for one in written["stories"] if not one["holds"]]
    assert any("11:00" in each["instead"] for one in wrong for each in one["sentences"])
    late = put(program, address, {"toml": found["toml"], "seal": found["seal"]}, status=409)
    assert late["type"].endswith("overtaken")


def test_every_slip_is_named(amendment: Amendment, caller: Callable[[str], Program]) -> None:
    program = caller("白露")
    address = f"/amendments/{amendment.pk}/clauses/3.3.1"
    found = program.get(address)
    table = found["clause"]
    table["rule"][0] |= {"within": "soon", "bearer": "No One"}
    answer = put(program, address, {"clause": table, "seal": found["seal"]}, status=422)
    fields = {one["field"] for one in answer["errors"]}
    assert fields == {"rule[0].within", "rule[0].bearer"}
    toml = found["toml"].replace('within = "1h"', 'within = "soon"', 1)
    answer = put(program, address, {"toml": toml, "seal": found["seal"]}, status=422)
    assert toml.splitlines()[answer["errors"][0]["row"] - 1] == 'within = "soon"'


def test_a_source_is_tried_and_not_kept(
    amendment: Amendment, caller: Callable[[str], Program]
) -> None:
    source = amendment.source.replace('within = "1h"', 'within = "2h"')
    answer = caller("陈屿").post("/policy/check", {"source": source})
    assert any(not one["holds"] for one in answer["stories"])
    amendment.refresh_from_db()
    assert amendment.source != source
    caller("陈屿").post("/policy/check", {"source": "# file: a\n[[clause"}, status=422)


def test_who_does_not_see_the_draft_sees_nothing(
    amendment: Amendment, caller: Callable[[str], Program]
) -> None:
    address = f"/amendments/{amendment.pk}/clauses/3.3.1"
    caller("陈屿").get(address, status=404)
    put(caller("陈屿"), address, {"toml": "x"}, status=404)
    caller("白露").get(f"/amendments/{amendment.pk}/clauses/99.9", status=404)
