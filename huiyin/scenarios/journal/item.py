"""One matter that a head passes on, with its evidence."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.cases import verbs

_MARKS = re.compile(r"^(?:【[^】]{1,24}】)+")


@dataclass(frozen=True, slots=True)
class Item:
    """One matter of the list. ``aware`` of ``total`` people of the team have answered for it."""

    case_id: UUID
    scenario: str
    number: str
    title: str
    urgency: str
    classification: str
    born_at: datetime
    total: int
    aware: int
    relay_open: bool
    relayed: bool
    questions: int
    explanation: str

    @property
    def name(self) -> str:
        """The title without the marks of its subject form, which stand beside it as tags."""
        return _MARKS.sub("", self.title) or self.number

    @property
    def left(self) -> int:
        """How many of the team are not aware yet."""
        return self.total - self.aware

    @property
    def evidenced(self) -> bool:
        """Whether the record itself shows that it was passed on."""
        return self.left == 0 and not self.relay_open

    @property
    def settled(self) -> bool:
        """Whether nothing more is asked of the head: evidenced, or explained in one line."""
        return self.evidenced or bool(self.explanation)

    @property
    def pct(self) -> int:
        """The share that is aware, in percent, rounded down."""
        return self.aware * 100 // self.total if self.total else 100

    @property
    def glyph(self) -> str:
        """The state of the 回."""
        return "done" if self.evidenced else "half" if self.aware else "sent"

    @property
    def href(self) -> str:
        """The matter's own page."""
        return verbs.page_of(self.scenario, self.case_id)
