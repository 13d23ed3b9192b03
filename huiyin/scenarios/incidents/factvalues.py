"""What the events of incidents say, for the linter of the regulation."""

from huiyin.cases.factvalues import CASE, YES_NO
from huiyin.core.linting import FactValues
from huiyin.scenarios.incidents import events

_COMMAND: FactValues = {**CASE, "incident_commander": None, "kind": None, "severity": None}

FACTS: dict[str, FactValues] = {
    events.RAISED: {
        **_COMMAND,
        "initiator": None,
        "number": None,
        "has_kind": YES_NO,
        "has_first_report": YES_NO,
        "clients_affected": YES_NO,
    },
    events.TEAM_NAMED: {**_COMMAND, "tasks_given": YES_NO},
    events.COMMAND_HANDED: {**_COMMAND, "team_named": YES_NO},
    events.RESOLVED: {
        **_COMMAND,
        "clients_affected": YES_NO,
        "client_lead": None,
        "minutes": None,
        "report_waits": YES_NO,
        "review_waits": YES_NO,
    },
    events.SOLVED_AGAIN: {**_COMMAND, "report_waits": YES_NO, "review_waits": YES_NO},
    events.CLIENTS_NOTIFIED: {**CASE, "wording_agreed": YES_NO},
    events.INCIDENT_REPORTED: {**CASE, "is_whole": YES_NO},
    events.REVIEWED: {**CASE, "process_owner": None},
}
"""By event: the facts that conditions and terms may name."""
