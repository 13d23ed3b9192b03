"""The stage of the notices is the stage of the pages: a company with real cases."""

from huiyin.scenarios.notices.tests.conftest import stage

__all__ = ["stage"]
