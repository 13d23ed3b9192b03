"""Fixtures of this room."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from huiyin.directory.tests.factories import Company, make_company
from huiyin.kit import clock as kit_clock

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture
def company(db: None, settings: Any, tmp_path: Path) -> Iterator[Company]:
    """The cast on a Wednesday noon; uploads go to a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    with kit_clock.frozen(NOON):
        yield make_company()
