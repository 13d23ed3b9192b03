"""What is judged, and by which measure."""

from dataclasses import dataclass
from datetime import datetime

FIELDS = ("title", "gist", "background", "items", "requirements", "contact")
"""The fields of a text, in the order in which people read them."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text before it goes out.

    ``has_aid`` says that a file, a table or a chart goes with it; ``extension`` is the office
    number to offer in place of a private one.
    """

    title: str = ""
    gist: str = ""
    background: str = ""
    items: str = ""
    requirements: str = ""
    contact: str = ""
    classification: str = "internal"
    complex: bool = False
    has_aid: bool = False
    reply_by: datetime | None = None
    extension: str = ""

    def text(self, field: str) -> str:
        """The text of one of ``FIELDS``."""
        return str(getattr(self, field))


@dataclass(frozen=True, slots=True)
class Rules:
    """The measures. ``at`` is the moment of writing, in the zone of the reader's calendar.

    ``instead`` replaces a vague time (``12 月 4 日 18:00 前``; empty: nothing is offered). The
    others count characters: of a paragraph, of one that only explains, of the words before the
    conclusion, of a title.
    """

    at: datetime
    instead: str = ""
    paragraph: int = 100
    explaining: int = 200
    preamble: int = 30
    title: int = 40
