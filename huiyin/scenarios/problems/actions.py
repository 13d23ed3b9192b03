"""Everything that can be done to a problem: one function per verb, each records its event."""

from huiyin.scenarios.problems.answering import (
    confirm_answer,
    explain,
    reopen,
    solve,
    tell_reporter,
)
from huiyin.scenarios.problems.registering import (
    Entry,
    NotNow,
    assign,
    bounce,
    merge,
    register,
    withdraw,
)
from huiyin.scenarios.problems.reporting import NotWhole, ProblemRefused, report

__all__ = [
    "Entry",
    "NotNow",
    "NotWhole",
    "ProblemRefused",
    "assign",
    "bounce",
    "confirm_answer",
    "explain",
    "merge",
    "register",
    "reopen",
    "report",
    "solve",
    "tell_reporter",
    "withdraw",
]
