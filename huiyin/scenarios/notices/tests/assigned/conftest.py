"""The stage of the notices' tests."""

from huiyin.scenarios.notices.tests.conftest import stage

__all__ = ["stage"]
