"""What this scenario records: its public vocabulary, past tense."""

RAISED = "incidents.raised"
DESCRIBED = "incidents.described"
GRADED = "incidents.graded"
NOTICED = "incidents.noticed"
TEAM_NAMED = "incidents.team_named"
READY_REPORTED = "incidents.ready_reported"
MEMBER_REPLACED = "incidents.member_replaced"
COMMAND_HANDED = "incidents.command_handed"
UPDATE_GIVEN = "incidents.update_given"
NOTED = "incidents.noted"
WATCH_OPENED = "incidents.watch_opened"
WATCH_CLOSED = "incidents.watch_closed"
STOOD_DOWN = "incidents.stood_down"
RESOLVED = "incidents.resolved"
SOLVED_AGAIN = "incidents.solved_again"
END_ANNOUNCED = "incidents.end_announced"
CLIENTS_NOTIFIED = "incidents.clients_notified"
INCIDENT_REPORTED = "incidents.incident_reported"
REVIEWED = "incidents.reviewed"
PROCESS_CHANGED = "incidents.process_changed"
CHANGE_DECLINED = "incidents.change_declined"
REOPENED = "incidents.reopened"
CALLED = "incidents.called"
MEMBER_CALLED = "incidents.member_called"
IMPROVEMENT_ASSIGNED = "incidents.improvement_assigned"
IMPROVEMENT_DONE = "incidents.improvement_done"
PLAN_CHANGED = "incidents.plan_changed"

EVENTS = (
    RAISED, DESCRIBED, GRADED, NOTICED, TEAM_NAMED, READY_REPORTED, MEMBER_REPLACED,
    COMMAND_HANDED, UPDATE_GIVEN, NOTED, WATCH_OPENED, WATCH_CLOSED, STOOD_DOWN, RESOLVED,
    SOLVED_AGAIN, END_ANNOUNCED, CLIENTS_NOTIFIED, INCIDENT_REPORTED, REVIEWED, PROCESS_CHANGED, CHANGE_DECLINED,
    REOPENED, CALLED, MEMBER_CALLED, IMPROVEMENT_ASSIGNED, IMPROVEMENT_DONE, PLAN_CHANGED,
)  # fmt: skip

TAKE_NOTICE = "take_notice"
NAME_TEAM = "name_team"
REPORT_READY = "report_ready"
UPDATE_MANAGEMENT = "update_management"
"""The verbs of the rules that run while an incident is open."""

ON_DUTY = "on_duty"
COMMANDER = "incident_commander"
TEAM = "response_team"
"""The roles of the rules."""

ROLES = (ON_DUTY, COMMANDER, TEAM, "client_lead", "process_owner", "improver")
