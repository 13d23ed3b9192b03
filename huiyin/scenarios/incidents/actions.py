"""Everything that can be done to an incident: one function per verb, each records one event."""

from huiyin.scenarios.incidents.declaring import FirstReport, describe, grade, raise_incident
from huiyin.scenarios.incidents.ending import resolve, stand_down
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotInCommand, NotOpen
from huiyin.scenarios.incidents.room.actions import close_watch, note, open_watch
from huiyin.scenarios.incidents.team.actions import Call, name_team, notice, replace, report_ready
from huiyin.scenarios.incidents.team.command import hand_over
from huiyin.scenarios.incidents.updates.actions import Words, give_update

__all__ = [
    "Call",
    "FirstReport",
    "IncidentRefused",
    "NotInCommand",
    "NotOpen",
    "Words",
    "close_watch",
    "describe",
    "give_update",
    "grade",
    "hand_over",
    "name_team",
    "note",
    "notice",
    "open_watch",
    "raise_incident",
    "replace",
    "report_ready",
    "resolve",
    "stand_down",
]
