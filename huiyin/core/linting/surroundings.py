"""What the pure core cannot know about the house in which a policy is to act."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

ROLES = frozenset(
    {
        "recipients",
        "initiator",
        "bearer",
        "head_of(bearer)",
        "recorder",
        "management",
        "asker",
        "answerer",
        "doubters",
        "team_heads",
    }
)
"""The roles that the directory or every case can resolve."""

FactValues = Mapping[str, Collection[str] | None]
"""Facts by name with the values they can hold; ``None``: any value."""

MATRIX = "route"
"""Under this name ``Surroundings.facts`` holds what the channel matrix is asked with."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is recorded, who is there, what is installed. ``None`` leaves a check out.

    ``facts`` gives for an event the facts it may carry; events without an entry are not checked.
    ``secret`` gives for a classification the channels that must not carry its text. ``fast`` are
    the channels that reach people at once. ``sizes`` are the numbers of people who hold a role.
    ``years`` have a published calendar, ``needed_years`` should have one by now. ``day`` is how
    many hours a plain working day has.
    """

    events: Collection[str] | None = None
    roles: Collection[str] = ROLES
    signers: Collection[str] | None = None
    requirements: Collection[str] | None = None
    scenarios: Collection[str] | None = None
    verbs: Collection[str] | None = None
    facts: Mapping[str, FactValues] = field(default_factory=dict)
    channels: Collection[str] | None = None
    secret: Mapping[str, Collection[str]] = field(default_factory=dict)
    fast: Collection[str] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)
    years: Collection[int] = ()
    needed_years: Collection[int] = ()
    day: int = 8


def path_of(scenario: str) -> str:
    """The name under which ``Surroundings.facts`` holds what a sign-off path is chosen by."""
    return f"path:{scenario}"
