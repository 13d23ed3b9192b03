"""What the linter says about the regulation in force, for programs."""

from collections.abc import Callable

import pytest

from huiyin.cases.tests.rest_client import Program
from huiyin.policies import in_force


@pytest.mark.req("Z01")
def test_programs_read_the_regulation(caller: Callable[[str], Program]) -> None:
    answer = caller("白露").get("/policy")
    numbers = [clause["id"] for clause in answer["clauses"]]
    assert answer["version"] == in_force.current().version
    assert sorted(numbers) == sorted(clause.id for clause in in_force.company().clauses)
    assert numbers.index("1.1.1-2") < numbers.index("1.1.2") < numbers.index("K2.1")
    assert ["K2.2.4-2", "2.2.3"] in [one["between"] for one in answer["contradictions"]]


@pytest.mark.req("Z01")
def test_programs_read_one_clause_in_the_grammars_words(
    caller: Callable[[str], Program],
) -> None:
    clause = caller("白露").get("/policy/clauses/3.3.1")
    rule = clause["rules"][0]
    assert (rule["owes"], rule["within"], rule["when"]) == (
        "confirm_notice",
        "1h",
        {"urgency": ["important"]},
    )
    assert rule["ladder"][1] == {
        "after": "2h",
        "anchor": "after",
        "who": "initiator",
        "do": "phone_unread",
    }
    assert caller("白露").get("/policy/clauses/G2.1.1")["waits_for"] == "projects"
    announced = caller("白露").get("/policy/clauses/2.1.3-2")
    assert announced["waits_for"] == ""
    assert announced["conditions"][0]["not_after"] == "3d before starts_at"
    caller("白露").get("/policy/clauses/9.9.9", status=404)


@pytest.mark.req("Z15")
def test_programs_read_findings_and_who_wins(caller: Callable[[str], Program]) -> None:
    answer = caller("白露").get("/policy/findings")
    assert answer["version"] == in_force.current().version
    notes = [one for one in answer["findings"] if one["weight"] == "note"]
    assert len(notes) >= 6
    assert all(one["wins"] in {one["clause"], *one["against"]} and one["why"] for one in notes)
    assert [one for one in answer["findings"] if one["weight"] == "error"] == []
