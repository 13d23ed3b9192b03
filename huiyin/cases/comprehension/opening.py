"""What the views of this part share: the case one may see, and the ways to answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from huiyin.cases.comprehension import matters
from huiyin.cases.models import Case
from huiyin.directory.access import Action, NotVisible, actor_of, permission, require
from huiyin.directory.models import Person

View = Callable[..., HttpResponse]


def page(action: Action) -> Callable[[View], View]:
    """A view for people who are signed in, marked with the permission it asks for."""

    def mark(view: View) -> View:
        return permission(action)(login_required(view))

    return mark


def open_case(request: HttpRequest, case_id: UUID, action: Action) -> tuple[Person, Case]:
    """The actor and the case, when the one may do ``action`` to the other; else 404 or 403."""
    actor = actor_of(request)
    case = Case.objects.select_related("initiator", "department").filter(pk=case_id).first()
    if case is None or not matters.knows(case):
        raise NotVisible
    require(actor, action, case)
    return actor, case


def about(request: HttpRequest, case: Case, actor: Person) -> Person:
    """Whose understanding this is: the actor's, or that of the person they stand in for."""
    named = request.POST.get("person", "") or request.GET.get("person", "")
    person_id = int(named) if named.isdecimal() else actor.pk
    matters.of(case).require_answerer(case, person_id, by=actor)
    return actor if person_id == actor.pk else Person.objects.get(pk=person_id)


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A template; whoever caches it must tell parts from pages."""
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def go(request: HttpRequest, address: str) -> HttpResponse:
    """On to ``address``, whoever asked."""
    if is_partial(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
