"""The hall, for these tests too."""

from huiyin.scenarios.meetings.tests.hall import hall, mail

__all__ = ["hall", "mail"]
