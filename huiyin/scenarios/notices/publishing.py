"""Where topics join in when a notice goes out, each by registration when the application starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from huiyin.core.event import Fact
from huiyin.directory.models import Person
from huiyin.obligations.roles import PeopleSql
from huiyin.scenarios.notices.models import Notice

Before = Callable[[Notice, Person], None]
"""Makes ready or raises ``checks.NotReady``; the notice has no number yet."""

Tells = Callable[[Notice, Mapping[str, Fact]], Mapping[str, Fact]]
"""More facts for clauses, guards and the matrix, beside those that are told already."""

After = Callable[[Notice, Person, Mapping[str, PeopleSql]], None]
"""What follows in the same transaction; the sets are those of the event, by role."""


@dataclass
class _Joined:
    before: list[Before] = field(default_factory=list)
    facts: list[Tells] = field(default_factory=list)
    after: list[After] = field(default_factory=list)


_JOINED = _Joined()


def before(step: Before) -> None:
    """Let ``step`` have its word before a notice is published."""
    if step not in _JOINED.before:
        _JOINED.before.append(step)


def tells(facts: Tells) -> None:
    """Let ``facts`` tell the regulation more about a notice."""
    if facts not in _JOINED.facts:
        _JOINED.facts.append(facts)


def after(step: After) -> None:
    """Let ``step`` follow when a notice was published."""
    if step not in _JOINED.after:
        _JOINED.after.append(step)


def prepare(notice: Notice, by: Person) -> None:
    """Every step before, in the order in which topics registered."""
    for step in _JOINED.before:
        step(notice, by)


def with_topics(notice: Notice, told: Mapping[str, Fact]) -> dict[str, Fact]:
    """``told`` and what the topics tell beside it."""
    more = (facts(notice, told) for facts in _JOINED.facts)
    return {**told, **{name: fact for each in more for name, fact in each.items()}}


def follow(notice: Notice, by: Person, sets: Mapping[str, PeopleSql]) -> None:
    """Every step after, in the order in which topics registered."""
    for step in _JOINED.after:
        step(notice, by, sets)
