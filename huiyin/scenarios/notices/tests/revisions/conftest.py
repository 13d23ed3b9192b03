"""The company, its regulation, and one fact."""

from collections.abc import Iterator

import pytest

from huiyin.cases.facts import actions as facts
from huiyin.cases.facts.actions import Definition
from huiyin.cases.facts.models import Fact
from huiyin.kit import clock
from huiyin.policies import in_force
from huiyin.scenarios.notices.tests.stage import NOON, Stage, make_stage


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """Wednesday noon, everybody in their place."""
    in_force.forget()
    with clock.frozen(NOON):
        yield make_stage()
    in_force.forget()


@pytest.fixture
def hotline(stage: Stage) -> Fact:
    """客服热线, owned by 客服部 whose people set it."""
    keeper = stage["顾北辰"]
    return facts.define(
        Definition(
            key="hotline",
            name="客服热线",
            department=keeper.department,
            value="400-820-1600",
            reason="年初合同",
        ),
        by=keeper,
    )
