"""Fixtures of this room."""

from huiyin.cases.tests.conftest import company

__all__ = ["company"]
