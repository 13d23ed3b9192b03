"""The scene that the sweep asks about: made once, never changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings

from huiyin.kit import clock
from huiyin.policies import in_force
from huiyin.scenarios.notices.tests.stage import NOON
from tests.architecture.scene import Scene, make_scene, undone


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Scene]:
    """The company on a Wednesday noon; every request on it is undone."""
    name = str(connection.settings_dict["NAME"])
    assert name.startswith("test_"), "the module needs the mark django_db"
    folder: Path = tmp_path_factory.mktemp("media")
    cache.clear()
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), clock.frozen(NOON):
        with undone():
            yield make_scene()
        in_force.forget()
