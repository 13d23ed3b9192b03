"""What an alert becomes: a port that scenarios join, so that the intake knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from huiyin.cases.intake.alert import Alert
from huiyin.directory.models import Person

Act = Callable[[Alert, Person], UUID | None]
"""Takes an alert in the caller's transaction, on behalf of a person; the case it belongs to now.

With ``alert.case`` it says something about that case (it fired again, it is over) and must open no
other; without, it opens one, idempotent by ``alert.ref``. ``None``: nothing came of it.
"""


class Refused(Exception):
    """The case takes no such alert; the words say why."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that alerts can become; ``label`` is what the administrator chooses."""

    key: str
    label: str | Promise
    act: Act


_targets: dict[str, Target] = {}


def register(target: str, label: str | Promise, act: Act) -> None:
    """Let alerts become ``target`` (called when apps start)."""
    _targets[target] = Target(target, label, act)


def targets() -> tuple[Target, ...]:
    """Everything that alerts can become, in the order in which it was registered."""
    return tuple(_targets.values())


def target(key: str) -> Target | None:
    """The one called ``key``; ``None`` when its scenario is not installed."""
    return _targets.get(key)
