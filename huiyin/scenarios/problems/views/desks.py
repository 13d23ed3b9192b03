"""问题登记人: named by the administrator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Department
from huiyin.directory.queries import find_person
from huiyin.scenarios.problems import desks, offices
from huiyin.scenarios.problems.actions import ProblemRefused
from huiyin.scenarios.problems.models import Desk
from huiyin.scenarios.problems.pages import go, page, shown


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """Every desk, and a form for one more; an empty name gives a department's desk up."""
    actor = actor_of(request)
    require(actor, Action.ADMINISTER)
    wrong: list[str] = []
    if request.method == "POST":
        key, name = request.POST.get("department", ""), request.POST.get("person", "").strip()
        place = Department.objects.filter(pk=key, active=True).first() if key.isdigit() else None
        person = find_person(name) if name else None
        try:
            if name and person is None:
                raise ProblemRefused("owner", "unknown")  # noqa: TRY301 - said with the others
            desks.name_desk(place, person, by=actor)
        except ProblemRefused:
            wrong = [_("没有找到这位同事，或有重名；请用工号")]
        else:
            messages.success(request, _("已指定登记人，新上报的问题由其登记"))
            return go(reverse("problems:desks"))
    rows = Desk.objects.select_related("person", "department")
    context = {
        "desks": rows.order_by("department__path"),
        "fallback": offices.desk_of(None),
        "departments": Department.objects.filter(active=True).order_by("path"),
        "problems": wrong,
    }
    return shown(request, "problems/desks.html", context, status=422 if wrong else 200)
