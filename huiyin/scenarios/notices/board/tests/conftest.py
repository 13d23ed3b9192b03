"""The stage of the scenario, for this topic too."""

from huiyin.scenarios.notices.tests.conftest import stage

__all__ = ["stage"]
