"""The page behind a signed link in a mail: GET shows, POST signs; nobody needs to sign in."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.models import Case, Classification
from huiyin.cases.signoff import answers, queries
from huiyin.cases.signoff.answers import Means
from huiyin.cases.signoff.checklist import Unfinished
from huiyin.cases.signoff.forms import ChecklistForm, DecisionForm
from huiyin.cases.signoff.models import SignOff
from huiyin.cases.signoff.views.pages import shown
from huiyin.cases.signoff.views.signing import context as page_context
from huiyin.cases.signoff.views.signing import decide
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery.links import Link, Refusal, read
from huiyin.directory.access import Action, may, open_to_all
from huiyin.directory.models import Person
from huiyin.obligations.models import Notification

BY_LINK = Means(Proof.SIGNED_LINK, Channel.MAIL)


@dataclass(frozen=True, slots=True)
class _Guest:
    person: Person
    signoff: SignOff

    @property
    def secret(self) -> bool:
        """Confidential text is read and signed by who signed in."""
        return self.signoff.case.classification == Classification.CONFIDENTIAL


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("the signed link itself names the person and the case")
@login_not_required
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A forged link is 404, an expired one 410, one whose round is over 404; nothing changes then."""
    link = read(token)
    if isinstance(link, Refusal):
        status = 410 if link is Refusal.EXPIRED else 404
        return shown(request, "signoff/link_refused.html", {"why": link.value}, status=status)
    guest = _guest(link)
    if guest is None:
        return shown(request, "signoff/link_refused.html", {"why": "gone"}, status=404)
    if request.method == "POST" and not guest.secret:
        return _act(request, guest)
    return shown(request, "signoff/link.html", _context(guest))


def _guest(link: Link) -> _Guest | None:
    notification = Notification.objects.filter(pk=link.notification_id).first()
    person = Person.objects.filter(pk=link.person_id, active=True).first()
    if notification is None or person is None:
        return None
    case = Case.objects.filter(pk=notification.subject).first()
    signoff = queries.of_case(case) if case is not None else None
    if case is None or signoff is None or not may(person, Action.SIGN, case):
        return None
    return _Guest(person, signoff)


def _act(request: HttpRequest, guest: _Guest) -> HttpResponse:
    decision = DecisionForm(request.POST)
    checks = ChecklistForm(guest.signoff.case, request.POST)
    valid = decision.is_valid() and checks.is_valid()
    problem, done = "" if valid else "form", None
    if valid:
        try:
            done = decide(decision, checks, guest.person, BY_LINK)
        except Unfinished:
            problem = "checklist"
        except (answers.NotYours, answers.Over, answers.NotHere):
            problem = "over"
    context = _context(guest) | {
        "problem": problem,
        "done": done,
        "decision": decision,
        "checks": checks,
    }
    return shown(request, "signoff/link.html", context, status=422 if problem else 200)


def _context(guest: _Guest) -> dict[str, Any]:
    return page_context(guest.signoff, guest.person) | {
        "person": guest.person,
        "secret": guest.secret,
        "done": None,
    }
