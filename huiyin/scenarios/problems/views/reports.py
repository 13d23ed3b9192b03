"""The form by which somebody raises a problem."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.cases import uploads
from huiyin.cases.models import Classification
from huiyin.directory.access import Action, actor_of, require
from huiyin.directory.models import Person
from huiyin.scenarios.problems import actions, origins
from huiyin.scenarios.problems.forms import ReportForm
from huiyin.scenarios.problems.models import Problem, Source
from huiyin.scenarios.problems.origins import Origin
from huiyin.scenarios.problems.pages import go, page, shown

MOST_FILES = 5


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """A title is enough; sent twice, it is one problem."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    named = request.POST.get("origin") or request.GET.get("origin", "")
    origin = origins.read(named, actor)
    form = ReportForm(
        request.POST if request.method == "POST" else None, initial=_first(request, origin)
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _report(request, form, actor, origin)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("已上报 %(number)s，登记后会定人处理") % {"number": made.number}
            )
            return go(reverse("problems:show", args=[made.pk]))
    context = {"form": form, "limit": uploads.limit(), "origin": origin}
    return shown(request, "problems/new.html", context, status=422 if form.errors else 200)


def _first(request: HttpRequest, origin: Origin | None) -> dict[str, str]:
    first = {"title": request.GET.get("title", "")[:120]}
    return first | ({"text": origin.text} if origin else {})


def _report(
    request: HttpRequest, form: ReportForm, actor: Person, origin: Origin | None
) -> Problem:
    values: dict[str, Any] = form.cleaned_data
    outside, source = values["outside"], values["source"]
    if source == Source.FORM and (outside or origin):
        source = Source.HOTLINE if outside or origin is None else origin.source
    return actions.report(
        by=actor,
        title=values["title"],
        text=values["text"],
        source=source,
        reporter_name=values["reporter_name"] if outside else "",
        reporter_contact=values["reporter_contact"] if outside else "",
        answer_by=values["answer_by"] if outside else "mail",
        urgency=values["urgency"],
        classification=(
            Classification.CONFIDENTIAL if values["secret"] else Classification.INTERNAL
        ),
        origin=origin.case.pk if origin else None,
        attachments=request.FILES.getlist("files")[:MOST_FILES],
    )
