"""The house of the regulation's own tests."""

from huiyin.scenarios.regulation.tests.conftest import house

__all__ = ["house"]
