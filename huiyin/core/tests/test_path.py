import pytest

from huiyin.core.linting import lint
from huiyin.core.path import path
from huiyin.core.policy import Mode
from huiyin.core.table import PolicyError
from huiyin.core.tests.world import policy

STEPS = """
[[clause.sign]]
of = "notices"
when = { author = "employee" }
step = "necessity"
who = "head_of(author)"
mode = "one"
[[clause.sign]]
of = "notices"
when = { has_data = true }
step = "double_check"
who = "source_departments"
mode = "two"
[[clause.sign]]
of = "notices"
when = { author = ["employee", "head"] }
step = "necessity"
who = "head_of(author)"
mode = "one"
[[clause.sign]]
of = "requests"
step = "necessity"
who = "head_of(author)"
mode = "one"
"""
POLICY = policy(STEPS)


@pytest.mark.req("N02", "N04")
def test_the_path_follows_from_the_facts_in_the_order_of_the_regulation() -> None:
    steps = path(POLICY, "notices", {"author": "employee", "has_data": True})
    assert [(each.step, each.who, each.mode) for each in steps] == [
        ("necessity", "head_of(author)", Mode.ONE),
        ("double_check", "source_departments", Mode.TWO),
    ]
    assert [each.step for each in path(POLICY, "requests", {})] == ["necessity"]
    assert path(POLICY, "notices", {"author": "publisher", "has_data": False}) == []


def test_a_slip_in_a_step_is_named() -> None:
    with pytest.raises(PolicyError, match="应为 one、two、all、any 之一"):
        policy(STEPS.replace('"two"', '"three"'))
    with pytest.raises(PolicyError, match="未知的键"):
        policy(STEPS + "within = 3\n")


def test_a_clause_of_steps_alone_is_executable() -> None:
    assert [one.problem for one in lint(POLICY)] == ["规则没有例子"]
