"""What the notice itself adds to composing and publishing: the conditions of the regulation."""

from typing import Any

from huiyin.directory.models import Person
from huiyin.scenarios.notices import composing, conditions, outcome, publishing, showing
from huiyin.scenarios.notices.models import Notice


def introduce() -> None:
    """Called when applications are ready, before the topics."""
    publishing.tells(conditions.facts_of)
    publishing.before(conditions.require)
    composing.finding(conditions.findings)
    showing.part("echo_side", "notices/_outcome.html", effect)


def effect(notice: Notice, actor: Person) -> dict[str, Any]:
    """The expected effect against what has come of it so far."""
    del actor
    return {"outcome": outcome.of(notice)}
