"""What the events of the log say, for the linter of the regulation."""

from huiyin.cases.factvalues import CASE, YES_NO
from huiyin.core.linting import FactValues
from huiyin.scenarios.journal import events
from huiyin.scenarios.journal.models import EntryKind

FACTS: dict[str, FactValues] = {
    events.RECORDED: {
        **CASE,
        "number": None,
        "initiator": None,
        "recorder": None,
        "kind": EntryKind.values,
        "happened_at": None,
        "decision": YES_NO,
        "urgent": YES_NO,
        "with": None,
    },
    events.WEEK: {**CASE, "initiator": None, "number": None, "monday": None},
}
"""By event: the facts that conditions and terms may name."""
