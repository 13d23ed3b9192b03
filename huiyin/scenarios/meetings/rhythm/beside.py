"""What stands beside the calendar: the periods that run and where they lead."""

from typing import Any

from huiyin.directory.access import Action, may
from huiyin.directory.models import Person
from huiyin.scenarios.meetings.rhythm import queries


def context(actor: Person) -> dict[str, Any]:
    """The newest week, month and quarter for who may see them."""
    return {
        "periods": queries.newest(actor),
        "sees_efficiency": may(actor, Action.SEE_COMPLIANCE),
    }
