"""What an act on an incident can be refused for, besides the regulation itself."""

from django.core.exceptions import PermissionDenied


class IncidentRefused(ValueError):
    """Something is missing or cannot be; ``field`` and ``code`` say what."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


class NotOpen(Exception):
    """The incident is over: solved, or stood down."""


class NotSolved(Exception):
    """It still goes on, or was a false alarm."""


class NotDraft(Exception):
    """The statement was put forward already."""


class NotInCommand(PermissionDenied):
    """Only whoever is in command, or acts for them, may do this."""
