"""部门细则: which departments have rules of their own, and those of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from huiyin.directory.access import Action, actor_of
from huiyin.directory.models import Department
from huiyin.scenarios.regulation import history, queries
from huiyin.scenarios.regulation.authority import departments_of, may_amend
from huiyin.scenarios.regulation.views.pages import page, shown


@require_safe
@page(Action.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Every department that has rules of its own in force."""
    actor = actor_of(request)
    context = {"owns": history.owns(), "departments": departments_of(actor)}
    return shown(request, "regulation/departments.html", context)


@require_safe
@page(Action.SEE)
def show(request: HttpRequest, department_id: int) -> HttpResponse:
    """The own rules of one department: what they change for its people, waivers, amendments."""
    actor = actor_of(request)
    department = get_object_or_404(Department, pk=department_id)
    rows = queries.visible_to(actor).filter(binds=department).order_by("-created_at")
    context = {
        "department": department,
        "own": history.own(department),
        "amendments": rows,
        "mine": may_amend(actor, department),
    }
    return shown(request, "regulation/department.html", context)
