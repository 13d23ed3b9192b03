"""After it is solved: announced, reported, closed, or open again. One event each."""

from dataclasses import dataclass, fields
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from huiyin.cases.actions import action
from huiyin.core.event import Fact
from huiyin.directory.access import Action, require
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.scenarios.incidents import events, facts
from huiyin.scenarios.incidents.afterwards import drafting, telling
from huiyin.scenarios.incidents.afterwards.models import Announcement, Report
from huiyin.scenarios.incidents.authority import commands, may_tell, may_write
from huiyin.scenarios.incidents.models import Incident, IncidentState
from huiyin.scenarios.incidents.refusal import IncidentRefused, NotInCommand, NotSolved
from huiyin.scenarios.incidents.review.models import Review

LONGEST = 4000
OVER = (IncidentState.SOLVED, IncidentState.REVIEWED)


@dataclass(frozen=True, slots=True)
class Words:
    """The sections of a report."""

    summary: str = ""
    impact: str = ""
    cause: str = ""
    measures: str = ""
    remaining: str = ""


@action(events.END_ANNOUNCED)
def announce(
    incident_id: UUID, text: str, *, by: Person, notice: UUID | None = None
) -> Announcement:
    """Say that it is over, to all who were told; by a formal ``notice`` where one says it.

    Counts as the commander's word. The same text again since it was solved is one announcement.
    ``NotSolved``, ``NotInCommand``; ``IncidentRefused``: ``text`` empty or long.
    """
    incident = solved(incident_id)
    if notice is None and not may_tell(by, incident):
        raise NotInCommand
    text = _checked("text", text)
    known = said_since(incident).filter(text=text).first()
    if known is not None:
        return known
    at = clock.now()
    told = 0 if notice else telling.tell_end(incident, at)
    row = Announcement.objects.create(
        incident=incident, text=text, at=at, by=by, notice=notice, told=told
    )
    more: dict[str, Fact] = {"person": incident.commander_id, "told": told}
    if notice is not None:
        more["follower"] = str(notice)
    facts.record(events.END_ANNOUNCED, incident, at, by, more, private={"text": text})
    return row


@transaction.atomic
def write_report(incident_id: UUID, words: Words, *, by: Person) -> Report:
    """Keep the words of a report that is not submitted; drafted from the timeline at first.

    No event: nobody has it yet. ``NotSolved``; ``IncidentRefused``: submitted, or a field too long.
    """
    incident = solved(incident_id)
    row = _report(incident, by)
    if row.submitted_at is not None:
        raise IncidentRefused("report", "submitted")
    for each in fields(words):
        text = getattr(words, each.name).strip()
        if len(text) > LONGEST:
            raise IncidentRefused(each.name, "long")
        setattr(row, each.name, text)
    row.saved_at, row.saved_by = clock.now(), by
    row.save()
    return row


@action(events.INCIDENT_REPORTED)
def submit_report(incident_id: UUID, *, by: Person) -> Report:
    """Hand the report to the management; twice is once. ``guards.Refused`` while it is not whole."""
    incident = solved(incident_id)
    row = _report(incident, by)
    if row.submitted_at is not None:
        return row
    at = clock.now()
    row.submitted_at, row.submitted_by, row.revision = at, by, row.revision + 1
    row.save()
    more: dict[str, Fact] = {
        "person": incident.commander_id,
        "is_whole": row.is_whole,
        "revision": row.revision,
        "minutes": int(incident.lasted(at).total_seconds() // 60),
    }
    private = {each.name: str(getattr(row, each.name)) for each in fields(Words)}
    facts.record(events.INCIDENT_REPORTED, incident, at, by, more, private=private)
    telling.tell_report(incident, at)
    return row


@action(events.REOPENED)
def reopen(incident_id: UUID, reason: str, *, by: Person) -> Incident:
    """It came back: the updates begin again, what follows counts from the next time it is solved.

    Everybody who takes part may say so. Open again it is once. ``NotSolved`` for a false alarm;
    ``IncidentRefused``: ``reason`` empty.
    """
    incident = facts.locked(incident_id)
    require(by, Action.READ, incident)
    if not (may_write(by, incident) or commands(by, incident)):
        raise PermissionDenied
    if incident.is_open:
        return incident
    if incident.state not in OVER:
        raise NotSolved
    reason = _checked("reason", reason)
    at = clock.now()
    incident.state = IncidentState.OPEN
    incident.resolved_at = incident.closed_at = None
    incident.save(update_fields=["state", "resolved_at", "closed_at"])
    Report.objects.filter(incident=incident).update(submitted_at=None)
    Review.objects.filter(incident=incident).update(completed_at=None)
    more: dict[str, Fact] = {"person": incident.commander_id}
    facts.record(events.REOPENED, incident, at, by, more, private={"reason": reason})
    telling.tell_return(incident, at)
    return incident


def solved(incident_id: UUID) -> Incident:
    """The incident, held; ``NotSolved`` while it goes on."""
    incident = facts.locked(incident_id)
    if incident.state not in OVER:
        raise NotSolved
    return incident


def said_since(incident: Incident) -> QuerySet[Announcement]:
    """The announcements since it was solved for the last time."""
    return Announcement.objects.filter(incident=incident, at__gte=incident.resolved_at)


def _report(incident: Incident, by: Person) -> Report:
    if not (may_write(by, incident) or commands(by, incident)):
        raise PermissionDenied
    return Report.objects.select_for_update().filter(incident=incident).first() or drafting.report(
        incident, by
    )


def _checked(field: str, text: str) -> str:
    text = text.strip()
    if not text:
        raise IncidentRefused(field, "empty")
    if len(text) > LONGEST:
        raise IncidentRefused(field, "long")
    return text
