"""What a check says: one place, one code, perhaps a better text."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: ``must`` stops the text, ``should`` is advice, ``off`` is silent."""

    MUST = "must"
    SHOULD = "should"
    OFF = "off"


SENSITIVE = (
    "sensitive_id",
    "sensitive_card",
    "sensitive_mobile",
    "sensitive_salary",
    "sensitive_secret",
    "phone_list",
    "email_list",
)
"""What may go out confidentially only (N26)."""

LEVELS: dict[str, Level] = dict.fromkeys(SENSITIVE, Level.MUST) | dict.fromkeys(
    (
        "vague_time",
        "vague_party",
        "vague_quantity",
        "vague_degree",
        "term",
        "no_owner",
        "no_time",
        "no_owner_time",
        "no_contact",
        "no_aid",
        "long_paragraph",
        "core_late",
        "title_long",
        "title_empty",
        "title_mark",
        "title_date",
        "title_unset",
    ),
    Level.SHOULD,
)
"""Every code, with its weight where no clause says otherwise."""


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """``field[start:end]`` is what is meant; ``mend`` would stand there instead (``None``: nobody knows).

    ``facts`` are what the words of the finding need: the word, the number of the item.
    """

    code: str
    field: str
    start: int
    end: int
    facts: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    mend: str | None = None

    @property
    def level(self) -> Level:
        """The weight where no clause says otherwise."""
        return LEVELS[self.code]
