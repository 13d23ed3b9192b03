"""The company of amendments: 邱然 is compliance officer."""

from huiyin.scenarios.regulation.tests.conftest import house

__all__ = ["house"]
