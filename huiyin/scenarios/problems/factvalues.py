"""What the events of problems say, for the linter of the regulation."""

from huiyin.cases.factvalues import CASE, YES_NO
from huiyin.cases.intake.alert import Severity
from huiyin.core.linting import FactValues
from huiyin.scenarios.problems import events
from huiyin.scenarios.problems.models import Nature, Source

_OF_PROBLEM: FactValues = {
    **CASE,
    "number": None,
    "source": Source.values,
    "is_major": YES_NO,
    "is_outside": YES_NO,
    "reporter": None,
    "initiator": None,
    "department": None,
    "problem_owner": None,
    "nature": Nature.values,
}

_SEVERITIES = tuple(one.value for one in Severity)

FACTS: dict[str, FactValues] = {
    events.REPORTED: {**_OF_PROBLEM, "has_source": YES_NO, "problem_desk": None},
    events.REGISTERED: {
        **_OF_PROBLEM,
        "is_complete": YES_NO,
        "executing_head": None,
        "leading_head": None,
        "managing_head": None,
    },
    events.ASSIGNED: {**_OF_PROBLEM, "person": None},
    events.BOUNCED: {
        **_OF_PROBLEM,
        "person": None,
        "times": None,
        "problem_desk": None,
        "leading_head": None,
    },
    events.SOLUTION_REPORTED: {
        **_OF_PROBLEM,
        "person": None,
        "is_whole": YES_NO,
        "deciding_head": None,
        "review_chair": None,
    },
    events.SOLUTION_DECIDED: {
        **_OF_PROBLEM,
        "person": None,
        "outcome": ("approved", "returned"),
    },
    events.SOLUTION_BEGUN: {**_OF_PROBLEM, "signed_off": YES_NO},
    events.STEP_PLANNED: {**_OF_PROBLEM, "part": None, "step_owner": None, "step_due": None},
    events.SOLVED: {**_OF_PROBLEM, "person": None, "steps_ended": YES_NO},
    events.REPORTER_TOLD: {**_OF_PROBLEM, "person": None, "how": None},
    events.REOPENED: {**_OF_PROBLEM, "person": None},
    events.MONTH_BEGAN: {"number": None, "problem_desk": None},
    events.SYNC_FAILED: {**_OF_PROBLEM, "problem_desk": None, "tracker": None},
    events.SYNCED: {
        **_OF_PROBLEM,
        "person": None,
        "tracker": None,
        "how": ("sent", "heard", "let_go"),
    },
    events.ALERT_AGAIN: {**_OF_PROBLEM, "times": None, "severity": _SEVERITIES},
    events.ALERT_OVER: {**_OF_PROBLEM, "times": None, "severity": _SEVERITIES},
    events.WROTE: {**_OF_PROBLEM, "is_open": YES_NO, "word_reader": None},
    events.WORD_SEEN: {**_OF_PROBLEM, "person": None, "answered": YES_NO},
}
"""By event: the facts that conditions and terms may name."""
