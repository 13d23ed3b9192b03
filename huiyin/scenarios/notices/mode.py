"""How a notice is confirmed: as the matrix says, or more strictly when the author wants it (N14)."""

from collections.abc import Mapping

from huiyin.core import route
from huiyin.core.event import Fact
from huiyin.core.obligation import NEEDED
from huiyin.core.policy import Route
from huiyin.policies import in_force
from huiyin.scenarios.notices.models import Notice

RECIPIENTS = "recipients"
KEY_PEOPLE = "key_people"


class TooWeak(Exception):
    """The author chose a mode that shows less than the matrix asks; ``least`` is what it asks."""

    def __init__(self, least: str) -> None:
        super().__init__(least)
        self.least = least


def matrix_facts(notice: Notice) -> dict[str, Fact]:
    """What the channel matrix looks at in a notice (N09)."""
    return {
        "urgency": notice.urgency,
        "classification": notice.classification,
        "kind": notice.kind,
        "complexity": notice.complexity,
    }


def row(facts: Mapping[str, Fact], audience: str = RECIPIENTS) -> Route:
    """The row of the matrix in force for ``audience``; ``route.NoRouteError`` when none fits."""
    return route.channels(in_force.current(), {**facts, "audience": audience})


def of(notice: Notice) -> str:
    """The mode that holds for the recipients; ``TooWeak`` when the chosen one shows too little."""
    least = row(matrix_facts(notice)).confirm
    chosen = notice.confirm_mode or least
    if NEEDED[chosen] < NEEDED[least]:
        raise TooWeak(least)
    return chosen
