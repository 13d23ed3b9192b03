"""The page behind a signed link: for the one person it was made for, without signing in."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.models import Classification
from huiyin.core.evidence import Channel, Proof
from huiyin.delivery.links import Link, Refusal, read
from huiyin.directory.access import Action, may, open_to_all
from huiyin.directory.models import Person
from huiyin.obligations.models import Notification
from huiyin.scenarios.notices import answers, queries
from huiyin.scenarios.notices.models import Notice
from huiyin.scenarios.notices.revisions.queries import news_for
from huiyin.scenarios.notices.views.pages import shown


@dataclass(frozen=True, slots=True)
class _Guest:
    person: Person
    notice: Notice


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all("the signed link itself names the person and the notice")
@login_not_required
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows title and button (mail scanners follow links), POST confirms.

    A forged link is 404 and an expired one 410; nothing changes then.
    """
    link = read(token)
    if isinstance(link, Refusal):
        status = 410 if link is Refusal.EXPIRED else 404
        return shown(request, "notices/link_refused.html", {"refusal": link.value}, status=status)
    guest = _guest(link)
    if guest is None:
        return shown(request, "notices/link_refused.html", {"refusal": "gone"}, status=404)
    if request.method == "POST":
        _confirm(guest)
    return shown(request, "notices/link.html", _context(guest))


def _guest(link: Link) -> _Guest | None:
    notification = Notification.objects.filter(pk=link.notification_id).first()
    person = Person.objects.filter(pk=link.person_id, active=True).first()
    if notification is None or person is None:
        return None
    cases = Notice.objects.select_related("initiator", "department")
    notice = cases.filter(pk=notification.subject).first()
    if notice is None or not may(person, Action.CONFIRM, notice):
        return None
    return _Guest(person, notice)


def _confirm(guest: _Guest) -> None:
    for _verb, share in answers.shares(guest.notice, guest.person.pk):
        answers.confirm(
            guest.notice.pk,
            by=guest.person,
            person_id=share.person_id,
            proof=Proof.SIGNED_LINK,
            channel=Channel.MAIL,
        )
        return


def _context(guest: _Guest) -> dict[str, object]:
    secret = guest.notice.classification == Classification.CONFIDENTIAL
    return {
        "notice": guest.notice,
        "person": guest.person,
        "reading": queries.reading(guest.notice, guest.person),
        "secret": secret,
        "news": None if secret else news_for(guest.notice, guest.person),
    }
