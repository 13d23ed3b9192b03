"""What a policy can speak of here: events, roles and verbs, passed in from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``events``, ``roles`` and ``verbs`` by name, each with its words for people (may be empty).

    ``waits`` gives for an event the scenario that still has to be installed. ``meets`` gives for a
    verb the event that ends the duty. ``leads`` gives for an event the fact that holds the instant
    before which it has to happen (``meetings.announced``: ``starts_at``).
    """

    events: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    verbs: Mapping[str, str] = field(default_factory=dict)
    waits: Mapping[str, str] = field(default_factory=dict)
    meets: Mapping[str, str] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)


OWN = "own"
"""The scenario that clauses wait for whose event or role nothing here knows yet."""

OWN_ROLE = "own_role"
"""The bearer of such a clause, until somebody names one."""
