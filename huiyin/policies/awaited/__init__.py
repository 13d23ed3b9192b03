"""The words of scenarios that are not installed: their clauses wait, but people read them now.

Events, duties and names (facts, their values, roles) as the clauses in ``policies/clauses`` use
them. An installed scenario brings its own words, which then stand before these.
"""

from django.utils.functional import Promise

from huiyin.policies.awaited import (
    clients,
    feedback,
    partners,
    people,
    projects,
    publicity,
    scenarios,
)

_ROOMS = (
    projects,
    clients,
    partners,
    publicity,
    feedback,
    people,
)

EVENTS: dict[str, Promise] = {name: word for room in _ROOMS for name, word in room.EVENTS.items()}
NAMES: dict[str, Promise] = {
    **scenarios.NAMES,
    **{name: word for room in _ROOMS for name, word in (*room.NAMES.items(), *room.DUTIES.items())},
}
