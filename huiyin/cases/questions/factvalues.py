"""What the events of questions say, for the linter of the regulation."""

from huiyin.cases.factvalues import CASE, YES_NO
from huiyin.cases.questions import events
from huiyin.core.linting import FactValues

_QUESTION: FactValues = {**CASE, "part": None, "asker": None, "answerer": None}

FACTS: dict[str, FactValues] = {
    events.ASKED: _QUESTION,
    events.ANSWERED: {**_QUESTION, "person": None, "shared": YES_NO, "correction": YES_NO},
}
"""By event: the facts that conditions and terms may name."""
