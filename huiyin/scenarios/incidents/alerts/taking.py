"""What an alert makes of an incident: it declares one, and says in its room that it goes on or ended.

A monitor never ends an incident: who commands decides that.
"""

from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from huiyin.cases.intake.alert import Alert, Severity, Status
from huiyin.cases.intake.sources import Refused
from huiyin.directory.models import Person
from huiyin.scenarios.incidents import actions, kinds
from huiyin.scenarios.incidents.models import EntryKind, Incident, IncidentKind

KIND = "system_failure"
"""What an alert declares unless its label ``incident_kind`` names another kind."""

_NOTES = UUID("0f1d3c52-7c1e-5c38-9d7b-0a9f6b1f6a11")
_RUNG = {Severity.CRITICAL: 0, Severity.MAJOR: 1, Severity.WARNING: 2, Severity.INFO: 3}


def take(alert: Alert, by: Person) -> UUID | None:
    """The incident that this trouble is now; ``None`` when there is nothing to say."""
    if alert.case is not None:
        return _told(alert, alert.case, by)
    if alert.status is Status.RESOLVED:
        return None
    kind = _kind(alert)
    try:
        made = actions.raise_incident(
            by=by,
            kind=kind,
            title=" ".join(alert.title.split())[:200] or alert.source,
            impact=" ".join(alert.text.split())[:300],
            happened_at=alert.at,
            severity=_severity(kind, alert.severity),
            source_ref=f"alert:{alert.ref}",
        )
    except actions.IncidentRefused as error:
        raise Refused(str(error)) from error
    case: UUID = made.pk
    return case


def _told(alert: Alert, case: UUID, by: Person) -> UUID | None:
    incident = Incident.objects.filter(pk=case).first()
    if incident is None:
        return None
    key = uuid5(_NOTES, f"{alert.ref} {alert.status} {alert.times} {alert.at}")
    actions.note(case, _words(alert, incident), by=by, kind=_weight(alert, incident), key=key)
    return case


def _words(alert: Alert, incident: Incident) -> str:
    if alert.status is Status.RESOLVED:
        return _("监控 %(source)s：已恢复") % {"source": alert.source}
    said = _("监控 %(source)s 第 %(n)d 次告警：%(title)s")
    if not incident.is_open:
        said = _("事件结束以后，监控 %(source)s 又告警（第 %(n)d 次）：%(title)s")
    return said % {"source": alert.source, "n": alert.times, "title": alert.title}


def _weight(alert: Alert, incident: Incident) -> str:
    again = alert.status is Status.FIRING and not incident.is_open
    return EntryKind.QUESTION.value if again else EntryKind.NOTE.value


def _kind(alert: Alert) -> IncidentKind:
    wanted = alert.labels.get("incident_kind", "") or KIND
    active = {kind.key: kind for kind in kinds.active()}
    found = active.get(wanted) or active.get(KIND) or next(iter(active.values()), None)
    if found is None:
        raise Refused(_("没有可以上报的突发事件种类"))
    return found


def _severity(kind: IncidentKind, severity: Severity) -> str:
    ladder = kinds.levels(kind)
    return ladder[min(_RUNG[severity], len(ladder) - 1)].key
