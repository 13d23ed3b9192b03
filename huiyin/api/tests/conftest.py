"""A company, the shipped regulation, and programs with tokens."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache

from huiyin.api import tokens
from huiyin.cases.tests.rest_client import Program
from huiyin.kit import clock
from huiyin.scenarios.notices.tests.conftest import stage  # noqa: F401 - the same stage here
from huiyin.scenarios.notices.tests.stage import Stage


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """Nobody's failures of another test count."""
    cache.clear()


@pytest.fixture
def caller(stage: Stage) -> Callable[[str], Program]:  # noqa: F811 - the fixture above
    """Makes a program that acts as somebody of the cast."""

    def make(name: str) -> Program:
        until = clock.now() + timedelta(days=30)
        return Program(tokens.create_token(stage[name], "测试", until))

    return make
