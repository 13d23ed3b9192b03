"""What the linter says about the regulation in force, for programs."""

from collections.abc import Callable

import pytest

from huiyin.cases.tests.rest_client import Program
from huiyin.policies import in_force


@pytest.mark.req("Z15")
def test_programs_read_findings_and_who_wins(caller: Callable[[str], Program]) -> None:
    answer = caller("白露").get("/policy/findings")
    assert answer["version"] == in_force.current().version
    notes = [one for one in answer["findings"] if one["weight"] == "note"]
    assert len(notes) >= 6
    assert all(one["wins"] in {one["clause"], *one["against"]} and one["why"] for one in notes)
    assert [one for one in answer["findings"] if one["weight"] == "error"] == []
