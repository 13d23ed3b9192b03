"""A draft that is being signed is frozen: nobody writes to it while others read it."""

from collections.abc import Mapping
from typing import Any

from huiyin.cases.signoff import changes, rounds
from huiyin.directory.models import Person
from huiyin.scenarios.notices.models import Notice


class Held(Exception):
    """The draft is being signed: take it back first, or let the signatures lapse."""


def is_held(notice: Notice) -> bool:
    """Whether a round is under way."""
    return rounds.running(notice) is not None


def require_free(notice: Notice, values: Mapping[str, Any]) -> None:
    """Raise ``Held`` when ``values`` would change a text that is being signed."""
    changed = any(getattr(notice, name, None) != value for name, value in values.items())
    if changed and is_held(notice):
        raise Held


def let_go(notice: Notice, *, by: Person) -> None:
    """The draft is thrown away: nobody is asked any more, nor is its author."""
    changes.abandon(notice, by=by)
