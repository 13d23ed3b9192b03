"""The directory: the tree, people, a card each."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from huiyin.directory import queries as directory
from huiyin.directory.access import Action, may
from huiyin.directory.heads import head_of
from huiyin.directory.models import Department, Person
from huiyin.kit import clock
from huiyin.pages import people
from huiyin.pages.views.door import admit, page, page_or_part

PAGE = 50


@page(Action.SEE_DIRECTORY)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """People of a department (``d``) or found by name, pinyin or number (``q``)."""
    actor = admit(request, Action.SEE_DIRECTORY)
    text = request.GET.get("q", "").strip()[:60]
    department = _department(request.GET.get("d", ""))
    pages = Paginator(people.listed(department, text), PAGE)
    shown = pages.get_page(request.GET.get("page"))
    away = people.away(shown.object_list, clock.now())
    context: dict[str, Any] = {
        "q": text,
        "department": department,
        "page": shown,
        "rows": [{"person": one, "away": away.get(one.pk)} for one in shown],
        "more": f"&d={department.pk}" if department else "",
        "may_import": may(actor, Action.IMPORT_PEOPLE),
    }
    if request.headers.get("HX-Request") != "true":
        context["tree"] = directory.department_tree(actor)
    return page_or_part(request, "pages/people.html", "pages/_people.html", context)


@page(Action.SEE_PERSON)
@require_safe
def card(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: where they are, how they are reached, who answers while they are away."""
    actor = admit(request, Action.SEE_PERSON)
    person = get_object_or_404(Person.objects.select_related("department", "manager"), pk=person_id)
    context = {
        "person": person,
        "chain": people.chain(person.department),
        "head": head_of(person),
        "headed": people.headed(person),
        "away": people.away([person], clock.now()).get(person.pk),
        "roles": people.roles(person),
        "own": actor.pk == person.pk,
    }
    return render(request, "pages/person.html", context)


def _department(key: str) -> Department | None:
    if not key:
        return None
    if not key.isdecimal() or len(key) > 9:  # noqa: PLR2004 - fits an integer
        raise Http404
    return get_object_or_404(Department, pk=int(key), active=True)
