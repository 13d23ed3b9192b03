"""What happened, said in the past tense: the only input of the pure core."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Who = int | str
"""A person: a directory id in the product, a name in a story."""

Fact = str | int | bool | None | datetime | tuple[str, ...]
"""A value a rule may look at."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one subject.

    ``kind`` is namespaced and past tense (``notices.published``); ``subject`` names the case
    (its UUID in the product, ``notice:7`` in a story); ``at`` is an aware instant; ``actor`` is
    the person who did it, ``None`` for the system itself.
    """

    kind: str
    subject: str
    at: datetime
    actor: Who | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def person(self) -> Who | None:
        """The person this act is about: ``facts["person"]`` when someone acts for another."""
        about = self.facts.get("person", self.actor)
        return about if isinstance(about, int | str) else None
