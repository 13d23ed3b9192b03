"""What an alert of a monitor becomes: a problem, and what happens to it afterwards."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.cases.actions import action
from huiyin.cases.intake.alert import Alert, Severity, Status
from huiyin.cases.models import Urgency
from huiyin.core.event import Event, Fact
from huiyin.directory.models import Person
from huiyin.kit import clock
from huiyin.obligations.record import record
from huiyin.scenarios.problems import events
from huiyin.scenarios.problems.models import LONGEST, Problem, Source
from huiyin.scenarios.problems.reporting import facts_of, report

_URGENCY = {Severity.CRITICAL: Urgency.URGENT, Severity.INFO: Urgency.ROUTINE}
_LABELS = 20


def take(alert: Alert, by: Person) -> UUID | None:
    """Report a new problem, or say what happened to the one that there is; the one it is now.

    Asked twice with one ``alert.ref``, it is one problem. No event of its own.
    """
    problem = _of(alert.case)
    if problem is None:
        return None if alert.status is Status.RESOLVED else _reported(alert, by).pk
    if alert.status is Status.RESOLVED:
        over(problem, alert, by=by)
    else:
        again(problem, alert, by=by)
    return problem.pk


@action(events.ALERT_AGAIN)
def again(problem: Problem, alert: Alert, *, by: Person) -> None:
    """It fired again; the problem goes on as it is."""
    _say(events.ALERT_AGAIN, problem, alert, by)


@action(events.ALERT_OVER)
def over(problem: Problem, alert: Alert, *, by: Person) -> None:
    """The monitor says that it is over; whether the problem is solved is for people to say."""
    _say(events.ALERT_OVER, problem, alert, by)


def _reported(alert: Alert, by: Person) -> Problem:
    return report(
        by=by,
        title=alert.title,
        text=_text(alert),
        source=Source.ALERT,
        source_ref=alert.ref,
        urgency=_URGENCY.get(alert.severity, Urgency.IMPORTANT),
    )


def _text(alert: Alert) -> str:
    labels = [f"{name}: {value}" for name, value in list(alert.labels.items())[:_LABELS] if value]
    known = "\n".join(one for one in labels if one not in alert.text)
    parts = (
        alert.text,
        known,
        alert.url,
        _("来自监控 %(source)s") % {"source": alert.source},
    )
    return "\n\n".join(part for part in parts if part)[:LONGEST]


def _of(case: UUID | None) -> Problem | None:
    """The problem that an alert belongs to: of one that was merged the one it went into."""
    found = Problem.objects.filter(pk=case).first() if case else None
    seen: set[UUID] = set()
    while found is not None and found.merged_into is not None and found.pk not in seen:
        seen.add(found.pk)
        found = found.merged_into
    return found


def _say(kind: str, problem: Problem, alert: Alert, by: Person) -> None:
    facts: dict[str, Fact] = {"times": alert.times, "severity": alert.severity.value}
    private = {"title": alert.title, "source": alert.source}
    event = Event(kind, str(problem.pk), clock.now(), by.pk, facts_of(problem) | facts)
    record(event, private=private)
