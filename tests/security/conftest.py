"""The scene that the sweep asks about is asked about here, too; and the whole demo company."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from huiyin.kit import clock
from huiyin.policies import in_force
from tests.architecture.conftest import scene
from tests.architecture.scene import undone
from tests.security import world

__all__ = ["house", "scene"]


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[list[str]]:
    """The demo company on a Tuesday afternoon; what it could not fill."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    folder: Path = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder),
        clock.frozen(world.AFTERNOON),
    ):
        with undone():
            yield world.build()
        in_force.forget()
