"""The company of the regulation's scenario."""

from huiyin.scenarios.regulation.tests.conftest import house

__all__ = ["house"]
