"""What the views of this scenario share: the object one may see, and the ways to answer."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.directory.access import Action, NotVisible, actor_of, require
from huiyin.directory.models import Person
from huiyin.scenarios.notices.models import Notice
from huiyin.ui import live
from huiyin.ui.pages import is_partial, page, shown, to_page

__all__ = [
    "go", "is_partial", "listening", "open_case", "page", "shown", "to_page", "wanted_next", "with_toast",
]  # fmt: skip


def open_case(request: HttpRequest, notice_id: UUID, action: Action) -> tuple[Person, Notice]:
    """The actor and the notice, when the one may do ``action`` to the other; else 404 or 403."""
    actor = actor_of(request)
    notice = Notice.objects.select_related("initiator", "department").filter(pk=notice_id).first()
    if notice is None:
        raise NotVisible
    require(actor, action, notice)
    return actor, notice


def listening(request: HttpRequest, notice: Notice) -> str:
    """The token with which the page hears of changes to this notice and to the viewer's duties."""
    person = getattr(request.user, "person_id", None)
    return live.topics(request.user, f"case:{notice.pk}", f"person:{person}")


def wanted_next(request: HttpRequest) -> str:
    """Where the asker wants to go on: the field ``next``, or the parameter of a press without a body."""
    return request.POST.get("next", "") or request.GET.get("next", "")


def go(request: HttpRequest, address: str) -> HttpResponse:
    """On to ``address``; or 303 to the local address ``wanted_next``, whose part htmx swaps in."""
    wanted = wanted_next(request)
    asked = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    if is_partial(request) and not asked:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    response = HttpResponseRedirect(wanted if asked else address)
    response.status_code = 303
    return response


def with_toast(response: HttpResponse, text: str, *, late: bool = False) -> HttpResponse:
    """Say ``text`` once the part has arrived."""
    toast = {"toast": {"text": text, "kind": "late" if late else ""}}
    response["HX-Trigger"] = json.dumps(toast)
    return response
