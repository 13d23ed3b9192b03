"""One tap from a message: I have heard of it, or I am there; without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases import verbs
from huiyin.cases.models import Classification
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery.links import Refusal, read
from huiyin.directory.access import Action, may, open_to_all
from huiyin.directory.models import Person
from huiyin.obligations.models import Bearer, Notification, Obligation
from huiyin.scenarios.incidents import actions, events, outgoing
from huiyin.scenarios.incidents.models import Incident
from huiyin.scenarios.incidents.views.pages import shown


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("the signed link itself names the person and the duty")
@login_not_required
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the matter and the button (mail scanners follow links), POST answers.

    A forged link is 404 and an expired one 410; nothing changes then.
    """
    link = read(token)
    if isinstance(link, Refusal):
        return _refused(request, link.value, 410 if link is Refusal.EXPIRED else 404)
    told = Notification.objects.filter(pk=link.notification_id).first()
    person = Person.objects.filter(pk=link.person_id, active=True).first()
    duty = Obligation.objects.filter(pk=told.obligation_id).first() if told else None
    if person is None or duty is None or duty.verb not in outgoing.TAPS:
        return _refused(request, "gone", 404)
    rows = Incident.objects.select_related("kind", "commander")
    incident = rows.filter(pk=duty.subject).first()
    if incident is None or not may(person, Action.SEE, incident):
        return _refused(request, "gone", 404)
    if request.method == "POST":
        _answer(duty, person)
    return shown(request, "incidents/tap.html", _context(incident, duty, person))


def _refused(request: HttpRequest, refusal: str, status: int) -> HttpResponse:
    return shown(request, "incidents/tap_refused.html", {"refusal": refusal}, status=status)


def _answer(duty: Obligation, person: Person) -> None:
    share = _share(duty, person)
    if share is None or share.state:
        return
    verb = {
        events.TAKE_NOTICE: actions.notice,
        events.REPORT_READY: actions.report_ready,
    }[duty.verb]
    proof, channel = Proof.SIGNED_LINK, Channel.MAIL
    verb(duty.subject, by=person, person_id=share.person_id, proof=proof, channel=channel)


def _share(duty: Obligation, person: Person) -> Bearer | None:
    rows = Bearer.objects.filter(obligation_id=duty.pk)
    return rows.filter(person_id=person.pk).first() or rows.filter(delegate_id=person.pk).first()


def _context(incident: Incident, duty: Obligation, person: Person) -> dict[str, object]:
    share = _share(duty, person)
    secret = incident.classification == Classification.CONFIDENTIAL
    return {
        "incident": incident,
        "lines": outgoing.lines_of(incident),
        "secret": secret,
        "person": person,
        "verb": verbs.of(duty.verb),
        "due_at": duty.due_at,
        "answered": share is None or bool(share.state),
        "task": _task(incident, person) if duty.verb == events.REPORT_READY else "",
    }


def _task(incident: Incident, person: Person) -> str:
    row = incident.members.filter(person=person).order_by("-pk").first()
    return row.task if row is not None else ""
