"""What the views of sign-off share: the case one may see, and the ways to answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.cases.signoff import queries
from huiyin.cases.signoff.models import SignOff
from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Person
from huiyin.ui.pages import page, shown

__all__ = ["go_on", "open_round", "page", "shown"]


def open_round(request: HttpRequest, case_id: UUID, action: Action) -> tuple[Person, SignOff]:
    """The actor and the latest round of a case, when the one may do ``action``; else 404 or 403."""
    actor = actor_of(request)
    return actor, queries.open_to(actor, case_id, action)


def go_on(request: HttpRequest, signoff: SignOff, actor: Person) -> HttpResponse:
    """On to ``next``, to what else is asked of ``actor`` here, or to the list of what waits."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        address = wanted
    elif actor.pk == signoff.author_id or queries.mine(signoff, actor):
        address = reverse("signoff:sign", args=[signoff.case_id])
    else:
        address = reverse("signoff:list")
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
