"""The hall, for these tests too."""

from huiyin.scenarios.meetings.tests.hall import hall

__all__ = ["hall"]
