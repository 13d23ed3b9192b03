"""What the views of sign-off share: the case one may see, and the ways to answer."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.cases.models import Case
from huiyin.cases.signoff import queries
from huiyin.cases.signoff.models import SignOff
from huiyin.directory.access import Action, NotVisible, actor_of, permission, require
from huiyin.directory.models import Person

View = TypeVar("View", bound=Callable[..., HttpResponse])


def page(action: Action) -> Callable[[View], View]:
    """A view for people who are signed in, marked with the permission it asks for."""

    def mark(view: View) -> View:
        return permission(action)(login_required(view))

    return mark


def open_round(request: HttpRequest, case_id: UUID, action: Action) -> tuple[Person, SignOff]:
    """The actor and the latest round of a case, when the one may do ``action``; else 404 or 403."""
    actor = actor_of(request)
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotVisible
    require(actor, action, case)
    signoff = queries.of_case(case)
    if signoff is None:
        raise NotVisible
    return actor, signoff


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A template; whoever caches it must tell people and languages apart."""
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


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
