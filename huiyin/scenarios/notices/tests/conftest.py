"""Fixtures of this scenario."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huiyin.kit import clock as kit_clock
from huiyin.policies import in_force
from huiyin.scenarios.notices.tests.stage import NOON, Stage, make_stage


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Path) -> Iterator[Stage]:
    """Wednesday noon, everybody in their place; uploads go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    in_force.forget()
    with kit_clock.frozen(NOON):
        yield make_stage()
    in_force.forget()
