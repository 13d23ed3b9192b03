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
from huiyin.scenarios.problems import actions
from huiyin.scenarios.problems.forms import ReportForm
from huiyin.scenarios.problems.models import Problem, Source
from huiyin.scenarios.problems.views.pages import go, page, shown

MOST_FILES = 5


@require_http_methods(["GET", "HEAD", "POST"])
@page(Action.WRITE_NOTICE)
def new(request: HttpRequest) -> HttpResponse:
    """A title is enough; sent twice, it is one problem."""
    actor = actor_of(request)
    require(actor, Action.WRITE_NOTICE)
    form = ReportForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = _report(request, form, actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("已上报 %(number)s，登记后会定人处理") % {"number": made.number}
            )
            return go(reverse("problems:show", args=[made.pk]))
    context = {"form": form, "limit": uploads.limit()}
    return shown(request, "problems/new.html", context, status=422 if form.errors else 200)


def _report(request: HttpRequest, form: ReportForm, actor: Person) -> Problem:
    values: dict[str, Any] = form.cleaned_data
    outside = values["outside"]
    source = Source.HOTLINE if outside and values["source"] == Source.FORM else values["source"]
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
        attachments=request.FILES.getlist("files")[:MOST_FILES],
    )
