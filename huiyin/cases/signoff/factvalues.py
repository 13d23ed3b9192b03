"""What the events of a sign-off say, for the linter of the regulation."""

from huiyin.cases.factvalues import CASE
from huiyin.cases.signoff import events
from huiyin.core.linting import FactValues

_ROUND: FactValues = {
    "scenario": None,
    "classification": CASE["classification"],
    "round": None,
    "initiator": None,
}
_STEP: FactValues = {**_ROUND, "step": None}

FACTS: dict[str, FactValues] = {
    events.ASKED: {**_STEP, "part": None, "urgency": CASE["urgency"], "stand_ins": None},
    events.RETURNED: _STEP,
    events.REJECTED: _STEP,
    events.COMPLETED: {**_ROUND, "digest": None},
}
"""By event: the facts that conditions and terms may name."""
