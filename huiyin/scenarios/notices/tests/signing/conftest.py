"""The stage of the scenario."""

from huiyin.scenarios.notices.tests.conftest import stage

__all__ = ["stage"]
