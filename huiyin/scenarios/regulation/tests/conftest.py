"""Fixtures of this scenario: a company with a compliance officer and management."""

from collections.abc import Iterator

import pytest

from huiyin.kit import clock as kit_clock
from huiyin.policies import in_force
from huiyin.scenarios.regulation.tests.house import MORNING, House, make_house


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """Monday morning, the shipped regulation in force."""
    del db
    in_force.forget()
    with kit_clock.frozen(MORNING):
        yield make_house()
    in_force.forget()
